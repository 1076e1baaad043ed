import { knownVersion, migrations } from '../../../src/core/db/migrations/index.ts';
import { openWriter, type Writer } from '../../../src/core/db/open.ts';

const firstAt = Date.parse('2024-05-01T00:00:00Z') / 1000;

/** A new database with a type, a source, an origin with a device, and so many records of one closed import run. */
export function seedProfile(path: string, records: number): void {
  const writer = openWriter(path);
  for (const { sql } of migrations) writer.exec(sql);
  writer.pragma(`user_version = ${knownVersion}`);
  writer.exec(`INSERT INTO import_run (id, state, name, is_incoming, same_person, started_at, closed)
      VALUES (1, 'completed', 'export.zip', 0, 0, 1700000000, 1);
    INSERT INTO record_type (id, name) VALUES (1, 'HKQuantityTypeIdentifierStepCount');
    INSERT INTO source (id, folded, name) VALUES (1, 'my watch', 'My Watch');
    INSERT INTO origin (id, unit, source_version, device) VALUES (1, 'count', '10.4', '');`);
  if (records > 0) addRecords(writer, records);
  writer.close();
}

/** Records of one minute each, behind those that are there, and their arrival. Values 0, 1, 2 … */
export function addRecords(writer: Writer, records: number): void {
  const count = (table: string, column: string) =>
    writer.prepare<[], number>(`SELECT coalesce(max(${column}), 0) FROM ${table}`).pluck().get() ?? 0;
  writer.transaction(() => {
    const before = count('record', 'id');
    const insert = writer.prepare<unknown[]>(
      'INSERT INTO record (type, start, duration, source, value_key, value, origin, copies, run) VALUES (1, ?, 60, 1, ?, ?, 1, 1, 1)',
    );
    for (let i = before; i < before + records; i++) insert.run(firstAt + i * 60, i, i);
    const seq = writer
      .prepare<[], number>('SELECT coalesce(max(seq + row_count), 1) FROM arrival')
      .pluck()
      .get();
    writer
      .prepare<unknown[]>(
        "INSERT INTO arrival (seq, run, class, first_row, row_count) VALUES (?, 1, 'record', ?, ?)",
      )
      .run(seq ?? 1, before + 1, records);
  })();
}
