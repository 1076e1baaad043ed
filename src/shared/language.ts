import { IntlMessageFormat } from 'intl-messageformat';

/** The languages of the product, as BCP 47 tags (RFC 5646). English is the source. */
export const languageTags = ['en', 'de', 'fr', 'es', 'ja', 'zh-Hans'] as const;
export type Language = (typeof languageTags)[number];
/** `system`: the first language of the system, or the browser, that the product speaks. */
export const languageChoices = ['system', ...languageTags] as const;
export type LanguageChoice = (typeof languageChoices)[number];

/** Names in the languages themselves. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ja: '日本語',
  'zh-Hans': '简体中文',
};

/** English message (with its context, `Open [verb]`) → message in the language, both in ICU MessageFormat. */
export type Catalog = Readonly<Record<string, string>>;

/** Values of a message's arguments. Numbers are formatted in the format locale. */
export type MessageValues = Readonly<Record<string, string | number>>;

const catalogs: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ readonly default: Catalog }>>> = {
  de: () => import('./languages/de.json', { with: { type: 'json' } }),
  fr: () => import('./languages/fr.json', { with: { type: 'json' } }),
  es: () => import('./languages/es.json', { with: { type: 'json' } }),
  ja: () => import('./languages/ja.json', { with: { type: 'json' } }),
  'zh-Hans': () => import('./languages/zh-hans.json', { with: { type: 'json' } }),
};

/** Loaded by `loadLanguage`. Until then, and in programs that never call it (the command line, the data program), English. */
let current: { readonly language: Language; readonly catalog: Catalog; readonly pseudo: Pseudo | null } = {
  language: 'en',
  catalog: {},
  pseudo: null,
};
let formats: string | undefined;
const made = new Map<string, IntlMessageFormat>();

/** A pseudolanguage for layout tests: longer words, left to right or right to left. */
export type Pseudo = 'ltr' | 'rtl';

/** The first language of `asked` (BCP 47 tags, best first) that the product speaks; English when it speaks none. */
export function matchLanguage(asked: readonly string[]): Language {
  for (const tag of asked) {
    const { language, script } = maximized(tag);
    // Readers of Traditional Chinese don't get the other script: the next language on their list is better.
    if (language === 'zh' && script !== 'Hans') continue;
    const found = languageTags.find((known) => known.split('-')[0] === language);
    if (found !== undefined) return found;
  }
  return 'en';
}

/**
 * The locale of numbers and dates. It's the system's own if its language is shown, or if nobody chose another; otherwise the chosen
 * language in its regional form (`en-DE`). If the system names none (POSIX's `C`), it's the language. Always a tag that Intl accepts.
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
 * Loads a language's catalog; from then on `t` uses it, and `formatLocale` is `locale`. Call this before
 * loading modules that keep texts. Errors: those of import(), if the file is gone; the previous language stays.
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
 * The result of `make` in a language, whatever language the program uses otherwise: for a page that goes to
 * someone's browser. `make` runs synchronously and as a whole. If a catalog can't be read, the result is English.
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

/** The languages in an Accept-Language header (RFC 9110 §12.5.4), in their order, which browsers sort by preference. */
export const acceptedLanguages = (header: string | undefined): string[] =>
  (header ?? '')
    .slice(0, 1000)
    .split(',')
    .map((one) => one.split(';')[0]?.trim() ?? '');

export const languageNow = (): Language => current.language;

/** For Intl's constructors: numbers and dates in the user's format. Undefined: the default of the program's environment. */
export const formatLocale = (): string | undefined => formats;

/** Marks a message in a table; `t` translates it where it's shown. */
export const m = (message: string): string => message;

/**
 * The message in the user's language. The English text is the key, in ICU MessageFormat: `t('{count,
 * plural, one {# record} other {# records}} kept', { count })`. A context distinguishes texts that are the
 * same only in English: `t('Open', {}, 'verb')`. A message that the catalog doesn't have stays in English.
 */
export function t(message: string, values?: MessageValues, context?: string): string {
  const found = translated(message, context);
  if (!/[{}]/.test(found)) return found;
  return String(formatOf(found, true).format(values));
}

/** A message with elements: `rich('Read <b>this</b>', { b: (parts) => … })`; the page turns its parts into nodes (renderer/components/language.tsx). */
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

/** Joins sentences with the language's separator (nothing in Japanese). Empty ones and `false` are omitted. */
export function sentences(...said: readonly (string | false)[]): string {
  const [first = '', ...others] = said.filter((one): one is string => one !== false && one !== '');
  return others.reduce((before, next) => t('{before} {next}', { before, next }, 'sentences'), first);
}

function translated(message: string, context: string | undefined): string {
  const key = context === undefined ? message : `${message} [${context}]`;
  // Own entries only: the key may be text from a file (`constructor`).
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
      // Plural forms follow the language; numbers follow the region.
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

/** Adds accents to text outside braces and tags, and makes it a third longer; right to left through Unicode's override (UAX #9). */
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
