// A history of a version that took unknown units for the canonical one: what its rows become.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrate } from '../../../../src/core/db/migrate.ts';
import { bringOverForms } from '../../../../src/core/db/migrations/0009-forms.ts';
import { migrations } from '../../../../src/core/db/migrations/index.ts';
import { openWriter, type Writer } from '../../../../src/core/db/open.ts';
import { scratchDir } from '../../data/scratch.ts';

const day = 20_218;
const at = day * 86_400 + 36_000;
const quantity = (name: string) => `HKQuantityTypeIdentifier${name}`;
const category = (name: string) => `HKCategoryTypeIdentifier${name}`;

type Stored = readonly [
  type: string,
  minute: number,
  unit: string,
  value: number | null,
  key: number | string,
];

const glucose = 'mmol<180.15588000005408>/L';
/** As the version before stored them. */
const rows: readonly Stored[] = [
  [quantity('DietaryWater'), 0, 'mL', 250, 250],
  [quantity('DietaryWater'), 1, 'gal_us', 3, 3],
  [quantity('DietaryWater'), 2, 'fl_oz_us', 8, 8 * 29.5735295625],
  [quantity('TimeInDaylight'), 0, 'min', 24, 24],
  [quantity('TimeInDaylight'), 0, 'hr', 0.4, 0.4],
  [quantity('TimeInDaylight'), 5, 'hr', 0.5, 0.5],
  [quantity('HeartRateVariabilitySDNN'), 0, 'ms', 41.2756, 41.2756],
  [quantity('HeartRateVariabilitySDNN'), 1, 's', 0.05, 0.05],
  [quantity('BloodGlucose'), 0, 'mg/dL', 99, 99],
  [quantity('BloodGlucose'), 0, glucose, 5.49524, 5.49524],
  [quantity('BloodGlucose'), 1, glucose, 5, 5],
  [quantity('BodyMass'), 0, 'kg', null, '72,5'],
  [quantity('BodyMass'), 1, 'kg', null, 'nan'],
  [quantity('BodyMass'), 2, 'lb', 160, 160 * 453.59237],
  [quantity('HeartRate'), 0, 'count/min', 0, 0],
  [category('MenstrualFlow'), 0, '', null, 'HKCategoryValueMenstrualFlowLight'],
  [category('MenstrualFlow'), 0, '', null, 'HKCategoryValueVaginalBleedingLight'],
  [category('MenstrualFlow'), 1, '', null, 'HKCategoryValueMenstrualFlowHeavy'],
];

function fill(writer: Writer): void {
  const add = writer.prepare<unknown[]>(
    `INSERT INTO record (id, type, start, duration, source, value_key, value, origin, run) VALUES (?, (SELECT id FROM record_type WHERE name = ?), ?, 0, 1, ?, ?,
       (SELECT id FROM origin WHERE unit = ?), 1)`,
  );
  writer.exec(`INSERT INTO source VALUES (1, 'Phone', 'Phone', 1);
    INSERT INTO import_run (id, state, name, is_incoming, same_person, started_at, export_at) VALUES (1, 'completed', 'a', 0, 1, 1, 77)`);
  for (const [i, [type, minute, unit, value, key]] of rows.entries()) {
    writer.prepare<[string]>('INSERT OR IGNORE INTO record_type (name) VALUES (?)').run(type);
    writer
      .prepare<[string]>("INSERT OR IGNORE INTO origin (unit, source_version, device) VALUES (?, '', '')")
      .run(unit);
    add.run(i + 1, type, at + minute * 60, key, value, unit);
    writer
      .prepare<[string, string]>(
        'INSERT OR IGNORE INTO type_unit SELECT id, ? FROM record_type WHERE name = ?',
      )
      .run(unit, type);
  }
}

const stored = (writer: Writer, table: 'record' | 'removed_record') =>
  writer
    .prepare<[], [number, number | string, number | null]>(
      `SELECT id, value_key, value FROM ${table} ORDER BY id`,
    )
    .raw()
    .all();

test('wrong keys are brought over, right ones stay, twins go aside, and figures are counted anew', async () => {
  const dir = scratchDir();
  const writer = openWriter(join(dir, 'history.sqlite'));
  const before = migrations.findIndex(({ run }) => run === bringOverForms);
  await migrate(writer, dir, migrations.slice(0, before));
  fill(writer);
  await migrate(writer, dir);

  const kept: [number, unknown, unknown][] = [
    [1, 250, 250],
    [2, '3 gal_us', 3],
    [3, 8 * 29.5735295625, 8],
    [4, 24, 24],
    [6, 30, 0.5],
    [7, 41.2756, 41.2756],
    [8, 50, 0.05],
    [9, 99, 99],
    [11, expect.closeTo(90.0779, 4), 5],
    [12, 72_500, 72.5],
    [13, 'nan', null],
    [14, 160 * 453.59237, 160],
    [15, 0, 0],
    [17, 'HKCategoryValueVaginalBleedingLight', null],
    [18, 'HKCategoryValueVaginalBleedingHeavy', null],
  ];
  expect(stored(writer, 'record')).toEqual(kept);
  expect(stored(writer, 'removed_record').map(([id]) => id)).toEqual([5, 10, 16]);
  const newer = writer
    .prepare<[], [number, string, number]>(
      'SELECT newer, state, removed_export_at FROM removed_record ORDER BY id',
    )
    .raw();
  expect(newer.all()).toEqual([
    [4, 'superseded', 77],
    [9, 'superseded', 77],
    [17, 'superseded', 77],
  ]);
  const days = writer
    .prepare<[string], [number, number]>(
      'SELECT day, count FROM record_day WHERE type = (SELECT id FROM record_type WHERE name = ?)',
    )
    .raw();
  expect(days.all(quantity('DietaryWater'))).toEqual([[day, 3]]);
  expect(days.all(quantity('TimeInDaylight'))).toEqual([[day, 2]]);
  expect(days.all(category('MenstrualFlow'))).toEqual([[day, 2]]);
  const months = writer
    .prepare<[], [number, number]>('SELECT month, sum(count) FROM record_month GROUP BY month')
    .raw();
  expect(months.all()).toEqual([[(2025 - 1970) * 12 + 4, 14]]);
  expect(writer.prepare('SELECT category, day FROM touched_day').all()).toEqual([{ category: 'water', day }]);

  // Once more it finds nothing to do.
  bringOverForms(writer);
  expect(stored(writer, 'record')).toEqual(kept);
  writer.close();
});
