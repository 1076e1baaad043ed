import type { Context } from './context.ts';
import type { DayPlan } from './day-plan.ts';
import { between, type Random, randomFor, whole } from './random.ts';
import { category, quantity, type Row, scattered, sensedRate, spread, timed } from './rows.ts';
import { attributeText, sixDigits } from './text.ts';

const perMinute = attributeText('count/min');
const effortUnit = attributeText('kcal/hr\u00b7kg');

function* energy(
  plan: DayPlan,
  random: Random,
  perDay: number,
  from: number,
  to: number,
  total: number,
  even: boolean,
): Generator<{ at: number; seconds: number; amount: number }> {
  const count = Math.max(20, Math.round(perDay * between(random, 0.85, 1.15)));
  const step = (to - from) / count;
  const starts = Array.from({ length: count }, (_, i) => Math.floor(from + i * step));
  const amounts = even ? starts.map(() => total / count) : spread(random, plan, starts, total);
  for (const [i, at] of starts.entries())
    yield { at, seconds: Math.max(1, Math.floor(step) - whole(random, 0, 1)), amount: amounts[i] ?? 0 };
}

function activeEnergy(plan: DayPlan, random: Random, density: number) {
  return energy(plan, random, 650 * density, plan.wake - 1200, plan.bed, plan.activeKilocalories, false);
}

const movement: readonly Row[] = [
  timed(`${quantity}StepCount`, 'watch', function* (plan, random) {
    for (const bout of plan.bouts)
      yield {
        at: bout.start,
        seconds: bout.seconds,
        unit: 'count',
        value: String(bout.steps),
        delay: whole(random, 30, 900),
      };
  }),
  timed(`${quantity}DistanceWalkingRunning`, 'watch', function* (plan, _random, { units }) {
    for (const bout of plan.bouts) {
      const half = Math.floor(bout.seconds / 2);
      const share = half < 2 ? 1 : 0.5;
      yield {
        at: bout.start,
        seconds: half < 2 ? bout.seconds : half,
        unit: units.distance.unit,
        value: units.distance.print(bout.kilometers * share),
      };
      if (share === 0.5)
        yield {
          at: bout.start + half,
          seconds: bout.seconds - half,
          unit: units.distance.unit,
          value: units.distance.print(bout.kilometers * share),
        };
    }
  }),
  timed(`${quantity}ActiveEnergyBurned`, 'watch', function* (plan, random, { units, settings }) {
    for (const part of activeEnergy(plan, random, settings.density))
      yield {
        at: part.at,
        seconds: part.seconds,
        unit: units.energy.unit,
        value: units.energy.print(part.amount),
      };
  }),
  timed(`${quantity}BasalEnergyBurned`, 'watch', function* (plan, random, { units, settings }) {
    for (const part of energy(
      plan,
      random,
      300 * settings.density,
      plan.start,
      plan.start + 86_400,
      plan.basalKilocalories,
      true,
    ))
      yield {
        at: part.at,
        seconds: part.seconds,
        unit: units.energy.unit,
        value: units.energy.print(part.amount * between(random, 0.94, 1.06)),
      };
  }),
  timed(`${quantity}AppleExerciseTime`, 'watch', (plan) =>
    plan.exerciseMinutes.map((at) => ({ at, seconds: 60, unit: 'min', value: '1' })),
  ),
  scattered(`${quantity}AppleStandTime`, 'watch', 50, 'awake', (random) => ({
    unit: 'min',
    value: String(whole(random, 1, 5)),
    seconds: 300,
  })),
  timed(`${category}AppleStandHour`, 'watch', (plan) =>
    plan.standHours.map(({ start, stood }) => ({
      at: start,
      seconds: 3600,
      value: `HKCategoryValueAppleStandHour${stood ? 'Stood' : 'Idle'}`,
    })),
  ),
  scattered(`${quantity}PhysicalEffort`, 'watch', 120, 'awake', (random, at, plan) => ({
    unit: effortUnit,
    value: sixDigits(Math.max(1, (sensedRate(random, plan, at) - plan.restingRate) / 14)),
    seconds: whole(random, 60, 300),
    metadata: random() < 0.9 ? [['HKPhysicalEffortEstimationType', '1']] : undefined,
  })),
  scattered(`${quantity}TimeInDaylight`, 'watch', 8, 'awake', (random) => ({
    unit: 'min',
    value: String(whole(random, 1, 5)),
    seconds: 300,
  })),
];

const body: readonly Row[] = [
  scattered(`${quantity}RespiratoryRate`, 'watch', 12, 'asleep', (random) => ({
    unit: perMinute,
    value: sixDigits(between(random, 12, 17)),
  })),
  scattered(`${quantity}OxygenSaturation`, 'watch', 12, 'worn', (random) => ({
    unit: '%',
    value: sixDigits(whole(random, 94, 100) / 100),
    seconds: 15,
    metadata: [['HKMetadataKeyBarometricPressure', `${sixDigits(between(random, 98, 103))} kPa`]],
  })),
  scattered(
    `${quantity}AppleSleepingWristTemperature`,
    'watch',
    0.9,
    'asleep',
    (random, _at, _plan, { units }) => ({
      unit: units.temperature.unit,
      value: units.temperature.print(between(random, 33.6, 35.9)),
      seconds: 18_000,
    }),
  ),
  scattered(`${quantity}VO2Max`, 'watch', 0.2, 'awake', (random, _at, plan) => ({
    unit: attributeText('mL/min\u00b7kg'),
    value: sixDigits(44 - (plan.restingRate - 55) / 3 + between(random, -0.8, 0.8)),
    metadata: [['HKVO2MaxTestType', '2']],
  })),
  scattered(`${quantity}EnvironmentalAudioExposure`, 'watch', 20, 'awake', (random) => ({
    unit: 'dBASPL',
    value: sixDigits(between(random, 38, 84)),
    seconds: whole(random, 600, 1800),
  })),
  scattered(`${category}AudioExposureEvent`, 'watch', 0.02, 'awake', () => ({
    value: 'HKCategoryValueEnvironmentalAudioExposureEventMomentaryLimit',
    seconds: 180,
  })),
  scattered(`${category}HandwashingEvent`, 'watch', 3, 'awake', (random) => ({
    value: 'HKCategoryValueNotApplicable',
    seconds: whole(random, 20, 34),
  })),
];

/** What the Watch writes besides the pulse. */
export const watchRows: readonly Row[] = [...movement, ...body];

/** Kilocalories of movement up to an instant: what the rings of a day show that is not over. */
export function activeEnergyUntil(context: Context, plan: DayPlan, until: number): number {
  if (until >= plan.bed + 1200) return plan.activeKilocalories;
  const { personSeed, density } = context.settings;
  const random = randomFor(personSeed, 'row', `${quantity}ActiveEnergyBurned watch`, plan.day);
  let sum = 0;
  for (const part of activeEnergy(plan, random, density))
    if (part.at + part.seconds < until) sum += part.amount;
  return sum;
}
