import Database from 'better-sqlite3';
import { knownVersion, migrations } from '../../src/core/db/migrations/index.ts';

/** One row of `record`, in its column order after the id. */
export interface SeedRecord {
  readonly type: number;
  readonly start: number;
  readonly duration: number;
  readonly source: number;
  readonly valueKey: number | string;
  readonly value: number | null;
  readonly origin: number;
  readonly created?: number;
  readonly copies?: number;
  readonly run?: number;
  readonly metadata?: string;
}

export interface HistorySeed {
  readonly database: Database.Database;
  /** Ids are given from 1. The first of equal keys stays. */
  readonly addRecord: (record: SeedRecord) => void;
  /** Writes what is still held back, and the derived tables. */
  readonly finish: () => void;
}

const columns = 11;
const rowsAStatement = 90;

/**
 * A database of the schema in a new file, for filling fast by hand: no journal, no sync. Every dictionary name is
 * added by `addName`; import run 1 and origin 1 (no unit) are there.
 */
export function seedHistory(path: string): HistorySeed {
  const database = new Database(path);
  database.pragma('journal_mode = OFF');
  database.pragma('synchronous = OFF');
  database.pragma('cache_size = -262144');
  for (const { sql } of migrations) database.exec(sql);
  database.pragma(`user_version = ${knownVersion}`);
  database.exec(`INSERT INTO import_run (id, state, name, is_incoming, same_person, started_at, closed)
    VALUES (1, 'completed', 'export.zip', 0, 0, 1700000000, 1);
    INSERT INTO origin (id, unit, source_version, device) VALUES (1, '', '', '');`);
  const insert = (rows: number) =>
    database.prepare(`INSERT OR IGNORE INTO record
      (type, start, duration, source, value_key, value, origin, created, copies, run, metadata)
      VALUES ${Array(rows)
        .fill(`(${Array(columns).fill('?').join(',')})`)
        .join(',')}`);
  const many = insert(rowsAStatement);
  const one = insert(1);
  let held: (number | string | null)[] = [];
  database.exec('BEGIN');
  return {
    database,
    addRecord(r) {
      held.push(r.type, r.start, r.duration, r.source, r.valueKey, r.value, r.origin);
      held.push(r.created ?? null, r.copies ?? 1, r.run ?? 1, r.metadata ?? null);
      if (held.length < columns * rowsAStatement) return;
      many.run(held);
      held = [];
    },
    finish() {
      for (let i = 0; i < held.length; i += columns) one.run(held.slice(i, i + columns));
      held = [];
      database.exec(derived);
      database.exec('COMMIT');
    },
  };
}

/** Adds a row to a dictionary (`record_type`, `source`) or an origin, and gives its id. */
export function addType(database: Database.Database, name: string): number {
  return Number(database.prepare('INSERT INTO record_type (name) VALUES (?)').run(name).lastInsertRowid);
}

export function addSource(database: Database.Database, name: string): number {
  const insert = database.prepare('INSERT INTO source (folded, name) VALUES (?, ?)');
  return Number(insert.run(name.toLowerCase(), name).lastInsertRowid);
}

export function addOrigin(database: Database.Database, unit: string, version = '', device = ''): number {
  const insert = database.prepare('INSERT INTO origin (unit, source_version, device) VALUES (?, ?, ?)');
  return Number(insert.run(unit, version, device).lastInsertRowid);
}

// Floored, not truncated: starts before 1970 belong to negative days.
const dayOfStart = '(start - ((start % 86400) + 86400) % 86400) / 86400';

const derived = `
INSERT INTO record_day
  SELECT type, source, ${dayOfStart}, count(*)
  FROM record INDEXED BY record_identity GROUP BY 1, 2, 3;
INSERT INTO record_summary SELECT type, source, count(*), min(start), max(start) FROM record GROUP BY 1, 2;
INSERT INTO record_month
  SELECT type, (CAST(strftime('%Y', day * 86400, 'unixepoch') AS INTEGER) - 1970) * 12
    + CAST(strftime('%m', day * 86400, 'unixepoch') AS INTEGER) - 1, sum(count)
  FROM record_day GROUP BY 1, 2;
-- Workouts are counted by triggers.
INSERT INTO source_origin
  SELECT source, origin, count(*), min(start), max(start + max(0, duration)) FROM record WHERE true GROUP BY 1, 2
  ON CONFLICT DO UPDATE SET count = count + excluded.count, first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at);
`;
