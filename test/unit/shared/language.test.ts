import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  formatLocale,
  formatLocaleOf,
  inLanguage,
  type Language,
  languageNow,
  languageTags,
  loadLanguage,
  matchLanguage,
  parts,
  t,
} from '../../../src/shared/language.ts';

vi.mock('../../../src/shared/languages/fr.json', () => ({
  default: {
    Import: 'Importer',
    'Import [noun]': 'Importation',
    'Hello, {name}': 'Bonjour {name}',
    'Read <b>this</b> now': 'Lisez <b>ceci</b> maintenant',
    '{count, plural, one {# record} other {# records}} kept':
      '{count, plural, one {# enregistrement conservé} other {# enregistrements conservés}}',
  },
}));
vi.mock('../../../src/shared/languages/ja.json', () => ({
  default: {
    '{count, plural, one {# record} other {# records}} kept':
      '{count, plural, other {#件の記録を保存しました}}',
  },
}));
vi.mock('../../../src/shared/languages/de.json', () => {
  throw new Error('the file is gone');
});

const kept = '{count, plural, one {# record} other {# records}} kept';
const english = () => loadLanguage('en', 'en-US');
beforeEach(english);
afterEach(english);

describe('the language that is asked for', () => {
  test.each<[readonly string[], Language]>([
    [[], 'en'],
    [['en-GB'], 'en'],
    [['de-AT', 'en'], 'de'],
    [['fr-CA'], 'fr'],
    [['es-419'], 'es'],
    [['ja'], 'ja'],
    [['pt-BR', 'es-ES', 'en'], 'es'],
    [['pt-BR', 'nl'], 'en'],
    [['zh-CN'], 'zh-Hans'],
    [['zh'], 'zh-Hans'],
    [['zh-Hans-HK'], 'zh-Hans'],
    // Another script, although the same language.
    [['zh-Hant'], 'en'],
    [['zh-TW', 'ja-JP'], 'ja'],
    [['zh-HK', 'zh-CN'], 'zh-Hans'],
    [['no tag', '', 'de'], 'de'],
  ])('%j: %s', (asked, language) => {
    expect(matchLanguage(asked)).toBe(language);
  });

  test('each language is found by its own tag', () => {
    expect(languageTags.map((tag) => matchLanguage([tag]))).toEqual(languageTags);
  });
});

test.each<[Language, boolean, string, string]>([
  // Nobody chose: as the system writes, in whatever language.
  ['de', false, 'de-AT', 'de-AT'],
  ['en', false, 'nl-NL', 'nl-NL'],
  // Chosen, and the system's own: its region and its settings.
  ['de', true, 'de-CH', 'de-CH'],
  ['en', true, 'en-GB-u-hc-h12', 'en-GB-u-hc-h12'],
  // Chosen, and another: as its region writes the chosen one.
  ['en', true, 'de-DE', 'en-DE'],
  ['fr', true, 'ja', 'fr-JP'],
  ['zh-Hans', true, 'en-US', 'zh-Hans-US'],
  ['es', true, 'no tag', 'es'],
])('%s, chosen %s, on a system of %s writes numbers as %s', (language, isChosen, system, locale) => {
  expect(formatLocaleOf(language, isChosen, system)).toBe(locale);
});

