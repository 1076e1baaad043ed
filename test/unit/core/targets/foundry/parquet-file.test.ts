import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleLine } from '../../../../../src/core/ndjson/line-source.ts';
import { makeDatasetLine } from '../../../../../src/core/targets/foundry/dataset-row.ts';
import { datasetColumns, parquetFile } from '../../../../../src/core/targets/foundry/parquet-file.ts';

// Read by DuckDB, which shares nothing with the writer.
let dir = '';
let duck: DuckDBConnection;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'parquet-file-'));
  duck = await (await DuckDBInstance.create(':memory:')).connect();
  await duck.run("SET TimeZone = 'UTC'");
});
afterAll(() => {
  duck.closeSync();
  rmSync(dir, { recursive: true, force: true });
});

const ask = async (sql: string) => (await duck.runAndReadAll(sql)).getRowObjectsJson();
const origin = { userId: 'auth0|a', device: 'mac', exportTimestamp: '2026-01-02T03:04:05.678Z' };
const record = (uuid: string, type: string, startDate: string, valueDouble?: number | string) => ({
  sampleType: type,
  sourceName: 'Füße ⌚️',
  uuid,
  startDate,
  endDate: '',
  valueDouble,
  unit: 'count',
  device: { model: 'Watch' },
});
const linesOf = (records: readonly object[], ingestedAt = '2026-01-02T03:04:05.678Z') => {
  const line = makeDatasetLine({ ...origin, ingestedAt });
  return Buffer.from(records.map((each) => `${line(sampleLine(1, 0, { ...each }))}\n`).join(''));
};
async function stored(name: string, lines: Buffer): Promise<string> {
  const path = join(dir, name);
  writeFileSync(path, await parquetFile(lines));
  return path;
}

describe('one file a chunk', () => {
  const records = [
    record('u3', 'Steps', '2024-03-01T07:05:00Z', 0),
    record('u1', 'Heart', '2024-03-02T07:05:00.250Z', 72.5),
    record('u2', 'Heart', '2024-03-01T07:05:00Z', 'text'),
    record('u0', 'Clinical', '', undefined),
  ];

  test('holds the 21 columns with their types, and every value of the lines', async () => {
    const path = await stored('types.parquet', linesOf(records));
    const columns = await ask(`DESCRIBE SELECT * FROM '${path}'`);
    const types = { STRING: 'VARCHAR', DOUBLE: 'DOUBLE', TIMESTAMP: 'TIMESTAMP WITH TIME ZONE' };
    expect(columns.map((each) => [each['column_name'], each['column_type']])).toEqual(
      datasetColumns.map(([name, type]) => [name, types[type]]),
    );
    expect(Object.keys(JSON.parse(linesOf(records).toString().split('\n')[0] ?? ''))).toEqual(
      datasetColumns.map(([name]) => name),
    );
    expect(
      await ask(
        `SELECT uuid, value_double, source_name, device_model, epoch_ms(start_date)::DOUBLE AS at, end_date, raw_healthkit_record FROM '${path}' WHERE uuid IN ('u1', 'u3') ORDER BY uuid`,
      ),
    ).toEqual(
      [records[1], records[0]].map((each) => ({
        uuid: each?.uuid,
        value_double: each?.valueDouble,
        source_name: 'Füße ⌚️',
        device_model: 'Watch',
        at: Date.parse(each?.startDate ?? ''),
        end_date: null,
        raw_healthkit_record: JSON.stringify(each),
      })),
    );
  });

  test('is one row group in the order of type, then time, with dictionaries and zstd', async () => {
    const many = Array.from({ length: 2500 }, (_, i) =>
      record(`m${i}`, `Type${i % 3}`, new Date(1.7e12 + ((i * 7919) % 2500) * 1000).toISOString(), i),
    );
    const path = await stored('order.parquet', linesOf(many));
    const rows = await ask(`SELECT uuid FROM read_parquet('${path}')`);
    const sorted = many.toSorted(
      (a, b) => a.sampleType.localeCompare(b.sampleType) || a.startDate.localeCompare(b.startDate),
    );
    expect(rows.map((row) => row['uuid'])).toEqual(sorted.map(({ uuid }) => uuid));
    const chunks = await ask(`SELECT * FROM parquet_metadata('${path}')`);
    expect(chunks).toHaveLength(21);
    expect(new Set(chunks.map((each) => each['compression']))).toEqual(new Set(['ZSTD']));
    const type = chunks.find((each) => each['path_in_schema'] === 'sample_type');
    expect(type).toMatchObject({ stats_min_value: 'Type0', stats_max_value: 'Type2' });
    expect(String(type?.['encodings'])).toContain('RLE_DICTIONARY');
  });

  test('has the same bytes each time for the same lines, in whatever order they came', async () => {
    expect(await parquetFile(linesOf(records))).toEqual(await parquetFile(linesOf(records)));
    expect(await parquetFile(linesOf(records))).toEqual(await parquetFile(linesOf(records.toReversed())));
  });
});

test('texts of every length and script are whole, in any number of files after each other', async () => {
  const texts = ['', 'a', 'é', '⌚️', '\ud800', '"\\\n', 'x'.repeat(200), '漢'.repeat(200)];
  const made = texts.map((text, i) => ({
    ...record(`t${i}`, 'Heart', new Date(1.7e12 + i).toISOString()),
    sourceName: text,
  }));
  for (const some of [made.slice(0, 1), made, made.slice(3), made]) {
    const path = await stored('texts.parquet', linesOf(some));
    expect(
      await ask(`SELECT source_name, uuid, raw_healthkit_record FROM '${path}' ORDER BY start_date`),
    ).toEqual(
      some.map((each) => ({
        source_name: each.sourceName.toWellFormed(),
        uuid: each.uuid,
        raw_healthkit_record: JSON.stringify(each),
      })),
    );
  }
});
