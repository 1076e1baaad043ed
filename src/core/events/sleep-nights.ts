import { decidedBy } from './daily-figures.ts';
import type { RankOf } from './source-priority.ts';
import { firstIndex, longestSpanSeconds, type Span } from './spans.ts';
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
  // Categories may be bare integers (healthkit/README §1.5); HealthKit's numbers of the same six.
  '0': 'in_bed',
  '1': 'unspecified',
  '2': 'awake',
  '3': 'core',
  '4': 'deep',
  '5': 'rem',
};

/** The meaning of a value of SleepAnalysis; null for an unknown one. */
export function sleepStageOf(value: number | string): SleepStage | null {
  return Object.hasOwn(stageOfValue, value) ? (stageOfValue[value] ?? null) : null;
}

/** Sleeps that are further apart are two sessions: a nap is not the beginning of the night. */
const sessionGapSeconds = 2 * 3600;

/** UTC seconds; `end` is at most `longestSpanSeconds` after `start`. */
export interface SleepSample extends Span {
  readonly source: number;
  readonly stage: SleepStage;
  /** The user entered it: it counts before every device. */
  readonly isByHand: boolean;
}

/** A span of time and the sample that decides it: asleep or awake, never in bed. */
export interface SleepPart extends Span {
  readonly sample: SleepSample;
}

/** Time asleep that belongs together. `start` and `end`: in bed, as far as it is known. */
export interface SleepSession extends Span {
  /** Asleep and awake, ascending. */
  readonly parts: readonly SleepPart[];
  /** The evening that it belongs to. */
  readonly night: number;
}

/** Seconds. */
export interface SleepFigures {
  readonly total: number;
  readonly core: number;
  readonly deep: number;
  readonly rem: number;
  readonly awake: number;
}

/** The night that an end belongs to: before noon the evening before, else the same local day (trendy/README §3.3). */
export function nightOf(end: number, zone: Zone): number {
  const day = zone.dayOf(end);
  return end < zone.noonOf(day) ? day - 1 : day;
}

/** Within a source: a span of waking is more precise than the sleep around it, a stage more than the sleep that it is a part of. */
const stageOrder: Readonly<Record<SleepStage, number>> = {
  awake: 0,
  deep: 1,
  rem: 2,
  core: 3,
  unspecified: 4,
  in_bed: 5,
};

/** The state of each instant: the first that says asleep or awake decides, by manual entries, then sources, then stages. In bed says neither. */
export function decidedParts(samples: readonly SleepSample[], rankOf: RankOf): SleepPart[] {
  return decidedBy(
    samples.filter(({ stage }) => stage !== 'in_bed'),
    (a, b) =>
      Number(b.isByHand) - Number(a.isByHand) ||
      rankOf(a.source) - rankOf(b.source) ||
      stageOrder[a.stage] - stageOrder[b.stage] ||
      a.start - b.start ||
      a.end - b.end,
  );
}

/**
 * Groups the decided spans into sessions. A session longer than a day is not one: it is cut at local noons, as the
 * phone's nights are. Waking counts inside a session and where it adjoins one. `samples` have the time in bed, those of a
 * source that has a say in the sleep: before the first sleep after that, and after the last one before it ended, within the gap.
 */
export function sleepSessions(
  parts: readonly SleepPart[],
  samples: readonly SleepSample[],
  zone: Zone,
): SleepSession[] {
  const sessions = runsOf(parts.filter(isAsleep), sessionGapSeconds).flatMap((run) => {
    const isLong = endOf(run) - startOf(run) > longestSpanSeconds;
    const pieces = isLong ? cutAtNoons(run, zone) : [run];
    return pieces.map((piece) => ({
      asleep: piece,
      start: startOf(piece),
      end: endOf(piece),
      night: nightOf(isLong ? endOf(piece) - 1 : endOf(piece), zone),
      sources: new Set(piece.map(({ sample }) => sample.source)),
      awake: [] as SleepPart[],
    }));
  });
  const firsts = sessions.map(({ start }) => start);
  const lasts = sessions.map(({ end }) => end);
  for (const { stage, source, start, end } of samples) {
    if (stage !== 'in_bed') continue;
    // The first session that still has sleep after the start, and the last one that has some before the end.
    const after = sessions[firstIndex(lasts, (last) => last > start)];
    const before = sessions[firstIndex(firsts, (first) => first >= end) - 1];
    if (after?.sources.has(source) && Math.max(start, startOf(after.asleep)) <= end + sessionGapSeconds)
      after.start = Math.min(after.start, start);
    if (before?.sources.has(source) && Math.min(end, endOf(before.asleep)) >= start - sessionGapSeconds)
      before.end = Math.max(before.end, end);
  }
  const ends = sessions.map(({ end }) => end);
  const awake = runsOf(
    parts.filter((part) => !isAsleep(part)),
    0,
  );
  for (const run of awake) {
    const session = sessions[firstIndex(ends, (end) => end >= startOf(run))];
    if (!session || session.start > endOf(run)) continue;
    // Some trackers report a whole day awake: only the part inside counts.
    const isShort = endOf(run) - startOf(run) <= sessionGapSeconds;
    session.awake.push(...(isShort ? run : within(run, session)));
  }
  return sessions.map(({ asleep, awake, start, end, night }) => ({
    start,
    end,
    night,
    parts: [...asleep, ...awake].sort((a, b) => a.start - b.start),
  }));
}

/** How long everything was. */
export function figuresOf(parts: readonly SleepPart[]): SleepFigures {
  const sum = { in_bed: 0, awake: 0, unspecified: 0, core: 0, deep: 0, rem: 0 };
  for (const { start, end, sample } of parts) sum[sample.stage] += end - start;
  const { awake, unspecified, core, deep, rem } = sum;
  return { total: unspecified + core + deep + rem, core, deep, rem, awake };
}

export function isAsleep({ sample }: SleepPart): boolean {
  return sample.stage !== 'awake';
}

type Run = readonly [SleepPart, ...SleepPart[]];

const startOf = ([first]: Run): number => first.start;
const endOf = (run: Run): number => (run.at(-1) as SleepPart).end;

/** Parts with no more than `gap` between them. */
function runsOf(parts: readonly SleepPart[], gap: number): Run[] {
  const runs: [SleepPart, ...SleepPart[]][] = [];
  for (const part of parts) {
    const last = runs.at(-1);
    if (last && part.start - endOf(last) <= gap) last.push(part);
    else runs.push([part]);
  }
  return runs;
}

function within(parts: readonly SleepPart[], { start, end }: Span): SleepPart[] {
  return parts
    .map((part) => ({ ...part, start: Math.max(part.start, start), end: Math.min(part.end, end) }))
    .filter((part) => part.end > part.start);
}

function cutAtNoons(run: Run, zone: Zone): Run[] {
  const pieces = new Map<number, [SleepPart, ...SleepPart[]]>();
  for (const { start, end, sample } of run) {
    for (let from = start; from < end; ) {
      const night = nightOf(from, zone);
      const to = Math.min(end, zone.noonOf(night + 1));
      const piece = pieces.get(night);
      if (piece) piece.push({ start: from, end: to, sample });
      else pieces.set(night, [{ start: from, end: to, sample }]);
      from = to;
    }
  }
  return [...pieces.values()];
}
