import { app, session } from 'electron';
import { faultFields } from '../data/protocol/log.ts';
import type { AppContext, AppModule } from './app-context.ts';
import { registerScheme } from './scheme-handler.ts';
import { installerOf, loadUpdater, readUpdateSource, type UpdateSource } from './updater.ts';
import { Updates, updatePlace } from './updates.ts';
import { refuseNetwork, turnOffSpelling } from './web-contents-rules.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Of electron-updater (out/electronHttpExecutor.js, NET_SESSION_NAME and its options): the same name is the same session. */
const sessionName = 'electron-updater';

type Parts = Pick<AppContext, 'window' | 'loginItem' | 'scheme' | 'logEvent' | 'onFault'>;

/** Updates of this copy of the app; nothing is asked of anybody until they are turned on. */
export function makeUpdates(parts: Parts): Updates {
  const { window, scheme, logEvent, onFault } = parts;
  const source = app.isPackaged ? readUpdateSource(app.getAppPath()) : null;
  return new Updates({
    place: updatePlace(app.isPackaged, source !== null, scheme.platform, scheme.env),
    load: () => (source === null ? Promise.reject(new Error('no source')) : load(parts, source)),
    daily: (act) => {
      const timer = setInterval(act, dayMs);
      return () => clearInterval(timer);
    },
    onChange: (status) => window.push('app.updateState', status),
    logEvent,
    onFault,
  });
}

function load({ loginItem, scheme, logEvent }: Parts, source: UpdateSource) {
  const own = session.fromPartition(sessionName, { cache: false });
  // A session of Electron's fetches a dictionary as soon as it is made, and this one has one server.
  turnOffSpelling(own, scheme.platform);
  refuseNetwork(own, new URL(source.url).origin, () => logEvent('door.refused', { reason: 'request' }));
  return loadUpdater({
    source,
    env: scheme.env,
    make: () => installerOf(scheme.platform),
    onMoved: (path) => {
      // What starts the app by its old name would find nothing there.
      process.env['APPIMAGE'] = path;
      if (loginItem.get() === true) loginItem.set(true);
      registerScheme(scheme);
    },
    onNotInstalled: (error) => logEvent('process.fault', faultFields(error)),
  });
}

/** As the person chose, from the start on and whenever they choose again. */
export const followUpdates: AppModule = ({ preferences, updates }) => {
  if (!updates.isPossible) return;
  updates.turn(preferences.get().looksForUpdates);
  preferences.onChange(({ looksForUpdates }) => updates.turn(looksForUpdates));
};
