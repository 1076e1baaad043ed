import type { WorkoutDetail } from '../../../../shared/domain/history.ts';
import { figureText, type QuantityText, unitText } from '../../../../shared/domain/quantity-text.ts';
import { type LengthUnit, metersOf, type WorkoutTrack } from '../../../../shared/domain/workout-figures.ts';
import { t } from '../../../../shared/language.ts';

/** Seconds as `5:10` or `1:02:03`. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (part: number) => String(part).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** Sports whose speed people read as time for a way; all others as way in an hour. */
const pacedSports = new Set([
  'Running',
  'Walking',
  'Hiking',
  'TrackAndField',
  'WheelchairWalkPace',
  'WheelchairRunPace',
  'Swimming',
]);

/** How the speed of a sport is read: of what length and in which words. */
export interface SpeedForm {
  readonly isPace: boolean;
  readonly name: string;
  /** m that a pace is for, or that a speed counts in an hour. */
  readonly meters: number;
  readonly unit: string;
}

export function speedForm(activity: string, unit: LengthUnit): SpeedForm {
  const sport = activity.replace(/^HKWorkoutActivityType/, '');
  const isMetric = unit === 'km';
  if (sport === 'Swimming')
    return isMetric
      ? { isPace: true, name: t('Pace'), meters: 100, unit: `/100 ${unitText('', 'm')}` }
      : { isPace: true, name: t('Pace'), meters: 91.44, unit: `/100 ${unitText('', 'yd')}` };
  const meters = metersOf[unit];
  if (pacedSports.has(sport))
    return { isPace: true, name: t('Pace'), meters, unit: `/${unitText('', unit)}` };
  return { isPace: false, name: t('Speed'), meters, unit: unitText('', isMetric ? 'km/hr' : 'mi/hr') };
}

/** Nobody paces slower than this: the person stands still. */
const slowestSpeed = 0.3;

/** m/s as the chart has it: seconds for the way, or ways in an hour; null where the person stands still. */
export function speedValue(speed: number | null, form: SpeedForm): number | null {
  if (speed === null) return null;
  if (!form.isPace) return (speed * 3600) / form.meters;
  return speed < slowestSpeed ? null : form.meters / speed;
}

/** What the chart has, in words: `5:10 /km`, `24.3 km/h`. */
export function speedText(value: number, form: SpeedForm): QuantityText {
  return {
    figure: form.isPace ? clockText(value) : figureText(Math.round(value * 10) / 10),
    unit: form.unit,
  };
}

/** The unit of heart rates. */
export const bpm = unitText('HeartRate', 'count/min');

/** The figures of a whole workout, for its page and its file: m, s, m of climb, kcal, bpm, and the speed in its form; null if it has none. */
export function workoutFigures(
  { start, end, duration, distance, energy, metadata }: WorkoutDetail,
  track: WorkoutTrack | undefined,
  form: SpeedForm,
) {
  const seconds = duration ?? end - start;
  const way = distance ?? track?.length ?? null;
  const paused = end - start - seconds;
  return {
    way,
    seconds,
    speed: way === null || way === 0 || seconds <= 0 ? null : speedValue(way / seconds, form),
    moving: track?.movingSeconds ?? null,
    paused: paused >= 1 ? paused : null,
    energy,
    climb: printedMeters(metadata.find(([key]) => key === 'HKElevationAscended')?.[1]),
    heartRate: track?.heart?.average ?? null,
  };
}

/** `4180 cm` as the export prints it, in m; null if it isn't a height. */
export function printedMeters(text: string | undefined): number | null {
  const [, figure, unit = ''] = /^(\d+(?:\.\d+)?) (cm|m|ft)$/.exec(text ?? '') ?? [];
  const factor = { cm: 0.01, m: 1, ft: 0.3048 }[unit];
  return figure === undefined || factor === undefined ? null : Number(figure) * factor;
}
