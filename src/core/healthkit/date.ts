import { type Calendar, calendarOfExport, gregorianYear } from './calendar.ts';

/** An instant as the export prints it: seconds since 1970 UTC, and the printed offset. */
export interface ExportDate {
  readonly at: number;
  readonly offsetMinutes: number;
}

/** The format of one file's dates. */
export interface DateStyle {
  readonly calendar: Calendar;
  /** The Gregorian day of ExportDate as YYYYMMDD; null while ExportDate itself is read. */
  readonly exportDay: number | null;
}

export const gregorian: DateStyle = { calendar: 'gregorian', exportDay: null };

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly offsetSeconds: number;
}

/** Longer texts aren't dates. */
const longest = 64;
const usual = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d) ([+-]\d{4})$/;
/** The form of 2014, without separators. */
const compact = /^(\d{4})(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d) ?(Z|[+-]\d{4})$/;
/** ISO 8601, 12-hour clocks with the marker before or after the time, fractions, and offsets with colons or seconds. */
const other =
  /^(\d{1,4})-(\d{1,2})-(\d{1,2})[T ]([^\d:+-]{0,24})(\d{1,2}):(\d\d):(\d\d)(?:[.,]\d{1,9})?([^\d:+-]{0,24})([+-]\d\d:?\d\d(?::?\d\d)?)?$/;

/**
 * Reads a date as exports print it: `YYYY-MM-DD HH:MM:SS ±HHMM` (healthkit/README §1.6), and forms from phones with 12-hour clocks, other digits, or
 * other software: see the README. Whole seconds, rounded down. Null for anything else: impossible days, implausible years, and a time without an
 * offset, which isn't an instant.
 */
export function parseExportDate(text: string, style: DateStyle = gregorian): ExportDate | null {
  const parts = partsOf(text);
  return parts === null ? null : instantOf(parts, style);
}

/** The date of the export and the format of the other dates in its file; `style` is null for an unsupported calendar. */
export function readExportDate(
  text: string,
): { date: ExportDate; style: DateStyle } | 'unknown_calendar' | null {
  const parts = partsOf(text);
  if (parts === null) return null;
  const calendar = calendarOfExport(parts.year);
  if (calendar === null) return 'unknown_calendar';
  const date = instantOf(parts, { calendar, exportDay: null });
  if (date === null) return null;
  const year = gregorianYear(calendar, parts.year, parts.month, parts.day, null);
  return { date, style: { calendar, exportDay: year * 10_000 + parts.month * 100 + parts.day } };
}

/** `YYYY-MM-DD HH:MM:SS ±HHMM` of the Gregorian calendar. */
export function printedDate({ at, offsetMinutes }: ExportDate): string {
  const clock = new Date((at + offsetMinutes * 60) * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const size = Math.abs(offsetMinutes);
  const zone = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0')).join('');
  return `${clock} ${offsetMinutes < 0 ? '-' : '+'}${zone}`;
}

/** A day without a clock, as ActivitySummary prints it, in the Gregorian calendar; null for anything else. */
export function gregorianDay(text: string, { calendar, exportDay }: DateStyle): string | null {
  const match = /^(\d{1,4})-(\d{1,2})-(\d{1,2})$/.exec(asciiDigits(text));
  if (!match) return null;
  const [month, day] = [Number(match[2]), Number(match[3])];
  const year = gregorianYear(calendar, Number(match[1]), month, day, exportDay);
  return midnightOf(year, month, day) === null ? null : dayText(year, month, day);
}

const dayText = (year: number, month: number, day: number) =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

function partsOf(text: string): Parts | null {
  if (text.length > longest) return null;
  const match = usual.exec(text);
  if (match) return partsFrom(match.slice(1, 7), secondsOfOffset(match[7] ?? ''));
  const plain = asciiDigits(text).trim();
  const short = compact.exec(plain);
  if (short) return partsFrom(short.slice(1, 7), secondsOfOffset(short[7] ?? ''));
  const long = other.exec(plain);
  if (!long) return null;
  const [
    ,
    year = '',
    month = '',
    day = '',
    before = '',
    hour = '',
    minute = '',
    second = '',
    behind = '',
    offset,
  ] = long;
  const zone = /^(.*?)(Z|UTC|GMT)?$/.exec(behind.trim());
  const marker = `${before}${zone?.[1] ?? ''}`.trim();
  const twelve = marker === '' ? Number(hour) : hourOf(Number(hour), marker);
  if (twelve === null) return null;
  const offsetSeconds = offset === undefined && zone?.[2] ? 0 : secondsOfOffset(offset ?? '');
  return partsFrom([year, month, day, String(twelve), minute, second], offsetSeconds);
}

function partsFrom(figures: readonly string[], offsetSeconds: number | null): Parts | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = figures.map(Number);
  if (offsetSeconds === null || hour > 23 || minute > 59 || second > 60) return null;
  return { year, month, day, hour, minute, second, offsetSeconds };
}

