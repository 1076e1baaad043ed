import type { WriteStatement } from '../../db/open.ts';
import { earliestAt, longestSpanSeconds, oddSpanOf, writtenAt } from '../../events/spans.ts';
import { numberOrNull } from '../reader/items.ts';
import type { Problems } from '../reader/problems.ts';
import type { FilePresence } from '../removal/export-presence.ts';
import { type Either, updateEither } from '../removal/removed-rows.ts';
import { SyncIdentities } from '../removal/sync-identities.ts';
import type { WorkoutItem } from '../thread-messages.ts';
import type { ArrivalLog } from './arrival-log.ts';
import type { DerivedFigures } from './derived.ts';
import type { RouteStore } from './route-store.ts';
import type { RunMaps, StoreParts } from './run-maps.ts';
import { areSameZones, isSameWorkout, type WorkoutContent } from './same-content.ts';
import { EarlierDates } from './source-origins.ts';

interface StoredRow {
  readonly id: number;
  readonly isRemoved: 0 | 1;
  readonly created: number | null;
  readonly duration: number | null;
  readonly distance: number | null;
  readonly energy: number | null;
  readonly metadata: string | null;
  readonly statistics: string;
  readonly events: string;
  readonly activities: string;
  readonly zones: string;
  readonly export_at: number;
}

type Key = [activity: string, start: number, end: number, source: number];

/** Workouts by (activity, start, end, source): one that a newer export changed is updated in place and arrives again. */
export class WorkoutStore {
  added = 0;
  updated = 0;
  oldestAt = Number.POSITIVE_INFINITY;
  newestAt = Number.NEGATIVE_INFINITY;
  readonly #maps: RunMaps;
  readonly #arrivals: ArrivalLog;
  readonly #derived: DerivedFigures;
  readonly #routes: RouteStore;
  readonly #exportAt: number;
  readonly #presence: FilePresence;
  readonly #problems: Problems;
  readonly #syncs: SyncIdentities;
  /** Workouts of this file, with the number of occurrences of each. */
  readonly #met = new Map<number, number>();
  readonly #find: (...key: Key) => StoredRow | undefined;
  readonly #insert: WriteStatement<unknown[], number>;
  readonly #update: Either<unknown[]>;
  readonly #raise: Either<[number, number]>;
  readonly #confirm: Either<[number, number]>;
  readonly #dates: EarlierDates;

