import type { Cell } from '../../../../shared/domain/csv.ts';
import { shownUnit, shownValue, type Units } from '../../../../shared/domain/display-units.ts';
import type { ExportTable } from '../../../../shared/domain/export.ts';
import type { WorkoutDetail } from '../../../../shared/domain/history.ts';
import { filedValue, unitName } from '../../../../shared/domain/quantity-text.ts';
import type { Statistic } from '../../../../shared/domain/workout.ts';
import { type LengthUnit, metersOf, type WorkoutTrack } from '../../../../shared/domain/workout-figures.ts';
import { type SpeedForm, speedForm, speedValue, workoutFigures } from './workout-words.ts';

type Row = Readonly<Record<string, Cell>>;
type ShownUnits = Units & { readonly distance: LengthUnit };

/** `pace_s_per_km`, `speed_mi_per_h`: English in any language, as all columns are. */
function speedColumn({ isPace, meters }: SpeedForm): string {
  const length = { 1000: 'km', [metersOf.mi]: 'mi', 100: '100m', 91.44: '100yd' }[meters] ?? `${meters}m`;
  return isPace ? `pace_s_per_${length}` : `speed_${length}_per_h`;
}

/**
 * Everything that a workout's page shows as figures, in the units shown and in full precision; `part` says what a row is: a `figure` of the
 * whole, a `split`, a `point` along the way (as many as the charts have), a `pause`, a `statistic` or `zone` of the export, a
 * `heart_zone` by our limits, a `leg` of several sports, or an `event`. `elapsed_s` counts from the start of the workout.
 */
export function workoutTable(
  title: string,
  workout: WorkoutDetail,
  track: WorkoutTrack | undefined,
  units: ShownUnits,
  timeText: (at: number) => string,
): ExportTable {
  const form = speedForm(workout.activity, units.distance);
  const [way, height] = [units.distance, units.distance === 'mi' ? 'ft' : 'm'];
  const inWay = (meters: number | null) => scaled(meters, 1 / metersOf[way]);
  const inHeight = (meters: number | null) => scaled(meters, height === 'ft' ? 1 / 0.3048 : 1);
  const speed = speedColumn(form);
  const [distance, elevation, climb] = [`distance_${way}`, `elevation_${height}`, `climb_${height}`];
  const span = (start: number, end: number): Row => ({
    start: timeText(start),
    end: timeText(end),
    elapsed_s: start - workout.start,
  });
  const rows: Row[] = [
    ...wholeRows(workout, track, form, { units, inWay, inHeight, speed, height }),
    ...(track?.splits ?? []).map((split, index) => ({
      ...{ part: 'split', name: String(index + 1), ...span(split.start, split.end), seconds: split.seconds },
      [distance]: inWay(split.distance),
      [speed]: split.seconds > 0 ? speedValue(split.distance / split.seconds, form) : null,
      [climb]: inHeight(split.climb),
      heart_rate_bpm: split.heartRate,
    })),
    ...(track?.at ?? []).map((at, index) => ({
      ...{ part: 'point', start: timeText(at), elapsed_s: at - workout.start },
      [distance]: inWay(track?.distance[index] ?? null),
      [speed]: speedValue(track?.speed[index] ?? null, form),
      [elevation]: inHeight(track?.elevation[index] ?? null),
      heart_rate_bpm: track?.heartRate[index] ?? null,
    })),
    ...(track?.pauses ?? []).map(({ start, end, cause }) => ({
      ...{ part: 'pause', name: cause, ...span(start, end), seconds: end - start },
    })),
    ...workout.statistics.map((statistic) => ({
      ...{ part: 'statistic', name: statistic.type, ...statisticCells(statistic, units) },
    })),
    ...workout.zones.flatMap((group) =>
      group.zones.map(({ minimum, maximum, duration }) => ({
        ...{ part: 'zone', name: group.type, seconds: duration },
        ...statisticCells({ ...group, sum: null, average: null, minimum, maximum }, units),
      })),
    ),
    ...(track?.heart?.zones ?? []).map(({ from, to, seconds }, index) => ({
      ...{ part: 'heart_zone', name: String(index + 1), seconds, lowest: from },
      ...{ highest: to === null ? null : to - 1, unit: 'bpm' },
    })),
    ...(workout.activities.length > 1 ? workout.activities : []).map(
      ({ start, end, duration, metadata }) => ({
        ...{ part: 'leg', name: metadata.find(([key]) => key === '@workoutActivityType')?.[1] ?? null },
        ...{ ...span(start, end ?? start), end: end === null ? null : timeText(end), seconds: duration },
      }),
    ),
    ...workout.events.map(({ type, at, duration }) => ({
      ...{ part: 'event', name: type, start: timeText(at), elapsed_s: at - workout.start, seconds: duration },
    })),
  ];
  const columns = [
    ...['part', 'name', 'start', 'end', 'elapsed_s', 'seconds', distance, speed, elevation, climb],
    ...['heart_rate_bpm', 'value', 'lowest', 'highest', 'unit'],
  ];
  return {
    kind: 'table',
    title,
    columns,
    rows: rows.map((row) => columns.map((column) => row[column] ?? null)),
  };
}

function scaled(value: number | null, factor: number): number | null {
  if (value === null) return null;
  // Twelve digits, as converted values have: 4180 cm are 41.8 m.
  return Number(shownValue(value, { unit: null, factor, offset: 0 }).toPrecision(12));
}

interface Forms {
  readonly units: ShownUnits;
  readonly inWay: (meters: number | null) => number | null;
  readonly inHeight: (meters: number | null) => number | null;
  readonly speed: string;
  readonly height: string;
}

/** The large figures at the top of the page. */
function wholeRows(
  workout: WorkoutDetail,
  track: WorkoutTrack | undefined,
  form: SpeedForm,
  { units, inWay, inHeight, speed, height }: Forms,
): Row[] {
  const whole = workoutFigures(workout, track, form);
  const figures: readonly (readonly [name: string, value: number | null, unit: string])[] = [
    ['distance', inWay(whole.way), units.distance],
    ['duration', whole.seconds, 's'],
    [`average_${speed}`, whole.speed, ''],
    ['moving', whole.moving, 's'],
    ['paused', whole.paused, 's'],
    [
      'energy',
      scaled(whole.energy, units.energy === 'kJ' ? 4.184 : 1),
      units.energy === 'kJ' ? 'kJ' : 'kcal',
    ],
    ['climb', inHeight(whole.climb), height],
    ['average_heart_rate', whole.heartRate, 'bpm'],
  ];
  return figures.flatMap(([name, value, unit]) =>
    value === null ? [] : [{ part: 'figure', name, value, unit: unit === '' ? null : unit }],
  );
}

/** A statistic's figures in the unit that its table shows. */
function statisticCells(
  { type, unit, sum, average, minimum, maximum }: Omit<Statistic, 'start' | 'end'>,
  units: Units,
): Row {
  const shown = shownUnit(type, unit, units);
  const cell = (value: number | null) =>
    value === null ? null : filedValue(shownValue(value, shown), shown.unit);
  return {
    value: cell(sum ?? average),
    lowest: cell(minimum),
    highest: cell(maximum),
    unit: unitName(type, shown.unit),
  };
}