/** `+0545`, `+05:45`, `+005328`, `Z`; null for anything else. */
function secondsOfOffset(text: string): number | null {
  if (text === 'Z') return 0;
  const match = /^([+-])(\d\d):?(\d\d)(?::?(\d\d))?$/.exec(text);
  if (!match || Number(match[3]) > 59 || Number(match[4] ?? 0) > 59) return null;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
  return match[1] === '-' ? -seconds : seconds;
}

function instantOf(parts: Parts, { calendar, exportDay }: DateStyle): ExportDate | null {
  const { month, day, hour, minute, second, offsetSeconds } = parts;
  const year = gregorianYear(calendar, parts.year, month, day, exportDay);
  const midnight = midnightOf(year, month, day);
  if (midnight === null) return null;
  return {
    at: midnight + hour * 3600 + minute * 60 + second - offsetSeconds,
    offsetMinutes: Math.trunc(offsetSeconds / 60),
  };
}

/** UTC seconds of midnight, or null for an impossible day. */
function midnightOf(year: number, month: number, day: number): number | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isReal =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.getTime() / 1000 : null;
}

/** Hour of the day from a 12-hour clock; null for an unknown marker. */
function hourOf(hour: number, marker: string): number | null {
  const isAfternoon = dayHalves().get(marker) ?? dayHalves().get(markerKey(marker));
  if (isAfternoon === undefined || hour < 1 || hour > 12) return null;
  return (hour % 12) + (isAfternoon ? 12 : 0);
}

/** Treats `a. m.`, `AM`, and `am` as one. */
const markerKey = (marker: string) => marker.normalize('NFKC').toLowerCase().replace(/[\s.]/g, '');

/** The iPhone's languages whose words for AM and PM differ from English (CLDR, as in Apple's formatters). */
const languages =
  'am ar az be bg bn bs ca cs cy da de el en en-AU en-CA es es-MX et eu fa fi fil fr fr-CA gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl pa pl pt ps ro ru si sk sl sq sr sv sw ta te th tr uk ur uz vi zh zh-Hant zu'.split(
    ' ',
  );
let halves: ReadonlyMap<string, boolean> | null = null;

/** Words for AM and PM; true means PM. Built for the first date that needs it. */
function dayHalves(): ReadonlyMap<string, boolean> {
  if (halves !== null) return halves;
  const found = new Map<string, boolean>([
    ['AM', false],
    ['PM', true],
    ['am', false],
    ['pm', true],
  ]);
  for (const language of languages) {
    const format = new Intl.DateTimeFormat(language, { hour: 'numeric', hour12: true, timeZone: 'UTC' });
    for (const hour of [0, 6, 9, 12, 15, 18, 21]) {
      const parts = format.formatToParts(hour * 3_600_000);
      const word = markerKey(parts.find(({ type }) => type === 'dayPeriod')?.value ?? '');
      if (word !== '' && !found.has(word)) found.set(word, hour >= 12);
    }
  }
  halves = found;
  return found;
}

/** The zero of each script's digits (Unicode, Nd), for the iPhone's languages. */
const zeros = [
  0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0de6,
  0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x17e0, 0x1810, 0xff10,
];

/**
 * Digits of every script as 0 to 9, a minus sign as a hyphen, an Arabic decimal separator as a comma, each kind of space as a space, and no direction
 * marks: undoes a formatter's localization of figures.
 */
export function asciiDigits(text: string): string {
  return ascii.test(text) ? text : text.replace(notAscii, asAscii);
}

const ascii = /^[ -~]*$/;
const notAscii = /[^ -~]/gu;
const signs: ReadonlyMap<string, string> = new Map([
  ...'\u2212\u2010\u2011\ufe63\uff0d'.split('').map((sign) => [sign, '-'] as const),
  ...'\u066b\uff0c'.split('').map((sign) => [sign, ','] as const),
  ['\uff0b', '+'],
  ['\uff1a', ':'],
]);

function asAscii(character: string): string {
  const sign = signs.get(character);
  if (sign !== undefined) return sign;
  if (/\s/.test(character)) return ' ';
  if (/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/.test(character)) return '';
  const code = character.codePointAt(0) ?? 0;
  const zero = zeros.find((first) => code >= first && code < first + 10);
  return zero === undefined ? character : String(code - zero);
}
