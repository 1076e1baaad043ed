import { midnight, zoneOn } from './calendar.ts';
import type { Settings } from './options.ts';
import { bell, between, clamp, pick, type Random, randomFor, whole } from './random.ts';
import { type Sport, sports } from './sports.ts';

/** One stretch of walking. */
export interface Bout {
  readonly start: number;
  readonly seconds: number;
  readonly steps: number;
  readonly kilometers: number;
  /** The iPhone was in the pocket, so that it counted the same steps. */
  readonly carried: boolean;
}

export interface WorkoutPlan {
  readonly sport: Sport;
  readonly start: number;
  /** Seconds from start to end; `paused` of them, from `pauseAt` on, do not count as duration. */
  readonly elapsed: number;
  readonly paused: number;
  readonly pauseAt: number;
  readonly kilometers: number;
  readonly kilocalories: number;
}

/** What happened on one day, in UTC seconds, before any source measured it. */
export interface DayPlan {
  readonly day: number;
  readonly zone: string;
  readonly start: number;
  /** Where the next day starts: no sample of this day does so later, also when a flight makes the day short. */
  readonly end: number;
  readonly wake: number;
  readonly bed: number;
  readonly restingRate: number;
  readonly kilograms: number;
  readonly activeKilocalories: number;
  readonly basalKilocalories: number;
  readonly bouts: readonly Bout[];
  readonly workouts: readonly WorkoutPlan[];
  readonly exerciseMinutes: readonly number[];
  readonly standHours: readonly { readonly start: number; readonly stood: boolean }[];
}

export type DayPlans = (day: number) => DayPlan;

function planWorkouts(random: Random, start: number, weekend: boolean, kilograms: number): WorkoutPlan[] {
  if (random() > (weekend ? 0.65 : 0.5)) return [];
  const sport = weekend && random() < 0.3 ? (sports[6] ?? sports[0]) : pick(random, sports);
  const hour = weekend ? between(random, 9, 15) : pick(random, [6.9, 12.2, 17.8, 18.4]);
  const elapsed = Math.round(between(random, sport.shortest, sport.longest) * 60);
  const paused = random() < 0.4 ? whole(random, 15, 300) : 0;
  const hours = (elapsed - paused) / 3600;
  return [
    {
      sport,
      start: start + Math.round(hour * 3600) + whole(random, 0, 1500),
      elapsed,
      paused,
      pauseAt: whole(random, 200, Math.floor(elapsed / 2)),
      kilometers: between(random, sport.slow, sport.fast) * hours,
      kilocalories: sport.metabolic * between(random, 0.85, 1.1) * kilograms * hours,
    },
  ];
}

function workoutBouts(random: Random, workout: WorkoutPlan): Bout[] {
  if (workout.sport.cadence === 0) return [];
  const bouts: Bout[] = [];
  const pieces = Math.max(1, Math.floor(workout.elapsed / 300));
  const seconds = Math.floor(workout.elapsed / pieces);
  const carried = workout.sport.effort < 0.6 || random() < 0.3;
  for (let i = 0; i < pieces; i++) {
    const steps = Math.round(
      workout.sport.cadence * between(random, 0.95, 1.05) * (seconds - workout.paused / pieces),
    );
    const kilometers = workout.kilometers / pieces;
    bouts.push({ start: workout.start + i * seconds, seconds: seconds - 2, steps, kilometers, carried });
  }
  return bouts;
}

/** Walking more on the way to work, at noon and in the evening. */
function hourWeight(hour: number): number {
  if (hour < 7) return 0.3;
  if (hour < 9 || (hour >= 17 && hour < 19)) return 2;
  return hour >= 12 && hour < 14 ? 1.6 : hour >= 21 ? 0.4 : 0.8;
}

