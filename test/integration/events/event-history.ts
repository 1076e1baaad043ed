import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach } from 'vitest';
import { migrate } from '../../../src/core/db/migrate.ts';
import { openWriter, type Writer } from '../../../src/core/db/open.ts';
import type { DerivedEvent, EventChange, StoredEvent } from '../../../src/core/events/derived-event.ts';
import { EventDeriver } from '../../../src/core/events/event-deriver.ts';
import { typeOfCategory } from '../../../src/core/events/event-samples.ts';
import { type EventRecord, eventColumns, storedEvent } from '../../../src/core/events/event-store.ts';
import { createOwnEvent } from '../../../src/core/events/own-events.ts';
import { toCanonical } from '../../../src/core/healthkit/units.ts';
import { DerivedFigures } from '../../../src/core/import/writer/derived.ts';
import { SourceOrigins } from '../../../src/core/import/writer/source-origins.ts';
import { wireTime } from '../../../src/shared/time.ts';

export const watchDevice = 'name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,7';
export const phoneDevice = 'name:iPhone, manufacturer:Apple Inc., model:iPhone, hardware:iPhone14,2';

export const at = (text: string): number => Date.parse(text) / 1000;

const types = { ...typeOfCategory, heart_rate: 'HKQuantityTypeIdentifierHeartRate' } as const;

export interface SampleText {
  readonly category: keyof typeof types;
  readonly source: number;
  readonly from: string;
  readonly to?: string;
  readonly value: number | string;
  readonly unit?: string;
  readonly isByHand?: boolean;
}

export interface WorkoutText {
  readonly source: number;
  readonly from: string;
  readonly to: string;
  readonly activity: string;
  readonly duration?: number;
  readonly distance?: number;
  readonly energy?: number;
}

export interface EventHistory {
  readonly writer: Writer;
  readonly deriver: EventDeriver;
  /** Changes told since they were last taken. */
  takeChanges(): EventChange[];
  settings: {
    homeZone: string | null;
    sourcePriority: number[];
    failOn: ((change: EventChange) => boolean) | null;
  };
  source(name: string, device?: string): number;
  /** As an import writes a record: with its day figures and touched days. */
  add(...samples: SampleText[]): void;
  addWorkout(...workouts: WorkoutText[]): void;
  removeRecords(category: keyof typeof types): void;
  derive(): Promise<{ created: number; changed: number; deleted: number }>;
  events(category?: DerivedEvent['category']): StoredEvent[];
  /** What History shows and does not send: [start, end, seconds, days it is sent in]. */
  own(): [string, string, number, readonly string[] | null][];
  close(): void;
}

