import { IntlMessageFormat } from 'intl-messageformat';

/** The languages of the product, as BCP 47 tags (RFC 5646). English is the source. */
export const languageTags = ['en', 'de', 'fr', 'es', 'ja', 'zh-Hans'] as const;
export type Language = (typeof languageTags)[number];
/** `system`: the first language of the system, or the browser, that the product speaks. */
export const languageChoices = ['system', ...languageTags] as const;
export type LanguageChoice = (typeof languageChoices)[number];

/** As their speakers call them. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ja: '日本語',
  'zh-Hans': '简体中文',
};

/** English message (with its context, `Open [verb]`) → message of the language, both in ICU MessageFormat. */
export type Catalog = Readonly<Record<string, string>>;

/** Values of a message's arguments. Numbers are written by the format locale. */
export type MessageValues = Readonly<Record<string, string | number>>;

const catalogs: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ readonly default: Catalog }>>> = {
  de: () => import('./languages/de.json', { with: { type: 'json' } }),
  fr: () => import('./languages/fr.json', { with: { type: 'json' } }),
  es: () => import('./languages/es.json', { with: { type: 'json' } }),
  ja: () => import('./languages/ja.json', { with: { type: 'json' } }),
  'zh-Hans': () => import('./languages/zh-hans.json', { with: { type: 'json' } }),
};

/** As loaded by `loadLanguage`. Until then, and in programs that never call it (the command line, the data program), English. */
let current: { readonly language: Language; readonly catalog: Catalog; readonly pseudo: Pseudo | null } = {
  language: 'en',
  catalog: {},
  pseudo: null,
};
let formats: string | undefined;
const made = new Map<string, IntlMessageFormat>();

/** A made-up language for tests of layouts: longer words, from left to right or from right to left. */
export type Pseudo = 'ltr' | 'rtl';

/** The first language of `asked` (BCP 47 tags, best first) that the product speaks; English when it speaks none. */
export function matchLanguage(asked: readonly string[]): Language {
  for (const tag of asked) {
    const { language, script } = maximized(tag);
    // Readers of Traditional Chinese are not given the other script: the next language of their list is better.
    if (language === 'zh' && script !== 'Hans') continue;
    const found = languageTags.find((known) => known.split('-')[0] === language);
    if (found !== undefined) return found;
  }
  return 'en';
}

/**
 * The locale of numbers and dates. The system's own where its language is shown, or where nobody chose another; otherwise the chosen language
 * as its region writes it (`en-DE`). A system may name none (POSIX's `C`): the language then. Always a tag that Intl takes.
 */
export function formatLocaleOf(language: Language, isChosen: boolean, given: string): string {
  // POSIX writes de_DE.UTF-8 (IEEE 1003.1, 8.2).
  const system = given.replace(/[.@].*$/, '').replaceAll('_', '-');
  const own = maximized(system);
  if (!/^[a-z]{2,3}$/.test(own.language)) return language;
  const shown = maximized(language);
  if (!isChosen || own.language === shown.language) return system;
  return own.region === undefined ? language : `${language}-${own.region}`;
}

function maximized(tag: string): {
  language: string;
  script: string | undefined;
  region: string | undefined;
} {
  try {
    const { language, script, region } = new Intl.Locale(tag).maximize();
    return { language, script, region };
  } catch {
    return { language: '', script: undefined, region: undefined };
  }
}

/**
 * Loads a language's catalog; from then on `t` speaks it, and `formatLocale` is `locale`. Call before loading modules that keep texts.
 * Errors: those of import(), where the file is gone; the language before stays.
 */
export async function loadLanguage(
  language: Language,
  locale: string,
  pseudo: Pseudo | null = null,
): Promise<void> {
  const catalog = language === 'en' ? {} : (await catalogs[language]()).default;
  current = { language, catalog, pseudo };
  formats = locale;
  made.clear();
}

/**
 * What `make` returns in a language, whatever the program speaks otherwise: for a page that goes to somebody's browser. `make` runs at once
 * and as a whole. A catalog that can't be read leaves it English.
 */
export async function inLanguage<T>(language: Language, make: () => T): Promise<T> {
  const catalog =
    language === 'en'
      ? {}
      : await catalogs[language]().then(
          (file) => file.default,
          () => null,
        );
  const before = current;
  current =
    catalog === null ? { language: 'en', catalog: {}, pseudo: null } : { language, catalog, pseudo: null };
  try {
    return make();
  } finally {
    current = before;
  }
}

