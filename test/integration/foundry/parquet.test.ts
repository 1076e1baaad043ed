import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it, onTestFinished } from 'vitest';
import { createSteppedClock, type SandboxClock } from '../../sandbox/http/clock.ts';
import { type FoundryScene, openFoundryScene } from './foundry-scene.ts';

const hourMs = 3_600_000;

async function openParquetScene(records: number, clock?: SandboxClock): Promise<FoundryScene> {
  const scene = await openFoundryScene({ records, ...(clock && { clock }) });
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

it.each([
  ['the look for a schema', 'GET /v2/datasets/:rid/getSchema'],
  ['the transactions of the branch', 'GET /v2/datasets/:rid/branches/:branch/transactions'],
  ['the schema itself', 'PUT /v2/datasets/:rid/putSchema'],
])(
  'a schema that one failing request kept away (%s) is put an hour later, without another export',
  async (_, route) => {
    const clock = createSteppedClock(1_760_000_000_000);
    const scene = await openParquetScene(10, clock);
    // Before the first commit nothing else asks for them.
    const mend = scene.far.faults.every(route, { kind: 'overloaded', status: 503 });
    await scene.drain();
    mend();
    expect(scene.state()['readBack']).toMatchObject({ code: 'sync.no_schema' });
    expect(scene.far.dataset().schema).toBeNull();
    clock.advance(hourMs);
    await scene.step();
    expect(scene.far.dataset().schema?.dataframeReader).toBe('PARQUET');
    expect(scene.state()).toMatchObject({ hasSchema: true, readBack: { atMs: clock.now() } });
    expect(scene.state()['readBack']).not.toHaveProperty('code');
  },
);

it('a right to put the schema that is given later is found within the hour, without another export', async () => {
  const clock = createSteppedClock(1_760_000_000_000);
  const scene = await openParquetScene(10, clock);
  scene.far.access.forbidden.add('putSchema');
  await scene.drain();
  const first = clock.now();
  expect(await scene.step()).toMatchObject({ checkAtMs: first + hourMs });
  clock.advance(hourMs);
  await scene.step();
  expect(scene.state()['readBack']).toMatchObject({ code: 'sync.schema_not_allowed', atMs: first + hourMs });
  scene.far.access.forbidden.delete('putSchema');
  clock.advance(hourMs);
  await scene.step();
  expect(scene.far.dataset().schema?.dataframeReader).toBe('PARQUET');
  expect(scene.state()['readBack']).toEqual({ atMs: first + 2 * hourMs });
});