/** A history in a temporary file, filled by hand, with the product's own writers of derived tables. */
export async function openEventHistory(homeZone: string | null = 'Europe/Berlin'): Promise<EventHistory> {
  const dir = mkdtempSync(join(tmpdir(), 'health-relay-events-'));
  const writer = openWriter(join(dir, 'history.sqlite'));
  await migrate(writer, dir);
  writer.exec(`INSERT INTO import_run (id, state, name, is_incoming, same_person, started_at, export_at, closed)
    VALUES (1, 'completed', 'export.zip', 0, 0, 1780000000, 1780000000, 1)`);
  let changes: EventChange[] = [];
  const settings: EventHistory['settings'] = { homeZone, sourcePriority: [], failOn: null };
  const deriver = new EventDeriver({
    writer,
    homeZone: () => settings.homeZone,
    sourcePriority: () => settings.sourcePriority,
    now: () => 1_750_000_000,
    onChange: (change) => {
      if (settings.failOn?.(change)) throw new Error('the outbox is full');
      changes.push(change);
    },
  });
  const devices = new Map<number, string>();

  function idIn(table: string, columns: string, ...values: string[]): number {
    const marks = values.map(() => '?').join(', ');
    const where = columns
      .split(', ')
      .map((column) => `${column} = ?`)
      .join(' AND ');
    writer
      .prepare<string[]>(`INSERT INTO ${table} (${columns}) VALUES (${marks}) ON CONFLICT DO NOTHING`)
      .run(...values);
    return Number(
      writer
        .prepare<string[], number>(`SELECT id FROM ${table} WHERE ${where}`)
        .pluck()
        .get(...values),
    );
  }

  const originOf = (source: number, unit: string): number =>
    idIn('origin', 'unit, source_version, device', unit, '1', devices.get(source) ?? '');

  return {
    writer,
    deriver,
    settings,
    takeChanges() {
      const taken = changes;
      changes = [];
      return taken;
    },
    source(name, device = '') {
      const id = idIn('source', 'folded, name', name.toLowerCase(), name);
      devices.set(id, device);
      return id;
    },
    add(...samples) {
      const insert = writer.prepare<unknown[]>(
        'INSERT INTO record (type, start, duration, source, value_key, value, origin, run, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)',
      );
      const figures = new DerivedFigures(writer);
      const origins = new SourceOrigins(writer);
      const byHand = writer.prepare<unknown[]>('INSERT INTO by_hand VALUES (?, ?, ?)');
      for (const { category, source, from, to = from, value, unit = '', isByHand } of samples) {
        const name = types[category];
        const type = idIn('record_type', 'name', name);
        const key = typeof value === 'number' ? toCanonical(value, unit) : value;
        const [start, duration] = [at(from), at(to) - at(from)];
        const printed = typeof value === 'number' ? value : null;
        const metadata = isByHand === true ? '[["HKWasUserEntered","1"]]' : null;
        const origin = originOf(source, unit);
        const { lastInsertRowid } = insert.run(type, start, duration, source, key, printed, origin, metadata);
        if (isByHand === true) byHand.run(lastInsertRowid, type, start);
        origins.add(source, origin, start, start + Math.max(0, duration));
        figures.add(source, start, duration);
        figures.flush(type, name);
      }
      origins.flush();
    },
    addWorkout(...workouts) {
      const insert = writer.prepare<unknown[]>(
        `INSERT INTO workout (activity, start, "end", source, duration, distance, energy, origin, statistics, events, activities, run)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, '[]', '[]', '[]', 1)`,
      );
      const figures = new DerivedFigures(writer);
      for (const { source, from, to, activity, duration, distance, energy } of workouts) {
        const own = [duration ?? null, distance ?? null, energy ?? null];
        insert.run(
          `HKWorkoutActivityType${activity}`,
          at(from),
          at(to),
          source,
          ...own,
          originOf(source, ''),
        );
        figures.touchWorkout(at(from), at(to));
      }
    },
    removeRecords(category) {
      const type = idIn('record_type', 'name', types[category]);
      for (const table of ['record', 'record_day', 'record_summary'])
        writer.exec(`DELETE FROM ${table} WHERE type = ${type}`);
    },
    derive: () => deriver.run(new AbortController().signal),
    events(category) {
      const rows = writer
        .prepare<[], EventRecord>(`SELECT ${eventColumns} FROM event ORDER BY category, start`)
        .all();
      return rows.map(storedEvent).filter((event) => category === undefined || event.category === category);
    },
    own() {
      const ownEvent = createOwnEvent(writer);
      const ids = writer.prepare<[], number>('SELECT id FROM own_event ORDER BY category, start, id').pluck();
      return ids.all().flatMap((id) => {
        const event = ownEvent(id);
        if (event === null) return [];
        const { start, end, properties, sentDays } = event;
        const value = (properties['Total Sleep'] ?? properties['Duration'])?.value;
        return [[wireTime(start), wireTime(end), Number(value), sentDays]];
      });
    },
    close() {
      writer.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Gives each test of the file an empty history. */
export function eachOverEventHistory(use: (history: EventHistory) => void): void {
  beforeEach(async () => {
    const history = await openEventHistory();
    use(history);
    return () => history.close();
  });
}

/** What of an event goes to Trendy, and its day and merges. */
export function sentFields(event: DerivedEvent): Omit<DerivedEvent, 'category' | 'breakdown'> {
  const { start, end, isAllDay, notes, sampleId, properties, day, merged } = event;
  return { start, end, isAllDay, notes, sampleId, properties, day, merged };
}
