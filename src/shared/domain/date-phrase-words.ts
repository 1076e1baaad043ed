// Dates in languages other than English, translated into the words that dayRangeOf reads. The phrases are CLDR's, through Intl.
import { plainText } from '../lookup.ts';

export const units = ['day', 'week', 'month', 'year'] as const;
export type Unit = (typeof units)[number];

interface Phrases {
  /** `letzte woche` → `last week` */
  readonly exact: ReadonlyMap<string, string>;
  /** `vor (5) tagen` → `5 days ago`: with the text before and after the number. */
  readonly counted: readonly (readonly [RegExp, Unit])[];
}

const phrasesByLocale = new Map<string, Phrases>();

function phrasesOf(locale: string): Phrases {
  const known = phrasesByLocale.get(locale);
  if (known) return known;
  const named = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const numbered = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  const exact = new Map<string, string>();
  const counted: (readonly [RegExp, Unit])[] = [];
  for (const unit of units) {
    const [now, last] = unit === 'day' ? ['today', 'yesterday'] : [`this ${unit}`, `last ${unit}`];
    exact.set(plainText(named.format(0, unit)), now);
    exact.set(plainText(named.format(-1, unit)), last);
    // Singular and plural.
    for (const count of [1, 5]) {
      const text = plainText(numbered.format(-count, unit)).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      if (text.includes(String(count)))
        counted.push([new RegExp(`^${text.replace(String(count), '(\\d{1,4})')}$`), unit]);
    }
  }
  exact.set(plainText(named.format(-2, 'day')), 'day before yesterday');
  const phrases = { exact, counted };
  phrasesByLocale.set(locale, phrases);
  return phrases;
}

/** Words next to a date in the product's languages (src/shared/language.ts) that add nothing to it: `im Mai`, `5 de marzo`. */
const beside = new Set('in on during of at the im am vom von den en le la du de au del el'.split(' '));

/** `2024年3月5日`, or parts of it. */
const eastAsian = /^(?:(\d{4})年)?(?:(\d{1,2})月)?(?:(\d{1,2})日)?$/;
const monthNames =
  'january february march april may june july august september october november december'.split(' ');

/** `vor 3 tagen` → `3 days ago`, `2024年3月` → `2024-03`, `im marz` → `marz`; other texts are unchanged. `plain`: from plainText. */
export function dateInEnglish(plain: string, locale: string | undefined): string {
  const words = plain.split(' ');
  while (words.length > 1 && beside.has(words[0] ?? '')) words.shift();
  const { exact, counted } = phrasesOf(locale ?? 'en');
  for (const text of [plain, words.join(' ')]) {
    const english = exact.get(text);
    if (english !== undefined) return english;
    for (const [pattern, unit] of counted) {
      const count = pattern.exec(text)?.[1];
      if (count !== undefined) return `${count} ${unit}s ago`;
    }
  }
  const [, year, month, day] = eastAsian.exec(words.join('')) ?? [];
  if (year !== undefined) {
    if (month === undefined) return day === undefined ? year : plain;
    return [year, month.padStart(2, '0'), ...(day === undefined ? [] : [day.padStart(2, '0')])].join('-');
  }
  const name = monthNames[Number(month) - 1];
  if (name !== undefined) return day === undefined ? name : `${name} ${day}`;
  return words.join(' ');
}

/** Adds spaces around dates where a language writes none: `5月のランニング` → `5月 ランニング`. `plain`: from plainText. */
export function spacedDates(plain: string, locale: string | undefined): string {
  if (!/^(?:ja|zh)\b/.test(locale ?? '')) return plain;
  const relative = [...phrasesOf(locale ?? 'en').exact.keys()];
  const dates = new RegExp(`(?:\\d{4}年)?\\d{1,2}月(?:\\d{1,2}日)?|\\d{4}年|${relative.join('|')}`, 'g');
  return plain
    .replace(dates, ' $& ')
    .replace(/ [の的]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
