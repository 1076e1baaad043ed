// The transforms that a user pastes into Foundry (resources/foundry), by DuckDB over lines as the product makes them of two exports.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { openReader } from '../../../src/core/db/open.ts';
import { lineSources } from '../../../src/core/ndjson/line-sources.ts';
import { makeDatasetLine } from '../../../src/core/targets/foundry/dataset-row.ts';
import { parquetFile } from '../../../src/core/targets/foundry/parquet-file.ts';
import type { XmlElement, XmlRecord } from '../../support/health-xml.ts';
import {
  metadataXml,
  pressureXml,
  recordXml,
  statisticXml,
  versionEntries as version,
  workoutXml,
  writeExport,
} from '../../support/health-xml.ts';
import { openImporter, readHere } from '../../support/import-harness.ts';
import { scratchDir } from '../../unit/data/scratch.ts';

const noon = 1_748_772_000;
const day = 86_400;
const folder = join(import.meta.dirname, '../../../resources/foundry');
const energy = 'HKQuantityTypeIdentifierActiveEnergyBurned';

const drink = (value: number, at: number, metadata?: XmlRecord['metadata'], source = 'Bottle'): XmlElement =>
  recordXml({
    type: 'HKQuantityTypeIdentifierDietaryWater',
    source,
    start: at,
    unit: 'mL',
    value: String(value),
    ...(metadata && { metadata }),
  });
function pressure(systolic: number, diastolic: number, at: number, number: number): XmlElement[] {
  const { correlation, records } = pressureXml(at, systolic, diastolic, version('cuff', number));
  return [correlation, ...records];
}

let duck: DuckDBConnection;
let dir = '';
let files = 0;
beforeEach(async () => {
  dir = scratchDir();
  const instance = await DuckDBInstance.create(':memory:');
  duck = await instance.connect();
  onTestFinished(() => {
    duck.closeSync();
    instance.closeSync();
  });
  await duck.run("SET TimeZone = 'UTC'");
  // All in which Spark's dialect differs from DuckDB's here, beside the quotes.
  await duck.run('CREATE MACRO get_json_object(json, path) AS json_extract_string(json, path)');
});

const ask = async (sql: string) => (await duck.runAndReadAll(sql)).getRowObjectsJson();
const run = (name: string) => duck.run(readFileSync(join(folder, name), 'utf8').replaceAll('`', '"'));

/** What destinations hold once each export was imported and its new lines were sent: a Parquet file each. */
async function sent(exports: readonly (readonly XmlElement[])[], userId = 'auth0|a'): Promise<void> {
  const home = scratchDir();
  const importer = await openImporter(join(home, 'profile'), readHere);
  const known = new Set<string>();
  for (const [index, elements] of exports.entries()) {
    const exportAt = noon + (index + 10) * day;
    const path = writeExport(home, `${index}.xml`, elements, { exportAt });
    const receipt = await importer.importFile(path, { isSamePerson: true });
    expect(receipt.state).toBe('completed');
    const reader = openReader(importer.database);
    const sources = lineSources(reader);
    const samples = (['record', 'workout', 'correlation'] as const).flatMap((one) =>
      sources[one].read({ fromRow: 0, toRow: 1e9, fromAt: -1e15, toAt: 1e15 }),
    );
    reader.close();
    const ingestedAt = new Date(exportAt * 1000).toISOString();
    const form = makeDatasetLine({ userId, device: 'mac', ingestedAt, exportTimestamp: ingestedAt });
    const fresh = samples.filter(({ json }) => !known.has(json));
    for (const { json } of fresh) known.add(json);
    const file = await parquetFile(Buffer.from(fresh.map((sample) => `${form(sample)}\n`).join('')));
    // The last upload stands there twice, under another name.
    for (const copy of index === exports.length - 1 ? [0, 1] : [0])
      writeFileSync(join(dir, `raw-${files++}-${copy}.parquet`), file);
  }
  await importer.close();
  await duck.run(`CREATE OR REPLACE VIEW health_raw AS SELECT * FROM '${join(dir, 'raw-*.parquet')}'`);
}

