import { basename, join } from 'node:path';
import { app, BrowserWindow, dialog, session } from 'electron';
import type { FileKind, ProfileCallsParts } from '../data/protocol/profiles.ts';
import { m, t } from '../shared/language.ts';
import type { AppContext } from './app-context.ts';
import { type MainWindow, mainWindowName } from './main-window.ts';
import { forgetScheme } from './scheme-handler.ts';

const kindNames: Readonly<Record<FileKind, string>> = {
  sqlite: m('Health Relay backup'),
  age: m('Encrypted Health Relay backup'),
  csv: m('Comma-separated values'),
  json: 'JSON',
};

/** Asks the user where to save a file, and has it written there. The page learns the file's name but not its location. */
export function saveFileIn(window: MainWindow): ProfileCallsParts['saveFile'] {
  return async ({ name, kind, write }) => {
    const options = {
      defaultPath: join(app.getPath('documents'), name),
      filters: [{ name: t(kindNames[kind]), extensions: [kind] }],
    };
    const parent = window.current();
    const answer = await (parent ? dialog.showSaveDialog(parent, options) : dialog.showSaveDialog(options));
    if (answer.canceled || answer.filePath === '') return { state: 'cancelled', name, bytes: 0, href: null };
    const { bytes } = await write(answer.filePath);
    return { state: 'saved', name: basename(answer.filePath), bytes, href: null };
  };
}

/**
 * Removes what the shell keeps: Chromium's data about the page (storage of every kind, cookies,
 * caches), the preferences, the list of recently opened files, the window's position as of the start,
 * the login item, and the entry that opens our links. A window that is still open gets a position
 * again when it closes: Electron stores it then.
 */
export async function clearShell({
  preferences,
  loginItem,
  scheme,
}: Pick<AppContext, 'preferences' | 'loginItem' | 'scheme'>): Promise<void> {
  await session.defaultSession.clearStorageData();
  await session.defaultSession.clearCache();
  if (loginItem.get() === true) loginItem.set(false);
  forgetScheme(scheme);
  preferences.forget();
  app.clearRecentDocuments();
  BrowserWindow.clearPersistedState(mainWindowName);
}
