import { msPerDay } from '../../shared/time.ts';

/**
 * The calendar of an export. Apple prints dates in the phone's own calendar: a phone with Buddhist years writes 2568, one with Japanese eras writes
 * 0007. The year of ExportDate tells which, because Health has exported since 2014 (iOS 8). A Gregorian year may be earlier if the clock wasn't set:
 * no other calendar has such a year.
 */
export type Calendar = 'gregorian' | 'buddhist' | 'japanese' | 'minguo';

const [firstExport, lastExport] = [2014, 2100];
const firstClock = 1970;
/** Buddhist years are 543 ahead (Thai solar calendar since 1941), years of the Republic of China 1911 behind. */
const ahead: Readonly<Record<'gregorian' | 'buddhist' | 'minguo', number>> = {
  gregorian: 0,
  buddhist: 543,
  minguo: -1911,
};
const linear = ['gregorian', 'buddhist', 'minguo'] as const;

/** Eras from the newest, by their first day as YYYYMMDD; year 1 is the calendar year of that day. */
const eras = [
  { name: 'Reiwa', first: 2019_05_01, before: Number.POSITIVE_INFINITY },
  { name: 'Heisei', first: 1989_01_08, before: 2019_05_01 },
  { name: 'Showa', first: 1926_12_25, before: 1989_01_08 },
] as const;
const yearsOfReiwa = 25;
/** Some apps write future samples; a date further than this after ExportDate belongs to an earlier era. */
const daysAhead = 366;

/** No sample is outside of these years: such a date was misread. */
const [firstYear, lastYear] = [1800, 2200];

/** The calendar in which an export's year is plausible; null for unsupported calendars. */
export function calendarOfExport(year: number): Calendar | null {
  for (const calendar of linear) {
    const gregorian = year - ahead[calendar];
    const first = calendar === 'gregorian' ? firstClock : firstExport;
    if (gregorian >= first && gregorian <= lastExport) return calendar;
  }
  // Until 2043, years of the present era are below 26, which was 2014 in Heisei.
  return year >= 1 && year <= 31 ? 'japanese' : null;
}

/**
 * The Gregorian year of a printed day, NaN for a year that no sample can have. `exportDay` (YYYYMMDD, Gregorian) decides between eras: the newest in
 * which the day isn't after it. Null: the day is the export's own.
 */
export function gregorianYear(
  calendar: Calendar,
  year: number,
  month: number,
  day: number,
  exportDay: number | null,
): number {
  if (calendar !== 'japanese') {
    const gregorian = year - ahead[calendar];
    return gregorian >= firstYear && gregorian <= lastYear ? gregorian : Number.NaN;
  }
  if (exportDay === null) return year + (year <= yearsOfReiwa ? 2018 : 1988);
  const last = dayNumber(exportDay) + daysAhead;
  for (const { first, before } of eras) {
    const gregorian = Math.floor(first / 10_000) + year - 1;
    const date = gregorian * 10_000 + month * 100 + day;
    if (date >= first && date < before && dayNumber(date) <= last) return gregorian;
  }
  return Number.NaN;
}

function dayNumber(date: number): number {
  return Date.UTC(Math.floor(date / 10_000), (Math.floor(date / 100) % 100) - 1, date % 100) / msPerDay;
}