const water = (table: string) =>
  ask(
    `SELECT sum(value_double)::DOUBLE AS total, count(*)::INTEGER AS lines FROM ${table} WHERE sample_type = 'HKQuantityTypeIdentifierDietaryWater'`,
  );

test('a drink of 500 ml that became 450 ml is two uuids, and only the drop of superseded lines counts 450', async () => {
  await sent([
    [drink(500, noon, version('a "quoted" drink', 1))],
    [drink(450, noon, version('a "quoted" drink', 2))],
  ]);
  await run('latest_by_uuid.sql');
  await run('drop_superseded.sql');
  expect(await water('health_latest')).toEqual([{ total: 950, lines: 2 }]);
  expect(await water('health_compacted')).toEqual([{ total: 450, lines: 1 }]);
});

test('the highest version counts as a number, in whatever order the lines came', async () => {
  await sent([
    [drink(100, noon, version('d', 10))],
    [drink(90, noon, version('d', 11)), drink(9, noon + 60)],
  ]);
  await sent([[drink(450, noon, version('d', 9)), drink(90, noon, version('d', 11))]]);
  await run('drop_superseded.sql');
  expect(await water('health_compacted')).toEqual([{ total: 99, lines: 2 }]);
});

test('what has no identifier, no version or an equal one stays, as do other sources, types and users', async () => {
  const others = [
    drink(1, noon),
    drink(2, noon),
    drink(4, noon, [['HKMetadataKeySyncIdentifier', 'x']]),
    drink(8, noon, [['HKMetadataKeySyncIdentifier', 'x']]),
    drink(16, noon, version('x', 'new')),
    drink(32, noon, version('equal', 1)),
    drink(64, noon, version('equal', 1)),
    drink(128, noon, version('other', 1), 'Bottle'),
    drink(256, noon, version('other', 2), 'Glass'),
  ];
  await sent([others]);
  await sent([[drink(512, noon, version('other', 3), 'Bottle')]], 'auth0|b');
  await run('drop_superseded.sql');
  expect(await water('health_compacted')).toEqual([{ total: 1023, lines: 10 }]);
});

test('the values of a blood pressure go with the version that held them, and stay where the newer one holds them', async () => {
  await sent([
    [...pressure(120, 80, noon, 1), drink(1, noon)],
    [...pressure(130, 80, noon, 2), drink(1, noon)],
  ]);
  await run('drop_superseded.sql');
  expect(
    await ask(
      "SELECT sample_class, value_double FROM health_compacted WHERE source_name = 'Cuff' ORDER BY value_double NULLS LAST",
    ),
  ).toEqual([
    { sample_class: 'HKQuantitySample', value_double: 80 },
    { sample_class: 'HKQuantitySample', value_double: 130 },
    { sample_class: 'HKCorrelation', value_double: null },
  ]);
});

test('a workout that a later export changed has its uuid and its last line, in both; a newer version takes its place', async () => {
  const walk = (kcal: string) => workoutXml('Watch', noon, statisticXml(energy, noon, kcal, 'kcal'));
  const ride = (number: number, at: number) =>
    workoutXml('Watch', at, () => metadataXml(version('ride', number)));
  await sent([
    [walk('100'), ride(1, noon + 7200)],
    [walk('120'), ride(2, noon + 7260)],
  ]);
  await run('latest_by_uuid.sql');
  await run('drop_superseded.sql');
  const started = (table: string) =>
    ask(
      `SELECT (epoch_ms(start_date) // 1000)::INTEGER - ${noon} AS at, get_json_object(raw_healthkit_record, '$.activeEnergyKilocalories') AS kcal FROM ${table} ORDER BY start_date`,
    );
  expect(await started('health_latest')).toEqual([
    { at: 0, kcal: '120' },
    { at: 7200, kcal: null },
    { at: 7260, kcal: null },
  ]);
  expect(await started('health_compacted')).toEqual([
    { at: 0, kcal: '120' },
    { at: 7260, kcal: null },
  ]);
  for (const table of ['health_latest', 'health_compacted'])
    expect((await ask(`DESCRIBE ${table}`)).map((column) => column['column_name'])).toEqual(
      (await ask('DESCRIBE health_raw')).map((column) => column['column_name']),
    );
});
