import { dayNumber, dayText, secondsPerDay } from '../../shared/time.ts';
import type { Reader, ReadStatement } from '../db/open.ts';
import { type LineSource, type RowScope, type SampleLine, sampleLine } from './line-source.ts';
import { uuidOf } from './record-identity.ts';

interface Row {
  readonly date: string;
  readonly content: string;
}

/** Days since 1970 that SQLite's date() reads: the years 0 to 9999. */
const firstDay = -719_528;
const lastDay = 2_932_896;

/**
 * Lines of the class activity_summary: sampleClass HKActivitySummary, sampleType HKActivitySummaryTypeIdentifier, dataType
 * activitySummary, uuid, date (as Apple dated it, no zone), startDate and endDate (that day in UTC, for the columns alone), and
 * the figures by Apple's own names: activeEnergyBurned (+Goal, in activeEnergyBurnedUnit, kcal), appleMoveTime, appleExerciseTime,
 * appleStandHours, each +Goal. Row ids are days since 1970. A day that a later export changed is sent again under the same uuid.
 */
export class SummaryLines implements LineSource {
  readonly rowsPerRead = 64;
  readonly #rows: ReadStatement<[string, string, number], Row>;

  constructor(reader: Reader) {
    this.#rows = reader.prepare(
      'SELECT date, content FROM activity_summary WHERE date >= ? AND date < ? ORDER BY date LIMIT ?',
    );
  }

  read({ fromRow, toRow, fromAt, toAt }: RowScope): SampleLine[] {
    const from = Math.max(fromRow, Math.ceil(fromAt / secondsPerDay), firstDay);
    const to = Math.min(toRow, Math.ceil(toAt / secondsPerDay), lastDay);
    if (from >= to) return [];
    return this.#rows.all(dayText(from), dayText(to), this.rowsPerRead).map(({ date, content }) => {
      const day = dayNumber(date);
      return sampleLine(day, day * secondsPerDay, shape(date, day, content));
    });
  }
}

function shape(date: string, day: number, content: string) {
  const figures = JSON.parse(content) as Record<string, number | string>;
  return {
    ...figures,
    sampleClass: 'HKActivitySummary',
    sampleType: 'HKActivitySummaryTypeIdentifier',
    dataType: 'activitySummary',
    uuid: uuidOf(['activity_summary', date]),
    date,
    startDate: `${date}T00:00:00Z`,
    endDate: `${dayText(day + 1)}T00:00:00Z`,
  };
}
