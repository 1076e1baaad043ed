// Dates as people type them into Search, as calendar days: no instants and no zone, which is the caller's concern.

import { lookup, plainText } from '../lookup.ts';
import { dayText, msPerDay, spanStart, weekdayOf } from '../time.ts';
import { dateInEnglish, type Unit, units } from './date-phrase-words.ts';

/** Days YYYY-MM-DD, both inclusive; undefined: open on that side. */
export interface DayRange {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export interface DatePhraseLocale {
  /** BCP 47: its names of months and weekdays are recognized besides the English ones, and its order of 3/4/2025. */
  readonly locale: string | undefined;
  /** First day of a week: 0 Sunday … 6 Saturday. */
  readonly weekStart: number;
}

/** A span of whole days, as days since 1970. `isWithoutYear`: the year was inferred, not typed. */
interface Span {
  readonly first: number;
  readonly last: number;
  readonly isWithoutYear?: boolean;
}

const dayOf = (year: number, month: number, day: number) => Date.UTC(year, month - 1, day) / msPerDay;
const partsOf = (day: number) => {
  const date = new Date(day * msPerDay);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
};
const numberWords: Readonly<Record<string, number>> = lookup({
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  ten: 10,
  twelve: 12,
});
const unitOf = (word: string | undefined) => units.find((unit) => word === unit || word === `${unit}s`);

/**
 * Reads `March 2024`, `5 Mar 2024`, `2024-03-05`, `3/5/2024`, `last week`, `yesterday`, `past 30 days`, `2 weeks ago`, `Monday`, `Q1 2024`,
 * `March to May 2024`, `since 2023`, `before May`; absolute and relative dates in the locale's own form, too (`letzte Woche`, `2024年3月`). A
 * date without a year means the latest one that has begun by `today` (YYYY-MM-DD). Null for anything else, impossible days included.
 */
export function dayRangeOf(
  text: string,
  today: string,
  { locale, weekStart }: DatePhraseLocale,
): DayRange | null {
  const now = Date.parse(today) / msPerDay;
  const reader = new DatePhraseReader(now, weekStart, namesOf(locale));
  const typed = plainText(text).replace(/,/g, ' ').replace(/\s+/g, ' ').trim();
  const plain = dateInEnglish(typed, locale);
  const [word = '', ...rest] = plain.split(' ');
  if (word === 'since' || (word === 'from' && !/ (to|until|till) |[–—]/.test(plain))) {
    const span = reader.span(rest.join(' '));
    return span && { from: dayText(span.first), to: undefined };
  }
  if (word === 'before' || word === 'until' || word === 'till') {
    const span = reader.span(rest.join(' '));
    return span && { from: undefined, to: dayText(word === 'before' ? span.first - 1 : span.last) };
  }
  const span = reader.span(plain) ?? reader.between(plain.replace(/^(from|between) /, ''));
  return span && { from: dayText(span.first), to: dayText(span.last) };
}

interface Names {
  readonly months: ReadonlyMap<string, number>;
  readonly weekdays: ReadonlyMap<string, number>;
  /** Whether the locale writes the day before the month. */
  readonly isDayFirst: boolean;
}

const namesByLocale = new Map<string, Names>();

function namesOf(locale: string | undefined): Names {
  const known = namesByLocale.get(locale ?? '');
  if (known) return known;
  const months = new Map<string, number>();
  const weekdays = new Map<string, number>();
  const add = (names: Map<string, number>, name: string, index: number) => {
    const plain = plainText(name).replace(/\.$/, '');
    // Chinese months are numbers followed by a sign, and a one-letter name doesn't identify a month.
    if (/^\p{L}{2,}$/u.test(plain)) names.set(plain, index);
  };
  for (const language of [locale, 'en'])
    for (const width of ['long', 'short'] as const) {
      const month = new Intl.DateTimeFormat(language, { month: width, timeZone: 'UTC' });
      // Next to a day, a month takes the case that a date requires: `5 марта`.
      const dated = new Intl.DateTimeFormat(language, { month: width, day: 'numeric', timeZone: 'UTC' });
      const weekday = new Intl.DateTimeFormat(language, { weekday: width, timeZone: 'UTC' });
      for (let index = 1; index <= 12; index += 1) {
        const at = Date.UTC(2023, index - 1, 1);
        add(months, month.format(at), index);
        add(months, dated.formatToParts(at).find(({ type }) => type === 'month')?.value ?? '', index);
      }
      for (let index = 0; index < 7; index += 1)
        add(weekdays, weekday.format(Date.UTC(2023, 0, 1 + index)), index);
    }
  months.set('sept', 9);
  const order = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'numeric', year: 'numeric' })
    .formatToParts(0)
    .map(({ type }) => type);
  const names = { months, weekdays, isDayFirst: order.indexOf('day') < order.indexOf('month') };
  namesByLocale.set(locale ?? '', names);
  return names;
}