describe('a message', () => {
  test('in English is its key', () => {
    expect(t('Import')).toBe('Import');
    expect(t('Import', {}, 'noun')).toBe('Import');
    expect(t('Hello, {name}', { name: 'Ada <a@b>' })).toBe('Hello, Ada <a@b>');
    expect([0, 1, 1234].map((count) => t(kept, { count }))).toEqual([
      '0 records kept',
      '1 record kept',
      '1,234 records kept',
    ]);
  });

  test('has the plural forms of its language, and the numbers of the locale', async () => {
    await loadLanguage('fr', 'de-DE');
    expect([languageNow(), formatLocale()]).toEqual(['fr', 'de-DE']);
    expect([0, 1, 2, 1234].map((count) => t(kept, { count }))).toEqual([
      '0 enregistrement conservé',
      '1 enregistrement conservé',
      '2 enregistrements conservés',
      '1.234 enregistrements conservés',
    ]);
    await loadLanguage('ja', 'ja-JP');
    expect(t(kept, { count: 1 })).toBe('1件の記録を保存しました');
  });

  test('the locale changes alone too', async () => {
    await loadLanguage('fr', 'de-DE');
    expect(t(kept, { count: 1234 })).toContain('1.234');
    await loadLanguage('fr', 'en-US');
    expect(t(kept, { count: 1234 })).toContain('1,234');
  });

  test('of the same English is told apart by its context', async () => {
    await loadLanguage('fr', 'fr-FR');
    expect([t('Import'), t('Import', {}, 'noun')]).toEqual(['Importer', 'Importation']);
    // A context that the catalog doesn't have is not the message without one.
    expect(t('Import', {}, 'place')).toBe('Import');
  });

  test('that the catalog lacks stays English', async () => {
    await loadLanguage('fr', 'fr-FR');
    expect(t('Not there')).toBe('Not there');
    expect(t('Not there, {name}', { name: 'Ada' })).toBe('Not there, Ada');
    expect(t('constructor')).toBe('constructor');
  });

  test('with elements keeps their order in the language', async () => {
    const read = () => parts<object>('Read <b>this</b> now', { b: (inner) => ({ inner }) });
    expect(read()).toEqual(['Read ', { inner: ['this'] }, ' now']);
    await loadLanguage('fr', 'fr-FR');
    expect(read()).toEqual(['Lisez ', { inner: ['ceci'] }, ' maintenant']);
  });
});

test('a catalog that cannot be read leaves the language as it was', async () => {
  await loadLanguage('fr', 'fr-FR');
  await expect(loadLanguage('de', 'de-DE')).rejects.toThrow();
  expect([languageNow(), formatLocale(), t('Import')]).toEqual(['fr', 'fr-FR', 'Importer']);
});

describe.each(['ltr', 'rtl'] as const)('the made-up language %s', (direction) => {
  const withoutDirection = (text: string) => text.replaceAll(/[\u202C\u202E]/g, '');
  beforeEach(() => loadLanguage('en', 'en-US', direction));

  test('is longer, other letters, and in its direction', () => {
    const said = t('Saved on this computer');
    expect(said.length).toBeGreaterThan('Saved on this computer'.length * 1.3);
    expect(said).not.toContain('Saved');
    expect(withoutDirection(said)).toMatch(/^Šávéd öñ/);
    expect(said.startsWith('\u202E') && said.endsWith('\u202C')).toBe(direction === 'rtl');
  });

  test('keeps arguments, plural forms and elements', () => {
    expect(t('Hello, {name}', { name: 'Ada' })).toContain('Ada');
    expect(t(kept, { count: 1 })).toMatch(/1 réçörd képt/);
    expect(t(kept, { count: 1234 })).toMatch(/1,234 réçördš képt/);
    const nested = '{count, plural, one {# item for {target}} other {# items for {target}}}';
    expect(t(nested, { count: 2, target: 'Trendy' })).toMatch(/2 ítémš för Trendy/);
    const said = parts<object>('Read <b>this</b>, {name}', { b: (inner) => ({ inner }), name: 'Ada' });
    expect(said).toContainEqual({ inner: ['thíš'] });
    expect(said.filter((part) => typeof part === 'string').join('')).toContain('Ada');
  });
});

test('what is made in a language leaves the program in its own', async () => {
  await loadLanguage('es', 'es-ES');
  expect(await inLanguage('fr', () => t('Import'))).toBe('Importer');
  expect(await inLanguage('en', () => t('Import'))).toBe('Import');
  // The catalog can't be read.
  expect(await inLanguage('de', () => t('Import'))).toBe('Import');
  const failing = inLanguage('zh-Hans', () => {
    throw new Error('no words');
  });
  await expect(failing).rejects.toThrow('no words');
  expect(t('Import')).toBe('Importar');
});

test.each([
  ['C', 'en'],
  ['', 'en'],
  ['POSIX', 'en'],
  ['de_DE.UTF-8', 'de-DE'],
  ['de_DE@euro', 'de-DE'],
  ['not a locale', 'en'],
])('of the system’s locale %j numbers are written as %s', async (system, locale) => {
  const found = formatLocaleOf('en', false, system);
  expect(found).toBe(locale);
  await loadLanguage('en', found);
  expect(t('{count, plural, one {# record} other {# records}} kept', { count: 2 })).toBe('2 records kept');
});
