// What several exports of one person say together: which samples and workouts there are now.
import type { Correlation, ExportFile, Sample, Workout } from './read-export.ts';

export interface Counted<T> {
  readonly item: T;
  /** Equal samples that one file holds are several samples: the most of one file. A child of a correlation is the one at the top level. */
  readonly copies: number;
}

export interface History {
  readonly samples: readonly Counted<Sample>[];
  readonly workouts: readonly Counted<Workout>[];
  /** How many were superseded by a newer version, or are no longer in the Health app. */
  readonly removed: number;
}

/** What tells two of them apart, and who else is like them. */
interface Rules<T> {
  /** Type and source, start and end: beside the value. */
  readonly place: (item: T) => string;
  readonly isSame: (a: T, b: T) => boolean;
  /** Samples of one kind and source: among these one is superseded, or found to be gone. */
  readonly group: (item: T) => string;
  readonly isLike: (a: T, b: T) => boolean;
  readonly isChild: (item: T) => boolean;
  /** Whether the same one may have other contents in a newer file. */
  readonly isRewritten: boolean;
  readonly mayBeGone: (item: T) => boolean;
  /** Whether it can have been then: a file is no word about a time because of one that cannot. */
  readonly isPossible: (item: T, exportAt: number) => boolean;
  /** Whether someone entered it: such are told of by the others that two files have in common. */
  readonly isEntered: (item: T) => boolean;
  /** Whether its number could not be read: it may be any that began with it. */
  readonly isUnread: (item: T) => boolean;
}

interface Met<T> {
  item: T;
  readonly holders: Set<ExportFile>;
  copies: number;
}

type Thing = Pick<Sample, 'start' | 'end' | 'source' | 'sync'> & {
  readonly created?: number | null;
};

