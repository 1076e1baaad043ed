import { categoryOfType } from '../../../shared/domain/event-category.ts';
import { unconvertedKey, unitRule } from '../../healthkit/units.ts';
import type { Writer } from '../open.ts';

/**
 * A number without a unit counted as one in the canonical unit of its type. It's kept now and in no figure (src/core/healthkit/README.md, "Units").
 * A record tells by its origin, so its key becomes the text that a new import gives it; no row is added, and its uuid stays. Totals of workouts and
 * activity days don't tell: a file that left units out is read again when it's imported again, and replaces them. Never edit: add a migration.
 */
interface Row {
  readonly id: number;
  readonly start: number;
  readonly duration: number;
  readonly value: number;
  readonly run: number;
}

const secondsPerDay = 86_400;
const longestDays = 4;

/** Safe to be done twice. Errors: SQLite's. */
export function uncountUnitless(writer: Writer): void {
  const types = writer
    .prepare<[], [number, string]>(
      "SELECT id, name FROM record_type WHERE id IN (SELECT type FROM type_unit WHERE unit = '')",
    )
    .raw()
    .all();
  let firstRun = Number.POSITIVE_INFINITY;
  for (const [type, name] of types) {
    if (unitRule('', name) !== null) continue;
    const rows = rowsOf(writer, 'record', type);
    const removed = rowsOf(writer, 'removed_record', type);
    setKeys(writer, 'record', rows);
    setKeys(writer, 'removed_record', removed);
    touch(writer, type, name, rows);
    for (const { run } of [...rows, ...removed]) firstRun = Math.min(firstRun, run);
  }
  if (Number.isFinite(firstRun))
    writer.prepare<[number]>('UPDATE import_run SET fingerprint = NULL WHERE id >= ?').run(firstRun);
}

type Table = 'record' | 'removed_record';

function rowsOf(writer: Writer, table: Table, type: number): Row[] {
  return writer
    .prepare<[number], Row>(
      `SELECT id, start, duration, value, run FROM ${table} WHERE type = ? AND typeof(value_key) <> 'text'
       AND value IS NOT NULL AND origin IN (SELECT id FROM origin WHERE unit = '')`,
    )
    .all(type);
}

function setKeys(writer: Writer, table: Table, rows: readonly Row[]): void {
  const set = writer.prepare<[string, number]>(`UPDATE OR IGNORE ${table} SET value_key = ? WHERE id = ?`);
  for (const { id, value } of rows) set.run(unconvertedKey(value, ''), id);
}

/** Figures and events of these days are made again; what changes at Trendy waits for the user's word. */
function touch(writer: Writer, type: number, name: string, rows: readonly Row[]): void {
  const days = new Set(
    rows.flatMap(({ start, duration }) => {
      const first = Math.floor(start / secondsPerDay);
      const last = Math.floor((start + Math.max(0, duration)) / secondsPerDay);
      const count = Math.min(last - first, longestDays) + 1;
      return Array.from({ length: count }, (_, i) => first + i);
    }),
  );
  const category = name === 'HKQuantityTypeIdentifierHeartRate' ? 'workout' : categoryOfType[name];
  const figures = writer.prepare<[number, number, number]>(
    'INSERT OR IGNORE INTO figure_touched VALUES (?, ?, ?)',
  );
  const events = ['touched_day', 'removal_day'].map((table) =>
    writer.prepare<[string, number]>(`INSERT OR IGNORE INTO ${table} VALUES (?, ?)`),
  );
  for (const day of days) {
    figures.run(type, day, day);
    if (category !== undefined) for (const event of events) event.run(category, day);
  }
}
