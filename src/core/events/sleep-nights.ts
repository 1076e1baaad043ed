import { lengthOf, overlapsAny, type Span, united, without } from './spans.ts';
import type { Zone } from './zone.ts';

export const sleepStages = ['in_bed', 'awake', 'unspecified', 'core', 'deep', 'rem'] as const;
export type SleepStage = (typeof sleepStages)[number];

const stageOfValue: Readonly<Record<string, SleepStage>> = {
  HKCategoryValueSleepAnalysisInBed: 'in_bed',
  HKCategoryValueSleepAnalysisAwake: 'awake',
  HKCategoryValueSleepAnalysisAsleepUnspecified: 'unspecified',
  HKCategoryValueSleepAnalysisAsleepCore: 'core',
  HKCategoryValueSleepAnalysisAsleepDeep: 'deep',
  HKCategoryValueSleepAnalysisAsleepREM: 'rem',
  // Categories may be bare integers (apple-health-export §1.5); HealthKit's numbers of the same six.
  '0': 'in_bed',
  '1': 'unspecified',
  '2': 'awake',
  '3': 'core',
  '4': 'deep',
  '5': 'rem',
};

/** What a value of SleepAnalysis tells; null for one that we do not know. */
export function sleepStageOf(value: number | string): SleepStage | null {
  return Object.hasOwn(stageOfValue, value) ? (stageOfValue[value] ?? null) : null;
}

export interface SleepSample extends Span {
  readonly source: number;
  readonly stage: SleepStage;
}

/** What one source tells of one night. Seconds; `bedtime` and `wakeTime` are UTC seconds. */
export interface SleepFigures {
  readonly total: number;
  readonly core: number;
  readonly deep: number;
  readonly rem: number;
  readonly awake: number;
  readonly bedtime: number;
  readonly wakeTime: number;
}

/** The night that an end belongs to: before noon the evening before, else the same local day (trendy-backend §3.3). */
export function nightOf(end: number, zone: Zone): number {
  const day = zone.dayOf(end);
  return end < zone.noonOf(day) ? day - 1 : day;
}

/**
 * Figures of the samples of one source and one night, null without sleep. Every instant counts once: deep over REM over
 * core, stages over generic. A generic sample that overlaps a stage tells the same sleep coarsely and is left out; one
 * that does not (a nap without stages) counts. In bed only moves bedtime and wake time; awake only adds to `awake`.
 */
export function sleepFigures(samples: readonly SleepSample[]): SleepFigures | null {
  const of = (stage: SleepStage): Span[] => united(samples.filter((sample) => sample.stage === stage));
  const deep = of('deep');
  const rem = without(of('rem'), deep);
  const core = without(of('core'), united([...deep, ...rem]));
  const staged = united([...deep, ...rem, ...core]);
  const generic = united(
    samples.filter((sample) => sample.stage === 'unspecified' && !overlapsAny(staged, sample)),
  );
  const total = lengthOf(staged) + lengthOf(generic);
  if (total === 0) return null;
  let bedtime = Number.POSITIVE_INFINITY;
  let wakeTime = Number.NEGATIVE_INFINITY;
  for (const { start, end, stage } of samples) {
    if (stage === 'awake') continue;
    bedtime = Math.min(bedtime, start);
    wakeTime = Math.max(wakeTime, end);
  }
  const lengths = {
    core: lengthOf(core),
    deep: lengthOf(deep),
    rem: lengthOf(rem),
    awake: lengthOf(of('awake')),
  };
  return { total, ...lengths, bedtime, wakeTime };
}
