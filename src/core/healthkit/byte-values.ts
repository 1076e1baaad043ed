import { gregorianYear } from './calendar.ts';
import { asciiDigits, type DateStyle, type ExportDate, gregorian, parseExportDate } from './date.ts';

const digitZero = 48;

function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - digitZero;
  const ones = (bytes[at + 1] as number) - digitZero;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/** The valid range of a route point's time, UTC seconds. */
export const routeTimes = { first: 0, end: Date.UTC(2200) / 1000 } as const;

/** UTC seconds of `YYYY-MM-DDTHH:MM:SSZ`, the form of every time in a route, read from bytes; NaN for anything else. */
export function readUtcTime(bytes: Uint8Array, from: number, to: number, midnight: MidnightMemo): number {
  if (to - from !== 20 || bytes[from + 10] !== 0x54 || bytes[from + 19] !== 0x5a) return Number.NaN;
  const hour = twoDigits(bytes, from + 11);
  const minute = twoDigits(bytes, from + 14);
  const second = twoDigits(bytes, from + 17);
  const isTime = bytes[from + 13] === 0x3a && bytes[from + 16] === 0x3a && (hour | minute | second) >= 0;
  if (!isTime || hour > 23 || minute > 59 || second > 60) return Number.NaN;
  const at = midnight.read(bytes, from) + hour * 3600 + minute * 60 + second;
  return at >= routeTimes.first && at < routeTimes.end ? at : Number.NaN;
}

/** Reads `YYYY-MM-DD` from bytes as UTC seconds of its midnight; NaN for an impossible day. Days repeat, so they are cached. */
export class MidnightMemo {
  readonly #yearOf: (year: number, month: number, day: number) => number;
  readonly #days = new Map<number, number>();
  #lastDay = -1;
  #last = Number.NaN;

  /** `yearOf`: the Gregorian year of a printed day; NaN if no sample can have it. */
  constructor(yearOf: (year: number, month: number, day: number) => number = (year) => year) {
    this.#yearOf = yearOf;
  }

  read(bytes: Uint8Array, from: number): number {
    const century = twoDigits(bytes, from);
    const year = twoDigits(bytes, from + 2);
    const month = twoDigits(bytes, from + 5);
    const day = twoDigits(bytes, from + 8);
    if ((century | year | month | day) < 0 || bytes[from + 4] !== 0x2d || bytes[from + 7] !== 0x2d)
      return Number.NaN;
    const key = (century * 100 + year) * 512 + month * 32 + day;
    if (key !== this.#lastDay) {
      this.#last = this.#midnight(key, century * 100 + year, month, day);
      this.#lastDay = key;
    }
    return this.#last;
  }

  #midnight(key: number, printed: number, month: number, day: number): number {
    const known = this.#days.get(key);
    if (known !== undefined) return known;
    const year = this.#yearOf(printed, month, day);
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    const isReal =
      date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    const start = isReal ? date.getTime() / 1000 : Number.NaN;
    if (this.#days.size > 50_000) this.#days.clear();
    this.#days.set(key, start);
    return start;
  }
}

/** Reads dates of records: `YYYY-MM-DD HH:MM:SS ±HHMM` from bytes, without making a string, and rare forms from text (`parseExportDate`). */
export class DateReader {
  #style = gregorian;
  #midnight = midnights(gregorian);

  /** Applies to later reads. */
  set style(style: DateStyle) {
    this.#style = style;
    this.#midnight = midnights(style);
    this.#lastText = '';
    this.#lastDate = null;
  }

  get style(): DateStyle {
    return this.#style;
  }

  /** UTC seconds of any form, or NaN. */
  readText(text: string): number {
    // Most samples begin, end, and are written within one second.
    if (text !== this.#lastText) {
      this.#lastText = text;
      this.#lastDate = parseExportDate(text, this.#style);
    }
    const date = this.#lastDate;
    if (date === null) return Number.NaN;
    this.#countOffset(date.offsetMinutes);
    return date.at;
  }

  #lastText = '';
  #lastDate: ExportDate | null = null;

  /** UTC seconds of the usual form, or NaN. */
  read(bytes: Uint8Array, from: number, to: number): number {
    if (to - from !== 25) return Number.NaN;
    const hour = twoDigits(bytes, from + 11);
    const minute = twoDigits(bytes, from + 14);
    const second = twoDigits(bytes, from + 17);
    const offsetHour = twoDigits(bytes, from + 21);
    const offsetMinute = twoDigits(bytes, from + 23);
    const sign = bytes[from + 20];
    if (
      (hour | minute | second | offsetHour | offsetMinute) < 0 ||
      hour > 23 ||
      minute > 59 ||
      second > 60 ||
      offsetMinute > 59 ||
      bytes[from + 10] !== 0x20 ||
      bytes[from + 13] !== 0x3a ||
      bytes[from + 16] !== 0x3a ||
      bytes[from + 19] !== 0x20 ||
      (sign !== 0x2b && sign !== 0x2d)
    ) {
      return Number.NaN;
    }
    const offset = (offsetHour * 60 + offsetMinute) * (sign === 0x2d ? -1 : 1);
    const at = this.#midnight.read(bytes, from) + hour * 3600 + minute * 60 + second - offset * 60;
    if (!Number.isNaN(at)) this.#countOffset(offset);
    return at;
  }

