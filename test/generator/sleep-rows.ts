import { dayOf } from './calendar.ts';
import type { Context } from './context.ts';
import type { DayPlan } from './day-plan.ts';
import { pick, type Random, randomFor, whole } from './random.ts';
import { category, type Reading, type Row } from './rows.ts';
import type { SourceId } from './sources.ts';

type Timed = Reading & { readonly at: number; readonly seconds: number };

const value = 'HKCategoryValueSleepAnalysis';
/** watchOS 9 began to tell stages apart. */
const stagesFrom = dayOf('2022-09-12');
const nextStages = ['AsleepCore', 'AsleepDeep', 'AsleepCore', 'AsleepREM', 'AsleepCore', 'Awake'] as const;

interface Night {
  readonly bed: number;
  readonly wake: number;
  readonly metadata: readonly (readonly [string, string])[];
}

function* onPhone(night: Night): Generator<Timed> {
  yield { at: night.bed, seconds: night.wake - night.bed, value: `${value}InBed`, metadata: night.metadata };
}

function* onWatch(night: Night, plan: DayPlan, random: Random, context: Context): Generator<Timed> {
  let at = night.bed + whole(random, 300, 1500);
  const { pre16 } = context.settings;
  if (pre16 || plan.day < stagesFrom) {
    // The old spelling of AsleepUnspecified: one identity (import/README, Identity).
    const kind = pre16 ? 'Asleep' : 'AsleepUnspecified';
    yield { at, seconds: night.wake - at, value: value + kind, metadata: night.metadata };
    return;
  }
  for (let i = 0; at < night.wake; i++) {
    const stage = nextStages[i % nextStages.length];
    const longest = stage === 'Awake' ? 420 : stage === 'AsleepCore' ? 2700 : 1900;
    const seconds = Math.min(night.wake - at, whole(random, 90, longest));
    yield { at, seconds, value: `${value}${stage}`, metadata: night.metadata };
    at += seconds;
  }
}

/** An app that only knows "asleep", on some nights: overlapping what the Watch says (healthkit/README §1.7). */
function* inApp(night: Night, _plan: DayPlan, random: Random): Generator<Timed> {
  if (random() < 0.3)
    yield { at: night.bed + 500, seconds: night.wake - night.bed - 1100, value: `${value}AsleepUnspecified` };
}

type Write = (night: Night, plan: DayPlan, random: Random, context: Context) => Iterable<Timed>;

/** The night that ends on the day. */
function nightRow(source: SourceId, write: Write): Row {
  const type = `${category}SleepAnalysis`;
  return {
    type,
    source,
    emit(plan, _random, writer, context) {
      const before = context.plans(plan.day - 1);
      // Both sources tell of one night, so its hours have a stream of their own.
      const shared = randomFor(context.settings.personSeed, 'night', plan.day);
      const bed = Math.max(before.bed, plan.start - 3 * 3600) + whole(shared, 0, 900);
      if (plan.wake - bed < 3 * 3600) return;
      const metadata = [['HKTimeZone', pick(shared, [plan.zone])]] as const;
      const random = randomFor(context.settings.personSeed, 'night', source, plan.day);
      for (const part of write({ bed, wake: plan.wake, metadata }, plan, random, context)) {
        const end = part.at + part.seconds;
        const created = plan.wake + whole(random, 60, 900);
        writer.add({
          type,
          source,
          unit: '',
          value: part.value ?? null,
          start: part.at,
          end,
          created,
          metadata: part.metadata,
        });
      }
    },
  };
}

export const sleepRows: readonly Row[] = [
  nightRow('phone', onPhone),
  nightRow('watch', onWatch),
  nightRow('nights', inApp),
];
