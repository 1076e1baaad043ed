import type Database from 'better-sqlite3';

export interface SeedEvent {
  readonly id: number;
  readonly category: string;
  readonly start: number;
  /** YYYY-MM-DD; the UTC day of the start unless given. */
  readonly day?: string;
  readonly notes?: string;
  readonly properties?: object;
  readonly breakdown?: object;
  readonly end?: number;
}

/** Puts events into a seeded history as derivation in UTC leaves them. */
export function addEvents(database: Database.Database, events: readonly SeedEvent[]): void {
  database
    .prepare('INSERT OR REPLACE INTO setting VALUES (?, ?)')
    .run('events.derived', JSON.stringify({ zone: 'UTC', order: [1, 2], rulesVersion: 1, phase: 'settled' }));
  const insert = database.prepare(`INSERT INTO event
    (id, category, start, "end", is_all_day, notes, sample_id, properties, day, breakdown, rules_version, changed_at)
    VALUES (@id, @category, @start, @end, 0, @notes, @sampleId, @properties, @day, @breakdown, 1, 0)`);
  for (const { id, category, start, day, end, notes, properties, breakdown } of events) {
    insert.run({
      id,
      sampleId: `sample-${id}`,
      category,
      start,
      end: end ?? null,
      notes: notes ?? '',
      properties: JSON.stringify(properties ?? {}),
      day: day ?? new Date(start * 1000).toISOString().slice(0, 10),
      breakdown: breakdown === undefined ? null : JSON.stringify(breakdown),
    });
  }
}

export interface SeedDestination {
  readonly id: number;
  readonly isCurrent?: boolean;
  readonly kinds?: readonly string[] | null;
  readonly startDay?: string;
}

/** A Trendy destination; `kinds` null: never agreed to. */
export function addDestination(database: Database.Database, given: SeedDestination): void {
  const { id, isCurrent = true, kinds = ['workout', 'steps', 'water'], startDay = null } = given;
  database
    .prepare(`INSERT INTO destination (id, target, base_url, dataset, branch, account, is_current, is_enabled, consent)
      VALUES (?, 'trendy', ?, '', '', '', ?, 1, ?)`)
    .run(
      id,
      `http://127.0.0.1:${8000 + id}`,
      isCurrent ? 1 : 0,
      kinds && JSON.stringify({ kinds, startDay, at: 0 }),
    );
}

export function addMutation(
  database: Database.Database,
  { destination = 1, event, state }: { destination?: number; event: number; state: string },
): number {
  const insert = database.prepare(`INSERT INTO mutation
    (destination, event, operation, state, payload, entity_id, start, category, created_at, updated_at)
    VALUES (?, ?, 'create', ?, '{}', '', 0, 'steps', 0, 0)`);
  return Number(insert.run(destination, event, state).lastInsertRowid);
}

export interface SeedFarEvent {
  readonly id: string;
  readonly event: number;
  readonly isOurs: boolean;
  readonly isDeleted?: boolean;
  readonly notes?: string;
  readonly properties?: object;
}

/** The events that Trendy holds for destination 1. */
export function addFarEvent(database: Database.Database, far: SeedFarEvent): void {
  const { id, event, isOurs, isDeleted = false, notes = '', properties = {} } = far;
  const content = {
    notes,
    is_all_day: false,
    properties,
    source_type: 'healthkit',
    updatedAt: null,
    written: [],
  };
  database
    .prepare(`INSERT INTO far_event (destination, id, event_type_id, start, is_deleted, is_ours, content, event)
      VALUES (1, ?, 'type', 0, ?, ?, ?, ?)`)
    .run(id, isDeleted ? 1 : 0, isOurs ? 1 : 0, JSON.stringify(content), event);
}
