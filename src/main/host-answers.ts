import { basename } from 'node:path';
import { app, Notification, shell } from 'electron';
import type { Preferences } from '../shared/contract/app.ts';
import { CodedError } from '../shared/errors.ts';
import type { HostAnswers } from '../shared/gateway.ts';
import type { AppContext } from './app-context.ts';
import { writeDiagnostics } from './diagnostics.ts';
import { openLogs } from './open-logs.ts';

/** The calls `app.*` as the desktop app answers them. */
export function desktopAnswers(context: AppContext): HostAnswers {
  const { data, preferences, loginItem, opened, links, profileDir } = context;
  const now = (): Preferences => {
    const { theme, closesToTray, notifies } = preferences.get();
    const hasNotifications = Notification.isSupported();
    return {
      theme,
      closesToTray,
      startsAtLogin: loginItem.get(),
      notifies: hasNotifications ? notifies : null,
    };
  };
  return {
    'app.info': () => ({
      version: app.getVersion(),
      host: 'electron',
      platform: process.platform,
      profileName: basename(profileDir),
      dataState: data.state(),
    }),
    'app.preferences': now,
    'app.setPreferences': ({ startsAtLogin, theme, closesToTray, notifies }) => {
      if (startsAtLogin !== undefined) loginItem.set(startsAtLogin);
      preferences.set({
        ...(theme === undefined ? {} : { theme }),
        ...(closesToTray === undefined ? {} : { closesToTray }),
        ...(notifies === undefined ? {} : { notifies }),
      });
      return now();
    },
    'app.takeOpened': () => opened.take(data),
    'app.openExternal': async ({ url }) => {
      const allowed = links.allowed(url);
      if (allowed === null) throw new CodedError('request.refused');
      await shell.openExternal(allowed).catch((cause: unknown) => {
        throw new CodedError('app.not_opened', {}, { cause });
      });
      return null;
    },
    'app.showLogs': async () => {
      await openLogs(profileDir);
      return null;
    },
    'app.diagnostics': async () => ({ text: await writeDiagnostics(data) }),
  };
}