/** The languages of an Accept-Language header (RFC 9110 §12.5.4), in their order, which browsers give by preference. */
export const acceptedLanguages = (header: string | undefined): string[] =>
  (header ?? '')
    .slice(0, 1000)
    .split(',')
    .map((one) => one.split(';')[0]?.trim() ?? '');

export const languageNow = (): Language => current.language;

/** For Intl's constructors: numbers and dates as the person writes them. Undefined: as the program's own environment does. */
export const formatLocale = (): string | undefined => formats;

/** Marks a message in a table, which `t` translates where it is shown. */
export const m = (message: string): string => message;

/**
 * The message in the language of the person. The English text is the key, in ICU MessageFormat:
 * `t('{count, plural, one {# record} other {# records}} kept', { count })`. Texts that are the same in English but not elsewhere
 * are told apart by a context: `t('Open', {}, 'verb')`. A message that the catalog doesn't have stays English.
 */
export function t(message: string, values?: MessageValues, context?: string): string {
  const found = translated(message, context);
  if (!/[{}]/.test(found)) return found;
  return String(formatOf(found, true).format(values));
}

/** A message with elements: `rich('Read <b>this</b>', { b: (parts) => … })`; the page makes nodes of its parts (renderer/components/language.tsx). */
export function parts<Part>(
  message: string,
  values: Readonly<Record<string, Part | string | number | ((inner: Part[]) => Part)>>,
  context?: string,
): (Part | string)[] {
  const done = formatOf(translated(message, context), false).format<Part>(
    values as Parameters<typeof IntlMessageFormat.prototype.format<Part>>[0],
  );
  return (Array.isArray(done) ? done : [done]) as (Part | string)[];
}

/** Sentences in a row, with what the language puts between two (nothing in Japanese). Empty ones and `false` are left out. */
export function sentences(...said: readonly (string | false)[]): string {
  const [first = '', ...others] = said.filter((one): one is string => one !== false && one !== '');
  return others.reduce((before, next) => t('{before} {next}', { before, next }, 'sentences'), first);
}

function translated(message: string, context: string | undefined): string {
  const key = context === undefined ? message : `${message} [${context}]`;
  // Its own entries only: what is looked up may be text of a file (`constructor`).
  const own = Object.hasOwn(current.catalog, key) ? current.catalog[key] : undefined;
  const found = own ?? message;
  return current.pseudo === null ? found : pseudoOf(found, current.pseudo);
}

function formatOf(message: string, ignoreTag: boolean): IntlMessageFormat {
  const key = `${current.language} ${ignoreTag ? '' : '<>'}${message}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const format = new IntlMessageFormat(message, current.language, undefined, {
    ignoreTag,
    formatters: {
      // Plural forms are the language's; numbers are the region's.
      getNumberFormat: (_, options) => new Intl.NumberFormat(formats, options),
      getDateTimeFormat: (_, options) => new Intl.DateTimeFormat(formats, options),
      getPluralRules: (locales, options) => new Intl.PluralRules(locales, options),
    },
  });
  made.set(key, format);
  return format;
}

const accents: Readonly<Record<string, string>> = {
  a: 'á',
  c: 'ç',
  e: 'é',
  i: 'í',
  n: 'ñ',
  o: 'ö',
  s: 'š',
  u: 'ü',
  y: 'ý',
  z: 'ž',
  A: 'Å',
  E: 'É',
  I: 'Î',
  O: 'Ø',
  S: 'Š',
  U: 'Ü',
};

/** Text outside of braces and tags with accents, and a third longer; from right to left by Unicode's override (UAX #9). */
function pseudoOf(message: string, pseudo: Pseudo): string {
  let depth = 0;
  let isTag = false;
  let length = 0;
  let text = '';
  for (const letter of message) {
    if (letter === '{') depth++;
    if (letter === '<') isTag = true;
    const isText = depth % 2 === 0 && !isTag;
    if (isText) length++;
    text += isText ? (accents[letter] ?? letter) : letter;
    if (letter === '}') depth--;
    if (letter === '>') isTag = false;
  }
  const longer = length < 2 ? text : `${text}${' ~~~~'.repeat(Math.ceil(length / 15))}`;
  return pseudo === 'rtl' ? `\u202E${longer}\u202C` : longer;
}
