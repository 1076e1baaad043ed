import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it, onTestFinished } from 'vitest';
import { type FoundryScene, openFoundryScene } from './foundry-scene.ts';

async function openParquetScene(records: number): Promise<FoundryScene> {
  const scene = await openFoundryScene({ records });
  const current = scene.destinations.current('foundry');
  scene.destinations.saveState(current?.id ?? 0, { format: 'parquet' });
  scene.far.dataset().tableReading = 'no_schema';
  return scene;
}

/** Rows and different uuids over all files, read by DuckDB. */
async function counted(scene: FoundryScene): Promise<{ rows: number; uuids: number }> {
  const paths = scene.far.files().map(({ path, bytes }, index) => {
    expect(path).toMatch(/\/[0-9a-f]{64}\.parquet$/);
    const local = join(tmpdir(), `parquet-scene-${process.pid}-${index}.parquet`);
    writeFileSync(local, bytes);
    onTestFinished(() => rmSync(local, { force: true }));
    return `'${local}'`;
  });
  const duck = await (await DuckDBInstance.create(':memory:')).connect();
  const reader = await duck.runAndReadAll(
    `SELECT count(*)::INTEGER AS rows, count(DISTINCT uuid)::INTEGER AS uuids FROM read_parquet([${paths.join(',')}])`,
  );
  duck.closeSync();
  return reader.getRowObjectsJson()[0] as unknown as { rows: number; uuids: number };
}

it('every record arrives once in Parquet, and an empty dataset gets its schema and is readable by it', async () => {
  const scene = await openParquetScene(3000);
  await scene.drain();
  expect(scene.chunks()).toEqual({ lines: { delivered: 3000 }, codes: [] });
  expect(await counted(scene)).toEqual({ rows: 3000, uuids: 3000 });
  const put = scene.far.dataset().schema;
  expect(put?.dataframeReader).toBe('PARQUET');
  expect(put?.schema.fieldSchemaList).toHaveLength(21);
  expect(put?.schema.fieldSchemaList).toContainEqual({
    name: 'start_date',
    type: 'TIMESTAMP',
    nullable: true,
  });
  expect(scene.state()).toMatchObject({ hasSchema: true, readBack: { atMs: expect.any(Number) } });
  expect(scene.state()['readBack']).not.toHaveProperty('code');
});

it('a commit whose answer is lost, and a restart: the same name is found, and nothing is stored twice', async () => {
  const scene = await openParquetScene(3000);
  const commit = 'POST /v2/datasets/:rid/transactions/:txn/commit';
  scene.far.faults.next(commit, { kind: 'internalError', afterCommit: true });
  scene.far.faults.next('GET /v2/datasets/:rid/transactions/:txn', { kind: 'overloaded', status: 503 });
  await scene.step();
  await scene.restart();
  await scene.drain();
  expect(scene.chunks()).toEqual({ lines: { delivered: 3000 }, codes: [] });
  expect(await counted(scene)).toEqual({ rows: 3000, uuids: 3000 });
});

it('an account that may not put a schema is told so, and what it stored stays delivered', async () => {
  const scene = await openParquetScene(10);
  scene.far.access.forbidden.add('putSchema');
  await scene.drain();
  expect(scene.state()['readBack']).toMatchObject({
    code: 'sync.schema_not_allowed',
    error: 'PutDatasetSchemaPermissionDenied',
  });
  expect(scene.chunks()).toEqual({ lines: { delivered: 10 }, codes: [] });
});

it('a dataset that somebody else wrote to gets no schema from us', async () => {
  const scene = await openParquetScene(10);
  const dataset = scene.far.dataset();
  const theirs = dataset.open('master', 'APPEND');
  dataset.write(theirs, 'theirs.csv', Buffer.from('a\n'));
  dataset.commit(theirs.rid);
  await scene.drain();
  expect(dataset.schema).toBeNull();
  expect(scene.state()['readBack']).toMatchObject({ code: 'sync.no_schema' });
});