class DatePhraseReader {
  readonly #now: number;
  readonly #weekStart: number;
  readonly #names: Names;

  constructor(now: number, weekStart: number, names: Names) {
    this.#now = now;
    this.#weekStart = weekStart;
    this.#names = names;
  }

  /** One date, month, year or relative span. */
  span(text: string): Span | null {
    return this.#written(text) ?? this.#relative(text) ?? this.#named(text);
  }

  /** `March to May 2024`: the left side takes the right side's year if it has none. */
  between(text: string): Span | null {
    const [left, right, ...more] = text.split(/ (?:to|until|till|and|-) | ?[–—] ?|\.\./);
    if (left === undefined || right === undefined || more.length > 0) return null;
    const last = this.span(right);
    if (last === null) return null;
    // `1–5 March 2024`
    const rest = right.replace(/^\d{1,2}\.? /, '');
    let first = this.span(/^\d{1,2}\.?$/.test(left) ? `${left} ${rest}` : left);
    if (first?.isWithoutYear && !last.isWithoutYear)
      first = this.span(`${left} ${partsOf(last.first).year}`) ?? first;
    if (first?.isWithoutYear && first.first > last.first)
      first = this.span(`${left} ${partsOf(last.first).year - 1}`) ?? first;
    return first === null || first.first > last.last ? null : { first: first.first, last: last.last };
  }