  constructor(
    { writer, maps, arrivals, presence, syncs, problems, run, exportAt }: StoreParts,
    derived: DerivedFigures,
    routes: RouteStore,
  ) {
    this.#maps = maps;
    this.#arrivals = arrivals;
    this.#derived = derived;
    this.#routes = routes;
    this.#exportAt = exportAt;
    this.#presence = presence;
    this.#problems = problems;
    this.#syncs = syncs;
    const columns =
      'id, created, duration, distance, energy, metadata, statistics, events, activities, zones, export_at';
    const among = (table: string, isRemoved: 0 | 1) =>
      `SELECT ${columns}, ${isRemoved} AS isRemoved FROM ${table} WHERE activity = ? AND start = ? AND "end" = ? AND source = ?`;
    const find = writer.prepare<[...Key, ...Key], StoredRow>(
      `${among('workout', 0)} UNION ALL ${among('removed_workout', 1)}`,
    );
    this.#find = (...key) => find.get(...key, ...key);
    this.#insert = writer
      .prepare<unknown[], number>(
        `INSERT INTO workout (activity, start, "end", source, origin, created, export_at, run,
         duration, distance, energy, metadata, statistics, events, activities, zones)
         VALUES (?, ?, ?, ?, ?, ?, ?, ${run}, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
      )
      .pluck();
    this.#update = updateEither(
      writer,
      'workout',
      `SET export_at = ?, run = ${run}, duration = ?, distance = ?, energy = ?, metadata = ?,
       statistics = ?, events = ?, activities = ?, zones = ? WHERE id = ?`,
    );
    this.#confirm = updateEither(writer, 'workout', 'SET export_at = ? WHERE id = ?');
    this.#dates = new EarlierDates(writer, 'workout');
    this.#raise = updateEither(writer, 'workout', 'SET copies = max(copies, ?) WHERE id = ?');
  }

  write(item: WorkoutItem): void {
    const source = this.#maps.sources[item.source] as number;
    this.oldestAt = Math.min(this.oldestAt, item.start);
    this.newestAt = Math.max(this.newestAt, item.start);
    const stored = this.#find(item.activity, item.start, item.end, source);
    const id = stored?.id ?? this.#add(item, source);
    this.#presence.note('workout', id, { kind: 0, source, start: item.start, end: item.end });
    const duration = item.end - item.start;
    // Races and expeditions last for days, so a long one counts; one that was never stopped looks the same.
    const long = duration > longestSpanSeconds ? 'workout.longer_than_day' : null;
    const odd = oddSpanOf(item.start, duration, this.#exportAt, false) ?? long;
    if (odd !== null)
      this.#problems.add(odd, `${item.activity} ${new Date(item.start * 1000).toISOString()}`);
    const copies = (this.#met.get(id) ?? 0) + 1;
    this.#met.set(id, copies);
    if (stored !== undefined) this.#noteDate(item, stored);
    if (copies > 1) this.#raise.run(copies, id);
    else if (stored !== undefined) this.#compare(item, stored);
    for (const route of item.routes) this.#routes.write(id, route);
    const metadata = JSON.stringify(item.metadata);
    if (SyncIdentities.mayStandIn(metadata)) this.#syncs.note('workout', id, 0, source, metadata);
  }

  #add(item: WorkoutItem, source: number): number {
    const head = [item.activity, item.start, item.end, source, this.#maps.origins[item.origin], item.created];
    const id = this.#insert.get(...head, this.#exportAt, ...columnsOf(item)) as number;
    this.added++;
    this.#arrivals.append('workout', id, 1);
    this.#derived.touchWorkout(item.start, item.end);
    return id;
  }

  /** When its source began to write must not depend on which file came first. */
  #noteDate({ start, end, created }: WorkoutItem, stored: StoredRow): void {
    if (created === null || stored.created === null || created >= stored.created || created < earliestAt)
      return;
    if (writtenAt(start, end - start, created) !== null) this.#dates.lower(stored.id, created);
  }

  #compare(item: WorkoutItem, stored: StoredRow): void {
    const before = contentOf(stored);
    const isNewer = this.#exportAt > stored.export_at;
    const exportAt = isNewer ? this.#exportAt : stored.export_at;
    const merging = isNewer ? merged(before, item) : merged(item, before);
    const after = exportAt === this.#exportAt ? withoutGuesses(merging, item) : merging;
    const isSameForOthers = isSameWorkout(before, after);
    if (isSameForOthers && areSameZones(before.zones, after.zones)) {
      // The same said later: exports between the two are outdated.
      if (isNewer) this.#confirm.run(exportAt, stored.id);
      return;
    }
    this.#update.run(exportAt, ...columnsOf(after), stored.id);
    // It arrives if it comes back.
    if (stored.isRemoved === 1) return;
    this.updated++;
    // Zones go to no target and into no figure: alone they are nothing new there.
    if (isSameForOthers) return;
    this.#arrivals.appendAgain('workout', [stored.id]);
    this.#derived.touchWorkout(item.start, item.end);
  }
}

function columnsOf(content: WorkoutContent): unknown[] {
  const { duration, distance, energy, metadata, statistics, events, activities, zones } = content;
  const texts = [statistics, events, activities, zones].map((list) => JSON.stringify(list));
  return [duration, distance, energy, metadata.length === 0 ? null : JSON.stringify(metadata), ...texts];
}

function contentOf(row: StoredRow): WorkoutContent {
  return {
    duration: row.duration,
    distance: row.distance,
    energy: row.energy,
    metadata: row.metadata === null ? [] : (JSON.parse(row.metadata) as WorkoutContent['metadata']),
    statistics: JSON.parse(row.statistics) as WorkoutContent['statistics'],
    events: JSON.parse(row.events) as WorkoutContent['events'],
    activities: JSON.parse(row.activities) as WorkoutContent['activities'],
    zones: JSON.parse(row.zones) as WorkoutContent['zones'],
  };
}

/** Takes the newer export's values; values that only the older one has stay, because absence never deletes. */
function merged(before: WorkoutContent, after: WorkoutContent): WorkoutContent {
  const newer = <T>(a: readonly T[], b: readonly T[]) => (b.length > 0 ? b : a);
  const types = new Set(after.statistics.map(({ type }) => type));
  return {
    duration: after.duration ?? before.duration,
    distance: after.distance ?? before.distance,
    energy: after.energy ?? before.energy,
    metadata: newer(before.metadata, after.metadata) as WorkoutContent['metadata'],
    statistics: [...after.statistics, ...before.statistics.filter(({ type }) => !types.has(type))],
    events: newer(before.events, after.events),
    activities: newer(before.activities, after.activities),
    zones: newer(before.zones, after.zones),
  };
}

/**
 * Earlier versions took a total without a unit for meters or kilocalories, and the stored row doesn't show it. It's removed once an export that isn't older
 * prints the same number without a unit.
 */
function withoutGuesses(
  content: WorkoutContent,
  { distance, energy, metadata }: WorkoutContent,
): WorkoutContent {
  const printed = (name: string) => metadata.find(([key]) => key === `@${name}`)?.[1];
  const isGuess = (stored: number | null, name: string) =>
    stored !== null && printed(`${name}Unit`) === undefined && numberOrNull(printed(name)) === stored;
  return {
    ...content,
    distance: distance === null && isGuess(content.distance, 'totalDistance') ? null : content.distance,
    energy: energy === null && isGuess(content.energy, 'totalEnergyBurned') ? null : content.energy,
  };
}
