import { app, dialog, shell } from 'electron';
import { openedProfile } from '../data/protocol/profiles.ts';
import type { Preferences } from '../shared/contract/app.ts';
import { CodedError } from '../shared/errors.ts';
import type { AppAnswers } from '../shared/gateway.ts';
import type { AppContext } from './app-context.ts';
import { appScheme } from './deep-link.ts';
import { openFolder, openLogs, writeDiagnostics } from './diagnostics.ts';
import { isReachedByLinks } from './scheme-handler.ts';

/** The `app.*` calls, as the desktop app answers them. */
export function desktopAnswers(context: AppContext): AppAnswers {
  const { data, preferences, loginItem, notifier, opened, links, home, updates } = context;
  const now = (): Preferences => {
    const { theme, language, closesToTray, notifies, looksForUpdates } = preferences.get();
    return {
      theme,
      language,
      closesToTray,
      startsAtLogin: loginItem.get(),
      notifies: notifier.isThere() ? notifies : null,
      looksForUpdates: updates.isPossible ? looksForUpdates : null,
    };
  };
  const profileFacts = () => {
    const { id, name } = openedProfile(home, data);
    return { profileId: id, profileName: name };
  };
  return {
    'app.info': () => ({
      version: app.getVersion(),
      host: 'electron',
      platform: process.platform,
      ...profileFacts(),
      redirectUri: isReachedByLinks(context.scheme) ? `${appScheme}:/callback` : '',
      isSandboxed: !app.commandLine.hasSwitch('no-sandbox'),
      dataState: data.state(),
    }),
    'app.preferences': now,
    'app.setPreferences': ({ startsAtLogin, theme, language, closesToTray, notifies, looksForUpdates }) => {
      if (looksForUpdates === true && !updates.isPossible) throw new CodedError('app.desktop_only');
      if (startsAtLogin !== undefined) loginItem.set(startsAtLogin);
      preferences.set({
        ...(theme === undefined ? {} : { theme }),
        ...(language === undefined ? {} : { language }),
        ...(closesToTray === undefined ? {} : { closesToTray }),
        ...(notifies === undefined ? {} : { notifies }),
        ...(looksForUpdates === undefined ? {} : { looksForUpdates }),
      });
      return now();
    },
    'app.updates': () => updates.status(),
    'app.lookForUpdate': () => updates.look(),
    'app.cancelUpdate': () => updates.cancel(),
    'app.takeOpened': () => opened.take(data),
    'app.openExternal': async ({ url }) => {
      const allowed = links.allowed(url);
      if (allowed === null) throw new CodedError('request.refused');
      await shell.openExternal(allowed).catch((cause: unknown) => {
        throw new CodedError('app.not_opened', {}, { cause });
      });
      return null;
    },
    'app.chooseFolder': async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory'] });
      return { path: canceled ? null : (filePaths[0] ?? null) };
    },
    'app.showLogs': async () => {
      await openLogs(data.profileDir());
      return null;
    },
    'app.showProfile': async () => {
      await openFolder(data.profileDir());
      return null;
    },
    'app.resumeRelay': async () => {
      await data.resumeRelay();
      return null;
    },
    'app.reportFault': (fault) => {
      context.logEvent('page.fault', fault);
      return null;
    },
    'app.diagnostics': async () => ({ text: await writeDiagnostics(data) }),
  };
}
