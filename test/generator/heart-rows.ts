import { beatLines } from './beats.ts';
import type { DayPlan } from './day-plan.ts';
import { between, clamp, type Random, whole } from './random.ts';
import type { Metadata } from './record-writer.ts';
import { category, quantity, type Reading, type Row, scattered, sensedRate, timed } from './rows.ts';
import { attributeText, sixDigits } from './text.ts';

type Timed = Reading & { readonly at: number };

const perMinute = attributeText('count/min');

function motion(random: Random): Metadata | undefined {
  return random() < 0.7 ? [['HKMetadataKeyHeartRateMotionContext', String(whole(random, 0, 2))]] : undefined;
}

/** Every five minutes all day, every few seconds in a workout. */
function* heartRates(plan: DayPlan, random: Random, density: number): Generator<Timed> {
  const count = Math.max(12, Math.round(250 * density * between(random, 0.8, 1.2)));
  const step = (plan.bed - plan.start) / count;
  const busy = (at: number) => plan.workouts.some((w) => at >= w.start && at <= w.start + w.elapsed);
  const reading = (at: number): Timed => {
    const rate = sensedRate(random, plan, at);
    const value =
      random() < 0.92 ? String(rate) : sixDigits(clamp(rate + between(random, -0.5, 0.5), 48, 170));
    return { at, unit: perMinute, value, metadata: motion(random) };
  };
  for (let i = 0; i < count; i++) {
    const at = Math.floor(plan.start + (i + random() * 0.9) * step);
    if (!busy(at)) yield reading(at);
  }
  const every = Math.round(clamp(12 / density, 8, 60));
  for (const workout of plan.workouts)
    for (let s = 0; s + 5 < workout.elapsed; s += every)
      yield reading(workout.start + s + whole(random, 0, 5));
}

/** What the Watch reads from the pulse. */
export const heartRows: readonly Row[] = [
  timed(`${quantity}HeartRate`, 'watch', (plan, random, context) =>
    heartRates(plan, random, context.settings.density),
  ),
  timed(`${quantity}RestingHeartRate`, 'watch', (plan, random) => [
    // Written half a day after its own time (healthkit/README §1.6, late arrivals).
    {
      at: plan.start + whole(random, 0, 50),
      seconds: 43_000,
      delay: whole(random, 39_000, 41_000),
      unit: perMinute,
      value: String(plan.restingRate),
    },
  ]),
  timed(`${quantity}WalkingHeartRateAverage`, 'watch', (plan, random) => [
    {
      at: plan.wake,
      seconds: Math.max(60, plan.bed - plan.wake - 600),
      unit: perMinute,
      value: sixDigits(plan.restingRate + between(random, 36, 48)),
    },
  ]),
  scattered(`${quantity}HeartRateVariabilitySDNN`, 'watch', 6, 'worn', (random, at, plan, context) => {
    const sdnn = between(random, 18, 110);
    return {
      unit: 'ms',
      value: sixDigits(sdnn),
      seconds: 60,
      beats: beatLines(context, random, plan, at, sdnn),
    };
  }),
  // iOS 27 adds this type; `sampleQuality` is our invention of an attribute to come (healthkit/README §1.3).
  scattered(`${quantity}HeartRateVariabilityRMSSD`, 'watch', 0.5, 'asleep', (random) => ({
    unit: 'ms',
    value: sixDigits(between(random, 20, 90)),
    seconds: 60,
    novelty: ' sampleQuality="high"',
  })),
  scattered(`${category}HighHeartRateEvent`, 'watch', 0.01, 'awake', (random) => ({
    value: 'HKCategoryValueNotApplicable',
    seconds: whole(random, 600, 900),
    metadata: [['HKHeartRateEventThreshold', '120 count/min']],
  })),
  timed(`${quantity}HeartRateRecoveryOneMinute`, 'watch', (plan, random) =>
    plan.workouts
      .filter((workout) => workout.sport.effort > 0.6)
      .map((workout) => ({
        at: workout.start + workout.elapsed + 60,
        unit: perMinute,
        value: String(whole(random, 18, 42)),
      })),
  ),
];
