import { utcText } from '../time.ts';
import type { Cell } from './csv.ts';
import type { EcgDetail } from './ecg.ts';
import type { ExportTable } from './export.ts';
import type { Nights } from './nights.ts';
import type { Rings } from './rings.ts';
import type { Split, WorkoutTotals } from './workout-figures.ts';

/**
 * The figures of the pages that show no list, as tables to export. As in every file of ours, columns have English names that carry their
 * unit, instants are UTC (RFC 3339), and figures have their full precision, whatever units and language the page shows.
 */
type Row = readonly Cell[];

function table(title: string, columns: readonly string[], rows: readonly Row[]): ExportTable {
  return { kind: 'table', title, columns: [...columns], rows: rows.map((row) => [...row]) };
}

/** One row for each night and nap; `evening` is the day that it belongs to in the home zone. */
export function nightsTable(title: string, { sleeps }: Pick<Nights, 'sleeps'>): ExportTable {
  const stages = ['asleep', 'core', 'deep', 'rem', 'unspecified', 'awake'] as const;
  return table(
    title,
    ['evening', 'kind', 'start', 'end', ...stages.map((stage) => `${stage}_s`)],
    sleeps.map((sleep) => [
      sleep.day,
      sleep.kind,
      utcText(sleep.start),
      utcText(sleep.end),
      ...stages.map((stage) => sleep[stage]),
    ]),
  );
}

/** One row for each day: Apple's figures and goals, then ours (`own_…`). Move is in `move_unit`, Exercise in minutes, and Stand hours. */
export function ringsTable(title: string, { days }: Pick<Rings, 'days'>): ExportTable {
  return table(
    title,
    [
      ...[
        'day',
        'move',
        'move_goal',
        'move_unit',
        'exercise_min',
        'exercise_goal_min',
        'stand_h',
        'stand_goal_h',
      ],
      ...['own_move', 'own_exercise_min', 'own_stand_h', 'is_under_way'],
    ],
    days.map(({ day, moveBy, move, exercise, stand, own, isUnderWay }) => [
      ...[day, move.value, move.goal, moveBy === 'energy' ? 'kcal' : 'min'],
      ...[exercise.value, exercise.goal, stand.value, stand.goal],
      ...[own.move, own.exercise, own.stand, isUnderWay],
    ]),
  );
}

/** The total, one row for each span, then one for each sport. `by`: what a span is. */
export function workoutTotalsTable(
  title: string,
  by: string,
  { total, spans, sports }: Pick<WorkoutTotals, 'total' | 'spans' | 'sports'>,
): ExportTable {
  const cells = ({ count, seconds, distance, energy }: WorkoutTotals['total']): Row => [
    count,
    seconds,
    distance,
    energy,
  ];
  return table(
    title,
    ['of', 'name', 'workouts', 'seconds', 'distance_m', 'energy_kcal'],
    [
      ['all', null, ...cells(total)],
      ...spans.map((sum): Row => [by, sum.day, ...cells(sum)]),
      ...sports.map((sum): Row => ['sport', sum.activity, ...cells(sum)]),
    ],
  );
}

/** One row for each split; times exclude pauses. */
export function splitsTable(title: string, { splits }: { readonly splits: readonly Split[] }): ExportTable {
  return table(
    title,
    ['start', 'end', 'distance_m', 'seconds', 'climb_m', 'heart_rate_bpm'],
    splits.map(({ start, end, distance, seconds, climb, heartRate }) => [
      utcText(start),
      utcText(end),
      distance,
      seconds,
      climb,
      heartRate,
    ]),
  );
}

/** One row for each sample of the shown part, at its time from the ECG's start; null in `mv` where the file has no number. */
export function ecgTable(
  title: string,
  ecg: Pick<EcgDetail, 'first' | 'samples'>,
  sampleRate: number,
): ExportTable {
  return table(
    title,
    ['second', 'mv'],
    ecg.samples.map((microvolts, index) => [
      (ecg.first + index) / sampleRate,
      microvolts === null ? null : microvolts / 1000,
    ]),
  );
}

/** One row for each beat: its time from the first, the clock and the rate as in the file, and the interval of that rate. */
export function beatsTable(
  title: string,
  beats: readonly {
    readonly at: number;
    readonly clock: string;
    readonly bpm: number;
    readonly ms: number;
  }[],
): ExportTable {
  return table(
    title,
    ['second', 'clock', 'bpm', 'interval_ms'],
    beats.map(({ at, clock, bpm, ms }) => [at, clock, bpm, ms]),
  );
}