  #lastOffset = Number.NaN;
  #lastOffsetCount = { count: 0 };
  readonly #offsetCounts = new Map<number, { count: number }>();

  #countOffset(offset: number): void {
    if (offset !== this.#lastOffset) {
      let entry = this.#offsetCounts.get(offset);
      if (!entry) {
        entry = { count: 0 };
        this.#offsetCounts.set(offset, entry);
      }
      this.#lastOffset = offset;
      this.#lastOffsetCount = entry;
    }
    this.#lastOffsetCount.count++;
  }

  /** The number of dates printed with each offset; real exports have one offset (healthkit/README §1.6). */
  offsetCounts(): ReadonlyMap<number, { readonly count: number }> {
    return this.#offsetCounts;
  }
}

/** Of a route's days, whose years are Gregorian or those of the export's calendar: none is both. */
export function routeMidnights({ calendar, exportDay }: DateStyle): MidnightMemo {
  return new MidnightMemo((year, month, day) => {
    const plain = gregorianYear('gregorian', year, month, day, exportDay);
    return Number.isNaN(plain) ? gregorianYear(calendar, year, month, day, exportDay) : plain;
  });
}

function midnights({ calendar, exportDay }: DateStyle): MidnightMemo {
  return new MidnightMemo((year, month, day) => gregorianYear(calendar, year, month, day, exportDay));
}

const powers = Array.from({ length: 16 }, (_, i) => 10 ** i);

/**
 * The number printed in bytes, as `Number` reads it; else NaN. Up to 15 digits are put together here (an integer below 2^53 divided by a power of ten
 * below 10^23 is correctly rounded); the rest goes through `Number`.
 */
export function readNumber(bytes: Uint8Array, from: number, to: number): number {
  let i = from;
  const isNegative = bytes[i] === 0x2d;
  if (isNegative) i++;
  if (i >= to || to - i > 16) return readLongNumber(bytes, from, to);
  let mantissa = 0;
  let decimals = -1;
  for (; i < to; i++) {
    const digit = (bytes[i] as number) - digitZero;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      if (decimals >= 0) decimals++;
    } else if (bytes[i] === 0x2e && decimals < 0) decimals = 0;
    else return readLongNumber(bytes, from, to);
  }
  if (decimals < 0 && to - from - (isNegative ? 1 : 0) > 15) return readLongNumber(bytes, from, to);
  if (decimals === 0) return readLongNumber(bytes, from, to);
  const value = decimals > 0 ? mantissa / (powers[decimals] as number) : mantissa;
  return isNegative ? -value : value;
}

function readLongNumber(bytes: Uint8Array, from: number, to: number): number {
  return parseNumber(Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1'));
}

/** One way to match each text: `\d+\.?\d*` would try every split of a long run of digits, in quadratic time. */
const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
/** A comma that can only be a decimal comma: before three digits, it may separate thousands. */
const decimalComma = /^([+-]?\d+),(\d{1,2}|\d{4,30})(?:[eE][+-]?\d{1,3})?$|^([+-]?0+),(\d{3})$/;
/** Groups of three digits, then the other sign: with both in one number, the second can only be decimal. */
const grouped = /^[+-]?[1-9]\d{0,2}(?:(?:\.\d{3})+,|(?:,\d{3})+\.|(?:[ '\u2019\u066c]\d{3})+[.,])\d{1,30}$/;
/** Longer texts are parsed only as they are. */
const longestPrinted = 64;

/**
 * A decimal number with optional exponent, as exports print them; also with a decimal comma, grouped digits before a decimal sign (`1.072,5`), other
 * digits, and surrounding spaces, as other programs write them. NaN for anything else: the ambiguous `1,234`, infinities, and numbers beyond `greatest`.
 */
export function parseNumber(text: string): number {
  if (decimal.test(text)) return finite(Number(text));
  if (text.length > longestPrinted) return Number.NaN;
  const plain = asciiDigits(text).trim();
  if (decimalComma.test(plain)) return finite(Number(plain.replace(',', '.')));
  if (grouped.test(plain)) return finite(ungrouped(plain));
  return decimal.test(plain) ? finite(Number(plain)) : Number.NaN;
}

/** The last sign is the decimal one. */
function ungrouped(plain: string): number {
  const at = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','));
  return Number(`${plain.slice(0, at).replace(/[^\d+-]/g, '')}.${plain.slice(at + 1)}`);
}

/** Nothing measured comes near it, and no sum, product or mean of such numbers overflows: an infinite figure could not be stored. */
export const greatest = 1e100;

const finite = (value: number): number => (Math.abs(value) <= greatest ? value : Number.NaN);
