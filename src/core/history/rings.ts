import type { CallOutput, ParsedInput } from '../../shared/contract/index.ts';
import type { Figures } from '../../shared/domain/figures.ts';
import {
  areAllClosed,
  hoursStood,
  isClosed,
  type OwnRings,
  type Ring,
  type RingDay,
  standHourType,
} from '../../shared/domain/rings.ts';
import { dayText } from '../../shared/time.ts';
import type { Reader } from '../db/open.ts';
import { newestExport } from '../events/hold.ts';
import { zoneOf } from '../events/zone.ts';
import { isCountable } from '../healthkit/units.ts';
import type { ReadFigures } from './figures.ts';
import { type SummaryDay, streaksOf, totalsOf } from './ring-totals.ts';

interface StoredSummary {
  readonly day: string;
  readonly energy: number | null;
  readonly energyGoal: number | null;
  readonly moveTime: number | null;
  readonly moveTimeGoal: number | null;
  readonly exercise: number | null;
  readonly exerciseGoal: number | null;
  readonly stand: number | null;
  readonly standGoal: number | null;
}

export const ringTypes = {
  energy: 'HKQuantityTypeIdentifierActiveEnergyBurned',
  time: 'HKQuantityTypeIdentifierAppleMoveTime',
  exercise: 'HKQuantityTypeIdentifierAppleExerciseTime',
  stand: standHourType,
} as const;

/** iOS 13 to 15 called the time of a Move goal appleMoveMinutes (healthkit/README §1.3). Values printed as text don't count as figures. */
const numberOf = (name: string) =>
  `CASE WHEN json_type(content, '$.${name}') IN ('integer', 'real') THEN content ->> '$.${name}' END`;
const summaryColumns = `date AS day, ${numberOf('activeEnergyBurned')} AS energy, ${numberOf('activeEnergyBurnedGoal')} AS energyGoal,
  coalesce(${numberOf('appleMoveTime')}, ${numberOf('appleMoveMinutes')}) AS moveTime,
  coalesce(${numberOf('appleMoveTimeGoal')}, ${numberOf('appleMoveMinutesGoal')}) AS moveTimeGoal,
  ${numberOf('appleExerciseTime')} AS exercise, ${numberOf('appleExerciseTimeGoal')} AS exerciseGoal,
  ${numberOf('appleStandHours')} AS stand, ${numberOf('appleStandHoursGoal')} AS standGoal`;

/** Every day that has rings, oldest first. */
export function createSummaryDays(reader: Reader): (from: string, to: string) => SummaryDay[] {
  const select = reader.prepare<[string, string], StoredSummary>(
    `SELECT ${summaryColumns} FROM activity_summary WHERE date BETWEEN ? AND ? ORDER BY date`,
  );
  return (from, to) => select.all(from, to).flatMap((row) => summaryDay(row) ?? []);
}

/**
 * null for a placeholder: exports contain days on which everything is 0, even the goals. Move is a time if only the time has a goal
 * (developer.apple.com, HKActivitySummary.activityMoveMode, which the export omits).
 */
export function summaryDay(row: StoredSummary): SummaryDay | null {
  const moveBy = (row.moveTimeGoal ?? 0) > 0 && !((row.energyGoal ?? 0) > 0) ? 'time' : 'energy';
  const move = moveBy === 'time' ? ring(row.moveTime, row.moveTimeGoal) : ring(row.energy, row.energyGoal);
  const exercise = ring(row.exercise, row.exerciseGoal);
  const stand = ring(row.stand, row.standGoal);
  const isEmpty = [move, exercise, stand].every(({ value, goal }) => !value && goal === null);
  return isEmpty ? null : { day: row.day, moveBy, move, exercise, stand };
}

function ring(value: number | null, goal: number | null): Ring {
  const isCounted = value === null || isCountable(value);
  return { value: isCounted ? value : null, goal: goal !== null && goal > 0 ? goal : null };
}

const firstDay = '0000-01-01';
const lastDay = '9999-12-31';
/** Placeholder for a history without rings, whose answer still needs a zone. */
const anyDay = '2000-01-01';

/**
 * Rings by day from Apple's summaries, next to figures from the records: sums of active energy (or Move time) and exercise, and hours stood. Streaks
 * cover the whole history.
 */
export function createRings(
  reader: Reader,
  figuresAtOnce: () => ReadFigures,
): (input: ParsedInput<'history.rings'>) => CallOutput<'history.rings'> {
  const summaries = createSummaryDays(reader);
  const exportAt = newestExport(reader);
  return ({ from = firstDay, to = lastDay }) => {
    const everything = summaries(firstDay, lastDay);
    const asked = everything.filter(({ day }) => day >= from && day <= to);
    const first = asked[0]?.day ?? anyDay;
    const last = asked.at(-1)?.day ?? anyDay;
    const { own, zone, isCurrent } = readOwn(figuresAtOnce(), first, last);
    const at = exportAt();
    const exportDay = at === null ? lastDay : dayText(zoneOf(zone).dayOf(at));
    return {
      first: everything[0]?.day ?? null,
      last: everything.at(-1)?.day ?? null,
      days: asked.map((day) => ({
        ...day,
        own: own(day.day, day.moveBy),
        isUnderWay: day.day >= exportDay,
      })),
      totals: totalsOf(asked),
      streaks: {
        move: streaksOf(everything, exportDay, ({ move }) => isClosed(move) === true),
        all: streaksOf(everything, exportDay, areAllClosed),
      },
      zone,
      isCurrent,
    };
  };
}

function readOwn(figures: ReadFigures, from: string, to: string) {
  const read = (type: string) => figures({ type, by: 'day', from, to, weekStart: 1 });
  const answers = {
    energy: read(ringTypes.energy),
    time: read(ringTypes.time),
    exercise: read(ringTypes.exercise),
    stand: read(ringTypes.stand),
  };
  const sums = ({ figures: all }: Figures) => new Map(all.map(({ day, sum }) => [day, sum]));
  const energy = sums(answers.energy);
  const time = sums(answers.time);
  const exercise = sums(answers.exercise);
  const stand = new Map(answers.stand.figures.map(({ day, values }) => [day, hoursStood(values)]));
  const own = (day: string, moveBy: RingDay['moveBy']): OwnRings => ({
    move: (moveBy === 'time' ? time : energy).get(day) ?? null,
    exercise: exercise.get(day) ?? null,
    stand: stand.get(day) ?? null,
  });
  return {
    own,
    zone: answers.energy.zone,
    isCurrent: Object.values(answers).every(({ isCurrent }) => isCurrent),
  };
}
