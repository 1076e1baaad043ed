import { Fragment, type ReactNode } from 'react';
import {
  formatLocaleOf,
  type LanguageChoice,
  languageChoices,
  loadLanguage,
  matchLanguage,
  parts,
} from '../../shared/language.ts';

const place = 'health-relay language';

/** The pseudo-languages of layout tests, by their CLDR tags (https://cldr.unicode.org, Pseudo-locales). Nobody can choose them. */
const pseudos = { 'en-XA': 'ltr', 'ar-XB': 'rtl' } as const;

function stored(): string | null {
  try {
    return window.localStorage.getItem(place);
  } catch {
    return null;
  }
}

/** The user's choice on this computer; inaccessible storage counts as no choice. */
export function readLanguage(): LanguageChoice {
  const kept = stored();
  return languageChoices.find((name) => name === kept) ?? 'system';
}

/**
 * Loads the page's language before the rest of the page, because tables of texts are created when their modules load. Errors: those of import(); the
 * page is then in English.
 */
export async function showLanguage(): Promise<void> {
  const choice = readLanguage();
  const kept = stored() ?? '';
  const pseudo = kept === 'en-XA' || kept === 'ar-XB' ? pseudos[kept] : null;
  // In Electron, Chromium tells the page the language that it speaks itself, without the user's region.
  const system = window.healthRelay?.system;
  const language = choice === 'system' ? matchLanguage(system?.languages ?? navigator.languages) : choice;
  const locale = system?.locale ?? new Intl.NumberFormat().resolvedOptions().locale;
  const root = document.documentElement;
  try {
    await loadLanguage(language, formatLocaleOf(language, choice !== 'system', locale), pseudo);
    root.lang = language;
  } finally {
    root.dir = pseudo === 'rtl' ? 'rtl' : 'ltr';
  }
}

/** Stores the choice and reloads the page in its language. */
export function chooseLanguage(choice: LanguageChoice): void {
  try {
    window.localStorage.setItem(place, choice);
  } catch {
    // The page stays in the browser's language.
  }
  window.location.reload();
}

type Values = Readonly<Record<string, ReactNode | ((inner: ReactNode[]) => ReactNode)>>;

/** A translated message with elements in it: `rich('Press <key>Enter</key>', { key: (inner) => <kbd>{inner}</kbd> })`. */
export function rich(message: string, values: Values, context?: string): ReactNode {
  return parts<ReactNode>(message, values as Parameters<typeof parts<ReactNode>>[1], context).map(
    (part, place) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the order of a message's parts never changes
      <Fragment key={place}>{part}</Fragment>
    ),
  );
}