function planBouts(
  random: Random,
  start: number,
  wake: number,
  bed: number,
  workouts: readonly WorkoutPlan[],
  total: number,
): Bout[] {
  const count = whole(random, 30, 44);
  const slot = (bed - wake) / count;
  const weights = Array.from(
    { length: count },
    (_, i) => hourWeight((wake + i * slot - start) / 3600) * between(random, 0.1, 1.9),
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  const bouts: Bout[] = workouts.flatMap((workout) => workoutBouts(random, workout));
  for (const [i, weight] of weights.entries()) {
    const cadence = between(random, 1.2, 1.9);
    const steps = Math.max(5, Math.round((total * weight) / sum));
    const seconds = clamp(Math.round(steps / cadence), 4, Math.floor(slot) - 20);
    const at = Math.floor(wake + i * slot + random() * (slot - seconds - 15));
    const kilometers = steps * between(random, 0.00068, 0.00076);
    const carried = random() < 0.72;
    const free = workouts.every(
      (workout) => at + seconds < workout.start || at > workout.start + workout.elapsed,
    );
    if (free) bouts.push({ start: at, seconds, steps, kilometers, carried });
  }
  return bouts;
}

function exerciseMinutes(workouts: readonly WorkoutPlan[], bouts: readonly Bout[]): number[] {
  const starts: number[] = [];
  for (const workout of workouts) {
    if (workout.sport.effort < 0.3) continue;
    for (let s = 0; s + 60 <= workout.elapsed - workout.paused; s += 60) starts.push(workout.start + s);
  }
  for (const bout of bouts) {
    const inside = workouts.some((w) => bout.start >= w.start && bout.start <= w.start + w.elapsed);
    const brisk = bout.steps / bout.seconds > 1.62;
    for (let s = 0; !inside && brisk && s + 60 <= bout.seconds; s += 60) starts.push(bout.start + s);
  }
  return starts;
}

/** Days as the person lived them: the same for the same person and day, whatever is exported of it. Kept once made. */
export function dayPlans(settings: Settings): DayPlans {
  const known = new Map<number, DayPlan>();
  const make = (day: number): DayPlan => {
    const random = randomFor(settings.personSeed, 'day', day);
    const zone = zoneOn(day, settings.homeZone, settings.travelBeforeDay);
    const start = midnight(day, zone);
    const end = midnight(day + 1, zoneOn(day + 1, settings.homeZone, settings.travelBeforeDay));
    const weekend = (day + 4) % 7 === 6 || (day + 4) % 7 === 0;
    const wake = start + Math.round(3600 * (6.7 + (weekend ? 1.2 : 0) + bell(random) * 0.35));
    const bed = start + Math.round(3600 * clamp(22.9 + bell(random) * 0.5, 21.2, 23.9));
    const kilograms = 76 + 2.5 * Math.sin(day / 140) + bell(random) * 0.35 - (settings.person - 1) * 14;
    const restingRate = Math.round(clamp(55 + 3 * Math.sin(day / 90) + bell(random) * 1.6, 48, 64));
    const workouts = planWorkouts(random, start, weekend, kilograms);
    const bouts = planBouts(
      random,
      start,
      wake,
      bed,
      workouts,
      6600 * Math.exp(bell(random) * 0.28) * (weekend ? 0.85 : 1),
    );
    const spent = workouts.reduce((sum, workout) => sum + workout.kilocalories, 0);
    const standHours = Array.from({ length: 16 }, (_, i) => {
      const from = start + (7 + i) * 3600;
      const stood = bouts.some((bout) => bout.start >= from && bout.start < from + 3600) && random() < 0.88;
      return { start: from, stood };
    });
    return {
      day,
      zone,
      start,
      end,
      wake,
      bed,
      restingRate,
      kilograms,
      activeKilocalories:
        spent + bouts.reduce((sum, bout) => sum + bout.steps, 0) * 0.042 + between(random, 40, 120),
      basalKilocalories: kilograms * between(random, 22.2, 22.8),
      bouts,
      workouts,
      exerciseMinutes: exerciseMinutes(workouts, bouts),
      standHours: standHours.filter((hour) => hour.start + 3600 <= end),
    };
  };
  return (day) => {
    let plan = known.get(day);
    if (!plan) {
      plan = make(day);
      known.set(day, plan);
    }
    return plan;
  };
}

/** Beats a minute at an instant of the day, before the noise of a sensor. */
export function heartRateAt(plan: DayPlan, at: number): number {
  for (const workout of plan.workouts) {
    const since = at - workout.start;
    if (since < 0 || since > workout.elapsed) continue;
    const ramp = Math.min(1, since / 420, (workout.elapsed - since) / 90 + 0.5);
    return plan.restingRate + (178 - plan.restingRate) * workout.sport.effort * (0.35 + 0.65 * ramp);
  }
  if (at < plan.wake || at > plan.bed) return plan.restingRate - 2 + 3 * Math.sin(at / 2700);
  for (const bout of plan.bouts)
    if (at >= bout.start && at <= bout.start + bout.seconds) return plan.restingRate + 42;
  return plan.restingRate + 14 + 6 * Math.sin((at - plan.start) / 9000);
}
