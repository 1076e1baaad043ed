// A history of a version that left removed rows and earlier arrivals in the log: what its log becomes.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrate } from '../../../../src/core/db/migrate.ts';
import { migrations } from '../../../../src/core/db/migrations/index.ts';
import { openWriter } from '../../../../src/core/db/open.ts';
import { scratchDir } from '../../data/scratch.ts';

const why = { state: 'gone', removed_run: 2, removed_export_at: 0, newer: null };

test('the log keeps the newest arrival of each row that is there, and every number', async () => {
  const dir = scratchDir();
  const writer = openWriter(join(dir, 'history.sqlite'));
  await migrate(
    writer,
    dir,
    migrations.filter(({ version }) => version < 19),
  );
  const put = (table: string, row: Readonly<Record<string, string | number | null>>) =>
    writer
      .prepare<unknown[]>(
        `INSERT INTO ${table} (${Object.keys(row).map((name) => `"${name}"`)}) VALUES (${Object.keys(row).map(() => '?')})`,
      )
      .run(...Object.values(row));
  const record = { type: 1, duration: 0, source: 1, value_key: 1, origin: 1, copies: 1, run: 1 };
  for (const id of [2, 3, 9]) put('removed_record', { id, start: id, ...record, ...why });
  const texts = { metadata: null, statistics: '[]', events: '[]', activities: '[]', zones: '[]' };
  const workout = { activity: 'run', source: 1, origin: 1, copies: 1, export_at: 0, run: 1, ...texts };
  put('workout', { id: 1, start: 1, end: 2, ...workout });
  put('removed_workout', { id: 2, start: 3, end: 4, ...workout, ...why });
  for (const id of [1, 2]) put('route', { id, workout: id, file: 'a', point_count: 0, run: 1 });
  put('import_run', { id: 1, state: 'completed', name: 'a', is_incoming: 0, same_person: 1, started_at: 0 });
  const log: readonly (readonly [number, number, string, number, number])[] = [
    [1, 1, 'record', 1, 8],
    [9, 1, 'activity_summary', 20_000, 1],
    [10, 1, 'workout', 1, 2],
    [12, 1, 'route', 1, 2],
    [14, 2, 'record', 5, 2],
    [16, 2, 'activity_summary', 20_000, 1],
    [17, 3, 'record', 6, 1],
    [18, 3, 'record', 9, 1],
  ];
  for (const [seq, run, name, first_row, row_count] of log)
    put('arrival', { seq, run, class: name, first_row, row_count });
  await migrate(writer, dir);
  expect(
    writer.prepare('SELECT seq, run, class, first_row, row_count FROM arrival ORDER BY seq').raw().all(),
  ).toEqual([
    [1, 1, 'record', 1, 1],
    [4, 1, 'record', 4, 1],
    [7, 1, 'record', 7, 2],
    [10, 1, 'workout', 1, 1],
    [12, 1, 'route', 1, 1],
    [14, 2, 'record', 5, 1],
    [16, 2, 'activity_summary', 20_000, 1],
    [17, 3, 'record', 6, 1],
    [18, 1, '', 0, 1],
  ]);
  writer.close();
});
