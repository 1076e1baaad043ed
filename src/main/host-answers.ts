import { mkdir } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';
import { app, dialog, shell } from 'electron';
import { hostDiagnostics } from '../data/protocol/log.ts';
import { openedProfile } from '../data/protocol/profiles.ts';
import type { SwitchableDataProgram } from '../data/protocol/switchable.ts';
import type { Preferences } from '../shared/contract/app.ts';
import { CodedError } from '../shared/errors.ts';
import type { AppAnswers } from '../shared/gateway.ts';
import type { AppContext } from './app-context.ts';
import { appScheme } from './deep-link.ts';
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

/** The text of "Copy diagnostics" in the desktop app (shared/diagnostics.ts says what may be in it). */
export function writeDiagnostics(data: SwitchableDataProgram): Promise<string> {
  const { electron, chrome, node } = process.versions;
  return hostDiagnostics(data, {
    version: app.getVersion(),
    host: 'electron',
    system: `${process.platform} ${release()} ${process.arch}`,
    runtime: {
      Electron: electron,
      Chromium: chrome,
      Node: node,
      Sandbox: app.commandLine.hasSwitch('no-sandbox') ? 'off' : 'on',
    },
  });
}

/** Shows the profile's log folder in the user's file manager. Errors: app.not_opened. */
export async function openLogs(profileDir: string): Promise<void> {
  await openFolder(join(profileDir, 'logs'));
}

/** Shows a folder in the user's file manager; a missing one is created. Errors: app.not_opened. */
export async function openFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new CodedError('app.not_opened', {}, { cause: error });
  }
  // Resolves with the system's words when it fails; they may contain the path.
  if ((await shell.openPath(folder)) !== '') throw new CodedError('app.not_opened');
}