  #relative(text: string): Span | null {
    const now = this.#now;
    if (text === 'today') return { first: now, last: now };
    if (text === 'yesterday') return { first: now - 1, last: now - 1 };
    if (text === 'day before yesterday') return { first: now - 2, last: now - 2 };
    const words = text.split(' ');
    const [first, second, third] = words;
    const unit = unitOf(second);
    if (words.length === 2 && unit !== undefined) {
      if (first === 'this') return this.#unitAt(unit, 0);
      if (first === 'last' || first === 'previous') return this.#unitAt(unit, 1);
      if (first === 'past') return this.#past(1, unit);
    }
    if (words.length === 3 && (first === 'last' || first === 'past' || first === 'previous')) {
      const [count, each] = [countOf(second), unitOf(third)];
      if (count !== null && each !== undefined) return this.#past(count, each);
    }
    if (words.length === 3 && third === 'ago' && unit !== undefined) {
      const count = first === 'a' || first === 'an' ? 1 : countOf(first);
      if (count === null) return null;
      return unit === 'day' ? { first: now - count, last: now - count } : this.#unitAt(unit, count);
    }
    const weekday = this.#names.weekdays.get(words.at(-1) ?? '');
    if (
      weekday !== undefined &&
      (words.length === 1 || (words.length === 2 && /^(last|this|on)$/.test(first ?? '')))
    ) {
      // Today's own weekday means today, unless the text asks for the last one.
      const back = (weekdayOf(now) - weekday + 7) % 7 || (first === 'last' ? 7 : 0);
      return { first: now - back, last: now - back };
    }
    return null;
  }

  /** The whole unit that is `back` units before today's. */
  #unitAt(unit: Unit, back: number): Span {
    const now = this.#now;
    const { year, month } = partsOf(now);
    if (unit === 'day') return { first: now - back, last: now - back };
    if (unit === 'week') {
      const first = spanStart(now, 'week', this.#weekStart) - 7 * back;
      return { first, last: first + 6 };
    }
    return unit === 'month' ? monthSpan(year, month - back) : yearSpan(year - back);
  }

  /** The last `count` days, weeks, months, or years, ending today. */
  #past(count: number, unit: Unit): Span {
    const now = this.#now;
    const { year, month, day } = partsOf(now);
    if (unit === 'day') return { first: now - count + 1, last: now };
    if (unit === 'week') return { first: now - 7 * count + 1, last: now };
    const months = unit === 'month' ? count : 12 * count;
    // In a shorter month, the same day is its last one.
    const target = monthSpan(year, month - months);
    return { first: Math.min(target.first + day - 1, target.last) + 1, last: now };
  }

  /** In digits: ISO, a year, a quarter, or in the locale's order. */
  #written(text: string): Span | null {
    const iso = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$/.exec(text);
    if (iso) {
      const [year, month, day] = [Number(iso[1]), Number(iso[2]), iso[3]];
      if (day !== undefined) return realDay(year, month, Number(day));
      return month >= 1 && month <= 12 && isYear(year) ? monthSpan(year, month) : null;
    }
    if (/^\d{4}$/.test(text)) return isYear(Number(text)) ? yearSpan(Number(text)) : null;
    const quarter = /^(?:q([1-4]) ?(\d{4})|(\d{4}) ?q([1-4]))$/.exec(text);
    if (quarter) {
      const [year, number] = [Number(quarter[2] ?? quarter[3]), Number(quarter[1] ?? quarter[4])];
      const first = monthSpan(year, 3 * number - 2).first;
      return isYear(year) ? { first, last: monthSpan(year, 3 * number).last } : null;
    }
    const yearFirst = /^(\d{4})[./](\d{1,2})[./](\d{1,2})$/.exec(text);
    if (yearFirst) return realDay(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
    const figures = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})$/.exec(text);
    if (!figures) return null;
    const [one, two] = [Number(figures[1]), Number(figures[3])];
    const year = figures[4]?.length === 2 ? 2000 + Number(figures[4]) : Number(figures[4]);
    // Wherever a point is used, the day comes before the month.
    const isDayFirst = figures[2] === '.' || this.#names.isDayFirst;
    const asWritten = isDayFirst ? realDay(year, two, one) : realDay(year, one, two);
    return asWritten ?? (isDayFirst ? realDay(year, one, two) : realDay(year, two, one));
  }

  /** With the name of a month, in any order: `March`, `March 2024`, `5 Mar 2024`, `Mar 5th`. */
  #named(text: string): Span | null {
    let month: number | undefined;
    let day: number | undefined;
    let year: number | undefined;
    for (const word of text.split(' ')) {
      const name = this.#names.months.get(word.replace(/\.$/, ''));
      const figure = /^(\d{1,2})(?:st|nd|rd|th|\.)?$/.exec(word);
      if (/^(?:of|the|de|del|du)$/.test(word)) continue;
      if (name !== undefined && month === undefined) month = name;
      else if (/^\d{4}$/.test(word) && year === undefined) year = Number(word);
      else if (figure && day === undefined) day = Number(figure[1]);
      else return null;
    }
    if (month === undefined || (year !== undefined && !isYear(year))) return null;
    const spanOf = (one: number) => (day === undefined ? monthSpan(one, month) : realDay(one, month, day));
    if (year !== undefined) return spanOf(year);
    // The latest one that has begun; 29 February may be up to eight years ago.
    const thisYear = partsOf(this.#now).year;
    for (let back = 0; back <= 8; back += 1) {
      const span = spanOf(thisYear - back);
      if (span !== null && span.first <= this.#now) return { ...span, isWithoutYear: true };
    }
    return null;
  }
}

function countOf(word: string | undefined): number | null {
  if (word === undefined) return null;
  const count = /^\d{1,4}$/.test(word) ? Number(word) : numberWords[word];
  return count === undefined || count < 1 ? null : count;
}

const isYear = (year: number) => year >= 1900 && year <= 2200;
const yearSpan = (year: number): Span => ({ first: dayOf(year, 1, 1), last: dayOf(year, 12, 31) });
/** `month` may be outside the year. */
const monthSpan = (year: number, month: number): Span => ({
  first: dayOf(year, month, 1),
  last: dayOf(year, month + 1, 1) - 1,
});

function realDay(year: number, month: number, day: number): Span | null {
  const at = dayOf(year, month, day);
  const parts = partsOf(at);
  return isYear(year) && parts.month === month && parts.day === day ? { first: at, last: at } : null;
}
