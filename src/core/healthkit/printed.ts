import { type DateStyle, type ExportDate, gregorian, parseExportDate } from './date.ts';

/** Longer texts are neither numbers nor dates. */
const longest = 64;

/** Direction marks, and the spaces that locales put into numbers and before AM and PM. */
const marks = /\p{Cf}/gu;
const spaces = /\p{Zs}+/gu;
const digits = /\p{Nd}/gu;
/** U+2212 is what ICU prints in Norwegian, Swedish, Finnish and others; the rest are look-alikes. */
const minuses = /[\u2212\u2012\u2013\ufe63\uff0d]/g;

/** A digit of any script as 0 to 9: the digits of a script are consecutive, from a code point that ends in 0 or 6. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  const row = code & ~0xf;
  const isRow = /\p{Nd}/u.test(String.fromCodePoint(row));
  return String(code - (isRow ? row : row + 6));
}

/**
 * A phone's text in any language with ASCII digits, minus, and spaces: no direction marks, one space per run. Texts of more than 64 characters stay
 * as they are.
 */
export function plainForm(text: string): string {
  if (text.length > longest || !/[^\x20-\x7e]/.test(text)) return text;
  return text
    .replace(marks, '')
    .replace(spaces, ' ')
    .replace(minuses, '-')
    .replace(digits, (digit) => (digit < '\x80' ? digit : asciiDigit(digit)))
    .trim();
}

/** The Health app's languages and a few others, for their words for AM and PM. */
const languages =
  'en ar bg bn ca cs da de el es et fa fi fr gu he hi hr hu id is it ja kk kn ko lt lv mk ml mr ms nb nl or pa pl pt pt-PT ro ru sk sl sr sv ta te th tr uk ur uz vi zh zh-Hant';

let periods: ReadonlyMap<string, 'am' | 'pm'> | null = null;

/** The half of the day that a word means: `PM`, `p. m.`, `午後`, `م`; undefined for unknown words. */
function periodOf(word: string): 'am' | 'pm' | undefined {
  periods ??= readPeriods();
  return periods.get(foldPeriod(word));
}

const foldPeriod = (word: string) => word.replace(/[\s.]/g, '').toLowerCase();

function readPeriods(): Map<string, 'am' | 'pm'> {
  const found = new Map<string, 'am' | 'pm'>();
  for (const language of languages.split(' ')) {
    const format = new Intl.DateTimeFormat(language, { hour: 'numeric', hour12: true, timeZone: 'UTC' });
    for (const [half, hour] of [
      ['am', 9],
      ['pm', 21],
    ] as const) {
      const parts = format.formatToParts(Date.UTC(2020, 0, 1, hour));
      const word = parts.find(({ type }) => type === 'dayPeriod')?.value;
      if (word !== undefined && !found.has(foldPeriod(word))) found.set(foldPeriod(plainForm(word)), half);
    }
  }
  return found;
}

const form =
  /^(\d{4}-\d\d-\d\d)[ T](?:([^\d:+\s-][^\d:+-]{0,19}))?(\d{1,2}):(\d\d):(\d\d)(?: ?([^\d:+\s-][^\d:+-]{0,19}))? ?([+-]\d\d):?(\d\d)$/;

/**
 * An instant as printed by a phone in any language: the form of `parseExportDate`, with digits of any script, on a 12-hour clock (`2023-03-04 8:34:05
 * PM +0100`), or with a colon in the offset. Null for anything else. `style`: that of the export, whose calendar is tried where the year is
 * no Gregorian one: no year means something in both.
 */
export function parsePrintedDate(text: string, style: DateStyle = gregorian): ExportDate | null {
  const date = readPrinted(text, gregorian);
  return date === null && style.calendar !== 'gregorian' ? readPrinted(text, style) : date;
}

function readPrinted(text: string, style: DateStyle): ExportDate | null {
  const plain = plainForm(text);
  const exact = parseExportDate(plain, style);
  if (exact !== null || plain.length > longest) return exact;
  const match = form.exec(plain);
  if (match === null) return null;
  const [, day, before, hour = '', minute, second, after, offsetHours, offsetMinutes] = match;
  const word = before ?? after;
  const half = word === undefined ? undefined : periodOf(word.trim());
  const printed = Number(hour);
  if (word !== undefined && (half === undefined || printed < 1 || printed > 12)) return null;
  const hours = half === undefined ? printed : (printed % 12) + (half === 'pm' ? 12 : 0);
  return parseExportDate(
    `${day} ${String(hours).padStart(2, '0')}:${minute}:${second} ${offsetHours}${offsetMinutes}`,
    style,
  );
}
