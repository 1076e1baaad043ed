import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { speakLanguage } from '../../../src/main/language.ts';
import { PreferencesFile } from '../../../src/main/preferences-file.ts';
import { formatLocale, languageNow, loadLanguage, t } from '../../../src/shared/language.ts';

vi.mock('../../../src/shared/languages/de.json', () => ({ default: { Quit: 'Beenden' } }));
vi.mock('../../../src/shared/languages/fr.json', () => ({ default: { Quit: 'Quitter' } }));
vi.mock('../../../src/shared/languages/ja.json', () => {
  throw new Error('the file is gone');
});

let dir = '';
let preferences: PreferencesFile;
beforeEach(async () => {
  await loadLanguage('en', 'en-US');
  dir = mkdtempSync(join(tmpdir(), 'health-relay-language-'));
  preferences = new PreferencesFile(join(dir, 'preferences.json'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const system = (languages: string[], locale: string) => ({
  getPreferredSystemLanguages: () => languages,
  getSystemLocale: () => locale,
});
const unexpected = (error: unknown) => {
  throw error;
};
const now = () => [languageNow(), formatLocale(), t('Quit')];

test('at first the shell speaks the first language of the system that it knows, and writes numbers as the system does', async () => {
  await speakLanguage(preferences, system(['nl-NL', 'de-AT', 'en'], 'nl-NL'), unexpected);
  expect(now()).toEqual(['de', 'nl-NL', 'Beenden']);
});

test('one that was chosen before is spoken from the start, in the region of the system', async () => {
  preferences.set({ language: 'fr' });
  await speakLanguage(preferences, system(['en-US'], 'en-US'), unexpected);
  expect(now()).toEqual(['fr', 'fr-US', 'Quitter']);
});

test('whoever draws texts once hears of a change after it, and of nothing else', async () => {
  const language = await speakLanguage(preferences, system(['en-US'], 'en-US'), unexpected);
  const drawn: string[] = [];
  language.onChange(() => drawn.push(t('Quit')));
  preferences.set({ theme: 'dark' });
  preferences.set({ language: 'system' });
  preferences.set({ language: 'de' });
  await vi.waitFor(() => expect(drawn).toEqual(['Beenden']));
  preferences.set({ language: 'de', closesToTray: true });
  preferences.set({ language: 'system' });
  await vi.waitFor(() => expect(drawn).toEqual(['Beenden', 'Quit']));
});

test('of several at once the last is spoken', async () => {
  const language = await speakLanguage(preferences, system(['en-US'], 'en-US'), unexpected);
  let draws = 0;
  language.onChange(() => {
    draws += 1;
  });
  for (const choice of ['de', 'en', 'fr'] as const) preferences.set({ language: choice });
  await vi.waitFor(() => expect(draws).toBe(3));
  expect(now()).toEqual(['fr', 'fr-US', 'Quitter']);
});

test('forgotten with the preferences, the language is the system’s again', async () => {
  preferences.set({ language: 'fr' });
  const language = await speakLanguage(preferences, system(['de-DE'], 'de-DE'), unexpected);
  const drawn = new Promise<void>((resolve) => language.onChange(resolve));
  preferences.forget();
  await drawn;
  expect(now()).toEqual(['de', 'de-DE', 'Beenden']);
});

test('a catalog that cannot be read is a line in the log; the language stays, and the next one is spoken', async () => {
  const faults: unknown[] = [];
  preferences.set({ language: 'ja' });
  const language = await speakLanguage(preferences, system(['en-US'], 'en-US'), (error) =>
    faults.push(error),
  );
  expect(faults).toHaveLength(1);
  expect(languageNow()).toBe('en');
  const drawn: string[] = [];
  language.onChange(() => drawn.push(t('Quit')));
  preferences.set({ language: 'de' });
  await vi.waitFor(() => expect(drawn).toEqual(['Beenden']));
  preferences.set({ language: 'ja' });
  await vi.waitFor(() => expect(faults).toHaveLength(2));
  expect(drawn).toEqual(['Beenden']);
  expect(languageNow()).toBe('de');
});
