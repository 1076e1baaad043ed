// Activity rings, from the text of an export: the days of Apple's summaries, what was closed, and streaks (src/core/history/README.md).
import { inCanonicalUnit } from './units.ts';

export interface PlainRing {
  readonly value: number | null;
  readonly goal: number | null;
}

export interface PlainRingDay {
  readonly day: string;
  readonly moveBy: 'energy' | 'time';
  /** kcal, or minutes. */
  readonly move: PlainRing;
  readonly exercise: PlainRing;
  readonly stand: PlainRing;
}

export interface PlainStreak {
  readonly days: number;
  readonly from: string;
  readonly to: string;
}

const names = ['move', 'exercise', 'stand'] as const;
const joulesOfKilocalorie = 4184;

/** The days of the summaries, in order. A day on which everything is 0, also the goals, is a placeholder and none. */
export function ringDays(text: string): PlainRingDay[] {
  return [...text.matchAll(/<ActivitySummary ([^>]*)\/>/g)]
    .map(([, attributes = '']) => {
      const printed = (name: string) => new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1];
      const number = (name: string) => {
        const found = printed(name);
        return found === undefined || found === '' ? null : Number(found);
      };
      const energy = (name: string) => {
        const value = number(name);
        const joules = inCanonicalUnit(value ?? 0, printed('activeEnergyBurnedUnit') ?? '');
        return value === null || joules === null ? null : joules.value / joulesOfKilocalorie;
      };
      // iOS 13 to 15 had another name for the time of a Move goal.
      const time = (rest: string) => number(`appleMoveTime${rest}`) ?? number(`appleMoveMinutes${rest}`);
      const ring = (value: number | null, goal: number | null): PlainRing => ({
        value,
        goal: goal === null || goal <= 0 ? null : goal,
      });
      const isTimed = (time('Goal') ?? 0) > 0 && (energy('activeEnergyBurnedGoal') ?? 0) <= 0;
      return {
        day: printed('dateComponents') ?? '',
        moveBy: isTimed ? ('time' as const) : ('energy' as const),
        move: isTimed
          ? ring(time(''), time('Goal'))
          : ring(energy('activeEnergyBurned'), energy('activeEnergyBurnedGoal')),
        exercise: ring(number('appleExerciseTime'), number('appleExerciseTimeGoal')),
        stand: ring(number('appleStandHours'), number('appleStandHoursGoal')),
      };
    })
    .filter((day) => names.some((name) => (day[name].value ?? 0) > 0 || day[name].goal !== null))
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** Closed: the value has reached the goal. A ring without a goal is neither closed nor missed. */
export const isMet = ({ value, goal }: PlainRing): boolean =>
  value !== null && goal !== null && value >= goal;

export const areAllMet = (day: PlainRingDay): boolean => names.every((name) => isMet(day[name]));

/** What a month, or any other days, add up to. Move in the unit of the latest of them. */
export function ringTotals(days: readonly PlainRingDay[]) {
  const moveBy = days.at(-1)?.moveBy ?? 'energy';
  const of = (name: (typeof names)[number]) => {
    const rings = days
      .filter((day) => name !== 'move' || day.moveBy === moveBy)
      .map(({ [name]: ring }) => ring);
    const values = rings.map(({ value }) => value).filter((value) => value !== null);
    return {
      days: values.length,
      sum: values.reduce((sum, value) => sum + value, 0),
      met: rings.filter(isMet).length,
      withGoal: rings.filter(({ value, goal }) => value !== null && goal !== null).length,
    };
  };
  return {
    move: of('move'),
    exercise: of('exercise'),
    stand: of('stand'),
    moveBy,
    all: days.filter(areAllMet).length,
  };
}

const next = (day: string, by: 1 | -1): string =>
  new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10);

/** `met`: the days of the whole history on which it was closed. `newest`: the last day with a summary. */
export function ringStreaks(met: ReadonlySet<string>, newest: string, exportDay: string) {
  const backFrom = (to: string): PlainStreak | null => {
    let [days, from] = [0, to];
    for (let day = to; met.has(day); day = next(day, -1)) [days, from] = [days + 1, day];
    return days === 0 ? null : { days, from, to };
  };
  // The day of the export was not over: it adds to a streak, and ends none.
  const isOver = met.has(newest) || newest < exportDay;
  const ends = [...met]
    .filter((day) => !met.has(next(day, 1)))
    .sort()
    .map(backFrom);
  const longest = Math.max(0, ...ends.map((streak) => streak?.days ?? 0));
  return {
    current: backFrom(isOver ? newest : next(newest, -1)),
    longest: ends.find((streak) => streak?.days === longest) ?? null,
  };
}
