import type { Cell } from './csv.ts';
import { shownValue, type Units } from './display-units.ts';
import type { EcgDetail } from './ecg.ts';
import type { ExportTable } from './export.ts';
import type { Nights, SleepDetail } from './nights.ts';
import type { Rings } from './rings.ts';
import { type LengthUnit, metersOf, type Split, type WorkoutTotals } from './workout-figures.ts';

/**
 * The figures of the pages that show no list, as tables to export. As in every file of ours, columns have English names that carry their
 * unit, the one that the page shows; instants are of the zone that it shows, with their offset (`timeText`, RFC 3339); and figures
 * have their full precision.
 */
type Row = readonly Cell[];
type TimeText = (at: number) => string;

/** A column's unit, and how figures stored in kcal or m become it. */
interface InUnit {
  readonly unit: string;
  readonly of: (value: number | null) => number | null;
}

function inUnit(unit: string, factor: number): InUnit {
  const shown = { unit, factor, offset: 0 };
  return { unit, of: (value) => (value === null ? null : shownValue(value, shown)) };
}

/** Energy is shown in kcal unless kJ was chosen. */
const energyIn = ({ energy }: Pick<Units, 'energy'>): InUnit =>
  energy === 'kJ' ? inUnit('kJ', 4.184) : inUnit('kcal', 1);

const lengthIn = (unit: LengthUnit): InUnit => inUnit(unit, 1 / metersOf[unit]);

function table(title: string, columns: readonly string[], rows: readonly Row[]): ExportTable {
  return { kind: 'table', title, columns: [...columns], rows: rows.map((row) => [...row]) };
}

/** One row for each night and nap; `evening` is the day that it belongs to in the home zone. */
export function nightsTable(
  title: string,
  { sleeps }: Pick<Nights, 'sleeps'>,
  timeText: TimeText,
): ExportTable {
  const stages = ['asleep', 'core', 'deep', 'rem', 'unspecified', 'awake'] as const;
  return table(
    title,
    ['evening', 'kind', 'start', 'end', ...stages.map((stage) => `${stage}_s`)],
    sleeps.map((sleep) => [
      sleep.day,
      sleep.kind,
      timeText(sleep.start),
      timeText(sleep.end),
      ...stages.map((stage) => sleep[stage]),
    ]),
  );
}

/** One row for each stretch of one sleep, asleep or awake, with the source that counts in it. */
export function stretchesTable(
  title: string,
  { stretches, sources }: Pick<SleepDetail, 'stretches' | 'sources'>,
  timeText: TimeText,
): ExportTable {
  return table(
    title,
    ['start', 'end', 'stage', 'seconds', 'source'],
    stretches.map(({ start, end, stage, source }) => [
      ...[timeText(start), timeText(end), stage, end - start],
      sources[source]?.name ?? null,
    ]),
  );
}

/** One row for each day: Apple's figures and goals, then ours (`own_…`). Move is in `move_unit`, Exercise in minutes, and Stand hours. */
export function ringsTable(
  title: string,
  { days }: Pick<Rings, 'days'>,
  units: Pick<Units, 'energy'>,
): ExportTable {
  const energy = energyIn(units);
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
    days.map(({ day, moveBy, move, exercise, stand, own, isUnderWay }) => {
      const { unit, of } = moveBy === 'energy' ? energy : inUnit('min', 1);
      return [
        ...[day, of(move.value), of(move.goal), unit],
        ...[exercise.value, exercise.goal, stand.value, stand.goal],
        ...[of(own.move), own.exercise, own.stand, isUnderWay],
      ];
    }),
  );
}

/** The total, one row for each span, then one for each sport. `by`: what a span is. */
export function workoutTotalsTable(
  title: string,
  by: string,
  { total, spans, sports }: Pick<WorkoutTotals, 'total' | 'spans' | 'sports'>,
  units: Pick<Units, 'energy'> & { readonly distance: LengthUnit },
): ExportTable {
  const [way, burned] = [lengthIn(units.distance), energyIn(units)];
  const cells = ({ count, seconds, distance, energy }: WorkoutTotals['total']): Row => [
    count,
    seconds,
    way.of(distance),
    burned.of(energy),
  ];
  return table(
    title,
    ['of', 'name', 'workouts', 'seconds', `distance_${way.unit}`, `energy_${burned.unit}`],
    [
      ['all', null, ...cells(total)],
      ...spans.map((sum): Row => [by, sum.day, ...cells(sum)]),
      ...sports.map((sum): Row => ['sport', sum.activity, ...cells(sum)]),
    ],
  );
}

/** One row for each split; times exclude pauses. */
export function splitsTable(
  title: string,
  { splits }: { readonly splits: readonly Split[] },
  unit: LengthUnit,
  timeText: TimeText,
): ExportTable {
  const way = lengthIn(unit);
  const height = unit === 'mi' ? inUnit('ft', 1 / 0.3048) : inUnit('m', 1);
  return table(
    title,
    ['start', 'end', `distance_${way.unit}`, 'seconds', `climb_${height.unit}`, 'heart_rate_bpm'],
    splits.map(({ start, end, distance, seconds, climb, heartRate }) => [
      timeText(start),
      timeText(end),
      way.of(distance),
      seconds,
      height.of(climb),
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
