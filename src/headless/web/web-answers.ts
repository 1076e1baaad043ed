import { release } from 'node:os';
import { hostDiagnostics, type LogEvent, noLog } from '../../data/protocol/log.ts';
import type { SwitchableDataProgram } from '../../data/protocol/switchable.ts';
import type { Preferences, UpdateStatus } from '../../shared/contract/app.ts';
import { CodedError } from '../../shared/errors.ts';
import type { AppAnswers } from '../../shared/gateway.ts';

export interface WebAnswersOptions {
  readonly data: Pick<SwitchableDataProgram, 'call' | 'host' | 'state' | 'profileDir' | 'resumeRelay'>;
  readonly version: string;
  readonly profile: () => { readonly id: string; readonly name: string };
  readonly redirectUri: () => string;
  readonly logEvent?: LogEvent;
}

/** A browser tab has no tray, no login item, and no notifications from us, and stores its own theme and language. */
const nothingHere: Preferences = {
  theme: null,
  language: null,
  closesToTray: null,
  startsAtLogin: null,
  notifies: null,
  looksForUpdates: null,
};

/** Whoever serves the page updates it. */
const noUpdates: UpdateStatus = {
  place: 'web',
  state: 'idle',
  version: null,
  notes: null,
  percent: null,
  code: null,
};

/** The `app.*` calls, as the web host answers them: the same contract, with an honest error where only the desktop app can do it. */
export function webAnswers({
  data,
  version,
  profile,
  redirectUri,
  logEvent = noLog,
}: WebAnswersOptions): AppAnswers {
  return {
    'app.info': () => ({
      version,
      host: 'web',
      platform: process.platform,
      profileId: profile().id,
      profileName: profile().name,
      redirectUri: redirectUri(),
      isSandboxed: null,
      dataState: data.state(),
    }),
    'app.preferences': () => nothingHere,
    'app.setPreferences': (change) => {
      if (Object.keys(change).length > 0) throw new CodedError('app.desktop_only');
      return nothingHere;
    },
    'app.updates': () => noUpdates,
    'app.lookForUpdate': () => {
      throw new CodedError('app.desktop_only');
    },
    'app.cancelUpdate': () => {
      throw new CodedError('app.desktop_only');
    },
    // The page learns which file this host was started with when it enters (request-handler.ts).
    'app.takeOpened': () => [],
    'app.openExternal': () => {
      throw new CodedError('app.desktop_only');
    },
    'app.chooseFolder': () => {
      throw new CodedError('app.desktop_only');
    },
    'app.showProfile': () => {
      throw new CodedError('app.desktop_only');
    },
    'app.showLogs': () => {
      throw new CodedError('app.desktop_only');
    },
    'app.resumeRelay': async () => {
      await data.resumeRelay();
      return null;
    },
    'app.reportFault': (fault) => {
      logEvent('page.fault', fault);
      return null;
    },
    'app.diagnostics': async () => ({
      text: await hostDiagnostics(data, {
        version,
        host: 'web',
        system: `${process.platform} ${release()} ${process.arch}`,
        runtime: { Node: process.versions.node },
      }),
    }),
  };
}
