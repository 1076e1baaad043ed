import type { App } from 'electron';
import { formatLocaleOf, loadLanguage, matchLanguage } from '../shared/language.ts';
import type { PreferencesFile } from './preferences-file.ts';

/** The language of menus, dialogs, notifications, and the tray. */
export interface ShellLanguage {
  /** Calls back after the language has changed, for whatever must be redrawn. */
  onChange(listener: () => void): void;
}

/** Loads the preferred language, and each one chosen later. If a catalog can't be read, the language stays as it was. */
export async function speakLanguage(
  preferences: PreferencesFile,
  app: Pick<App, 'getPreferredSystemLanguages' | 'getSystemLocale'>,
  onFault: (error: unknown) => void,
): Promise<ShellLanguage> {
  const listeners = new Set<() => void>();
  const speak = async () => {
    const choice = preferences.get().language;
    const language = choice === 'system' ? matchLanguage(app.getPreferredSystemLanguages()) : choice;
    await loadLanguage(language, formatLocaleOf(language, choice !== 'system', app.getSystemLocale()));
  };
  await speak().catch(onFault);
  let spoken = preferences.get().language;
  let turn = Promise.resolve();
  preferences.onChange(({ language }) => {
    if (language === spoken) return;
    spoken = language;
    turn = turn
      .then(speak)
      .then(() => {
        for (const listener of listeners) listener();
      })
      .catch(onFault);
  });
  return { onChange: (listener) => listeners.add(listener) };
}