const earlier = (a: number | null = null, b: number | null = null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

/** Values are printed with some six digits, after another region's unit was converted. */
function isSameValue(a: Sample, b: Sample): boolean {
  if (a.value === null || b.value === null) return a.value === b.value && a.text === b.text;
  return a.unit === b.unit && Math.abs(a.value - b.value) <= 1e-4 * Math.max(Math.abs(a.value), 1e-3);
}

/** Measures of which Health keeps fewer later on: absence removes none ("Accessing condensed workout samples"). */
const rates = /(HeartRate|RespiratoryRate|OxygenSaturation|AudioExposure|Speed)$/;

/** A day of 25 hours is the longest there is. */
const lastADay =
  /(StepCount|EnergyBurned|Distance\w+|FlightsClimbed|ExerciseTime|AudioExposure|DietaryWater|SleepAnalysis|MindfulSession)$/;

const isThen = ({ start, end }: Thing, exportAt: number): boolean =>
  end >= start && start >= Date.UTC(1900, 0) / 1000 && start <= exportAt + 3600;

/** In whichever stage. */
const isAsleep = ({ text }: Sample): boolean => text.startsWith('HKCategoryValueSleepAnalysisAsleep');

const sampleRules: Rules<Sample> = {
  place: ({ type, source, start, end }) => [type, source, start, end].join('\n'),
  isSame: isSameValue,
  group: ({ type, source }) => `${type}\n${source}`,
  isLike: (a, b) => a.value !== null || a.text === b.text || (isAsleep(a) && isAsleep(b)),
  isChild: ({ isChild }) => isChild,
  isRewritten: false,
  mayBeGone: ({ type }) => !rates.test(type),
  isPossible: (item, exportAt) =>
    isThen(item, exportAt) && !(lastADay.test(item.type) && item.end - item.start > 25 * 3600),
  isEntered: ({ isByHand }) => isByHand,
  isUnread: ({ type, value }) => type.startsWith('HKQuantity') && value === null,
};

const workoutRules: Rules<Workout> = {
  place: ({ activity, source, start, end }) => [activity, source, start, end].join('\n'),
  // Its figures may change, and are those of the newest file.
  isSame: () => true,
  group: ({ source }) => source,
  isLike: (a, b) => a.activity === b.activity,
  isChild: () => false,
  isRewritten: true,
  mayBeGone: () => true,
  isPossible: isThen,
  isEntered: () => false,
  isUnread: () => false,
};

const correlationRules: Rules<Correlation> = {
  place: ({ type, source, start, end }) => [type, source, start, end].join('\n'),
  isSame: (a, b) =>
    a.members.length === b.members.length &&
    a.members.every((one) => b.members.some((other) => other.type === one.type && isSameValue(one, other))),
  group: ({ type, source }) => `${type}\n${source}`,
  isLike: () => true,
  isChild: () => false,
  isRewritten: false,
  mayBeGone: () => true,
  isPossible: isThen,
  isEntered: () => false,
  isUnread: () => false,
};

/** All that the files say, as after the removals of each import were undone. */
export function uniteExports(exports: readonly ExportFile[]): History {
  const files = underOneName(exports);
  const samples = meet(files, (file) => file.samples, sampleRules);
  return { samples, workouts: meet(files, (file) => file.workouts, workoutRules), removed: 0 };
}

/**
 * What files hold once a source's samples had been taken for those of `original`, and then, the person said no, were read again under their
 * own `name`: those that folded stay with the original.
 */
export function underBothNames(exports: readonly ExportFile[], name: string, original: string): ExportFile[] {
  const both = <T extends { readonly source: string }>(items: readonly T[], moved: (item: T) => T): T[] =>
    items.flatMap((item) => (item.source === name ? [moved(item), item] : [item]));
  const moved = <T extends { readonly source: string }>(item: T): T => ({ ...item, source: original });
  return exports.map(({ exportAt, samples, workouts, correlations }) => ({
    exportAt,
    samples: both(samples, moved),
    workouts: both(workouts, moved),
    correlations: both(correlations, (one) => ({ ...moved(one), members: one.members.map(moved) })),
  }));
}

/** The order in which the files are given does not matter: their ExportDate does. */
export function mergeExports(exports: readonly ExportFile[]): History {
  const files = underOneName(exports);
  const samples = merged(files, (file) => file.samples, sampleRules);
  const correlations = merged(files, (file) => file.correlations, correlationRules);
  const members = (list: readonly Correlation[]) => list.flatMap(({ members: its }) => its);
  const stay = members(correlations.counted.map(({ item }) => item));
  const isIn = (list: readonly Sample[], item: Sample) =>
    list.some((one) => sampleRules.place(one) === sampleRules.place(item) && isSameValue(one, item));
  // A rewritten correlation takes its samples along.
  const replaced = members(correlations.superseded).filter((one) => !isIn(stay, one));
  const kept = samples.counted.filter(({ item }) => !isIn(replaced, item));
  const workouts = merged(files, (file) => file.workouts, workoutRules);
  return {
    samples: kept,
    workouts: workouts.counted,
    removed: samples.removed + samples.counted.length - kept.length + workouts.removed,
  };
}

/**
 * The files with the name of before of each source that was renamed: a newer file has another source in its place, which repeats nearly
 * all that it had.
 */
function underOneName(exports: readonly ExportFile[]): readonly ExportFile[] {
  const byTime = exports.toSorted((a, b) => a.exportAt - b.exportAt);
  const names = new Map<string, string>();
  const sourcesOf = ({ samples }: ExportFile) => Map.groupBy(samples, ({ source }) => source);
  for (const [place, newer] of byTime.entries())
    for (const older of byTime.slice(0, place)) {
      const [before, now] = [sourcesOf(older), sourcesOf(newer)];
      for (const [name, its] of before)
        for (const [other, all] of now) {
          if (now.has(name) || before.has(other)) continue;
          const there = Map.groupBy(all, (one) => sampleRules.place({ ...one, source: name }));
          const again = its.filter((one) =>
            there.get(sampleRules.place(one))?.some((twin) => isSameValue(one, twin)),
          );
          if (again.length >= 0.95 * its.length) names.set(other, name);
        }
    }
  const named = <T extends { readonly source: string }>(one: T): T => ({
    ...one,
    source: names.get(one.source) ?? one.source,
  });
  return exports.map(({ exportAt, samples, workouts, correlations }) => ({
    exportAt,
    samples: samples.map(named),
    workouts: workouts.map(named),
    correlations: correlations.map((one) => ({ ...named(one), members: one.members.map(named) })),
  }));
}

function merged<T extends Thing>(
  files: readonly ExportFile[],
  read: (file: ExportFile) => readonly T[],
  rules: Rules<T>,
): { counted: Counted<T>[]; superseded: T[]; removed: number } {
  const met = meet(files, read, rules);
  const syncKey = (item: T) => item.sync && `${rules.group(item)}\n${item.sync.identifier}`;
  const versions = Map.groupBy(met, ({ item }) => syncKey(item));
  const isSuperseded = (one: Met<T>) => {
    const key = syncKey(one.item);
    return key !== null && (versions.get(key) ?? []).some((other) => isAfter(other, one));
  };
  const counted = met.filter((one) => !isSuperseded(one) && !isGone(one, met, files, rules));
  const superseded = met.filter(isSuperseded).map(({ item }) => item);
  return { counted, superseded, removed: met.length - counted.length };
}

/**
 * Of two versions of one thing Health has one at a time: the one that the newest file has. A file with both has them from an app that
 * wrote the higher one last.
 */
function isAfter<T extends Thing>(one: Met<T>, other: Met<T>): boolean {
  const [version = 0, before = 0] = [one, other].map(({ item }) => item.sync?.version);
  const [seen = 0, seenBefore = 0] = [one, other].map(lastHeld);
  return version !== before && (seen === seenBefore ? version > before : seen > seenBefore);
}

const lastHeld = ({ holders }: Pick<Met<Thing>, 'holders'>): number =>
  Math.max(...[...holders].map(({ exportAt }) => exportAt));

function meet<T extends Thing>(
  files: readonly ExportFile[],
  read: (file: ExportFile) => readonly T[],
  rules: Rules<T>,
): Met<T>[] {
  const places = new Map<string, Met<T>[]>();
  for (const file of files) {
    const inFile = new Map<Met<T>, { top: number }>();
    for (const item of read(file)) {
      const place = rules.place(item);
      const here = places.get(place) ?? [];
      places.set(place, here);
      let one = here.find((other) => rules.isSame(other.item, item));
      if (one === undefined) {
        one = { item, holders: new Set(), copies: 1 };
        here.push(one);
      }
      const { sync } = one.item;
      // A phone that was restored saved all of them anew.
      const created = earlier(one.item.created, item.created);
      if (rules.isRewritten && file.exportAt > lastHeld(one)) one.item = { ...item, sync };
      one.item = { ...one.item, created };
      // An app that took a change back: the same values, in a newer version.
      if (item.sync && (sync === null || item.sync.version > sync.version))
        one.item = { ...one.item, sync: item.sync };
      one.holders.add(file);
      const count = inFile.get(one) ?? { top: 0 };
      inFile.set(one, count);
      if (!rules.isChild(item)) count.top++;
    }
    for (const [one, { top }] of inFile) one.copies = Math.max(one.copies, top);
  }
  return [...places.values()].flat();
}

/**
 * Whether it was deleted or replaced in Health: an export that is newer than the last one that holds it has others of its kind and source
 * on both sides of it in time; or, at the edge of what that export tells of, a new one like it in its own time.
 */
function isGone<T extends Thing>(
  one: Met<T>,
  met: readonly Met<T>[],
  files: readonly ExportFile[],
  rules: Rules<T>,
): boolean {
  if (!rules.mayBeGone(one.item)) return false;
  const last = lastHeld(one);
  const { start, end } = one.item;
  return files.some((file) => {
    if (file.exportAt <= last) return false;
    const all = met.filter(
      ({ item, holders }) => holders.has(file) && rules.group(item) === rules.group(one.item),
    );
    if (all.some(({ item }) => item.start === start && rules.isUnread(item))) return false;
    const kin = all.filter(({ item }) => rules.isPossible(item, file.exportAt));
    if (
      tells(
        kin.map(({ item }) => item),
        start,
        Math.max(start, end),
      )
    )
      return true;
    if (rules.isEntered(one.item) && kin.length > 0 && isBetweenEntries(one, all, file, rules)) return true;
    return kin.some(
      ({ item, holders }) =>
        rules.isLike(item, one.item) &&
        item.start < end &&
        item.end > start &&
        Math.min(...[...holders].map(({ exportAt }) => exportAt)) > last,
    );
  });
}

/** Whether an older file had this entry together with an earlier and a later one, both of which the newer file still has. */
function isBetweenEntries<T extends Thing>(
  { item: { start, end }, holders }: Met<T>,
  all: readonly Met<T>[],
  newer: ExportFile,
  rules: Rules<T>,
): boolean {
  return [...holders].some((older) => {
    if (older.exportAt >= newer.exportAt) return false;
    const both = all.filter((other) => other.holders.has(older) && rules.isEntered(other.item));
    const starts = both.map(({ item }) => item.start);
    return starts.some((at) => at < start) && starts.some((at) => at > Math.max(start, end));
  });
}

const quarter = 90 * 86_400;

/**
 * Whether a file with these samples tells of a time: no more than 90 days are between those around it, or no more than they reach
 * without a longer gap, before and behind it.
 */
function tells(samples: readonly Thing[], from: number, to: number): boolean {
  const times = samples
    .flatMap(({ start, end }) => (end - start > quarter ? [[start, start]] : [[start, end]]))
    .sort(([a = 0], [b = 0]) => a - b) as [number, number][];
  // Of each sample: until when those before it last.
  const until = times.map((_, n) => Math.max(...times.slice(0, n + 1).map(([, end]) => end)));
  const gaps = times.slice(1).map(([start], n) => ({ from: until[n] ?? 0, to: start }));
  const long = gaps.filter((gap) => gap.to - gap.from > quarter);
  const begin = times[0]?.[0] ?? Number.POSITIVE_INFINITY;
  const end = until.at(-1) ?? Number.NEGATIVE_INFINITY;
  if (from < begin || to > end) return false;
  return long
    .filter((gap) => gap.from < to && from < gap.to)
    .every((gap) => {
      const length = gap.to - gap.from;
      const longer = long.filter((other) => other.to - other.from > length);
      const reachesFrom = Math.max(begin, ...longer.map((other) => other.to).filter((at) => at <= gap.from));
      const reachesTo = Math.min(end, ...longer.map((other) => other.from).filter((at) => at >= gap.to));
      return gap.from - reachesFrom >= length && reachesTo - gap.to >= length;
    });
}
