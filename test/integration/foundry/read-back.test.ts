import { expect, it } from 'vitest';
import type { TableReading } from '../../sandbox/foundry/dataset.ts';
import { openFoundryScene } from './foundry-scene.ts';

// A commit and a list of files say that something is stored, not that anybody can read it: the product's second founding failure.
const dayMs = 86_400_000;
const tableReads = (scene: Awaited<ReturnType<typeof openFoundryScene>>) =>
  scene.far.requests.filter(({ route }) => route === 'GET /v2/datasets/:rid/readTable').length;

it('the first commit is read back through the table and compared, then the first of each day', async () => {
  const scene = await openFoundryScene({ records: 300 });
  await scene.drain();
  expect(scene.state()['readBack']).toEqual({ atMs: expect.any(Number) });
  expect(tableReads(scene)).toBe(1);
  scene.add(10);
  await scene.drain();
  expect(tableReads(scene)).toBe(1);
  scene.far.clock.advance(dayMs);
  scene.add(10);
  await scene.drain();
  expect(tableReads(scene)).toBe(2);
});

it.each([
  ['no_schema', 'sync.no_schema', 'SchemaNotFound'],
  ['broken', 'sync.not_readable', 'ReadTableError'],
  ['lossy', 'sync.read_back_differs', null],
] as const)(
  'a dataset that stores and cannot be read (%s): said, with the server’s word, and nothing is held up',
  async (reading: TableReading, code, error) => {
    const scene = await openFoundryScene({ records: 300 });
    scene.far.dataset().tableReading = reading;
    await scene.drain();
    expect(scene.state()['readBack']).toEqual({ atMs: expect.any(Number), code, ...(error && { error }) });
    expect(scene.chunks()).toEqual({ lines: { delivered: 300 }, codes: [] });
    // Mended there: the next commit of an hour later says so.
    scene.far.dataset().tableReading = 'works';
    scene.far.clock.advance(dayMs / 24);
    scene.add(10);
    await scene.drain();
    expect(scene.state()['readBack']).toEqual({ atMs: expect.any(Number) });
  },
);

it('an account that may write and not read is told so', async () => {
  const scene = await openFoundryScene({ records: 10 });
  scene.far.access.forbidden.add('readTable');
  await scene.drain();
  expect(scene.state()['readBack']).toMatchObject({
    code: 'sync.not_allowed_to_read',
    error: 'ReadTableDatasetPermissionDenied',
  });
  expect(scene.chunks()).toEqual({ lines: { delivered: 10 }, codes: [] });
});

it('a read that does not get through says nothing, and is made again with the next commit', async () => {
  const scene = await openFoundryScene({ records: 10 });
  scene.far.faults.next('GET /v2/datasets/:rid/readTable', { kind: 'overloaded', status: 503 });
  await scene.drain();
  expect(scene.state()['readBack']).toBeUndefined();
  scene.add(10);
  await scene.drain();
  expect(scene.state()['readBack']).toEqual({ atMs: expect.any(Number) });
});
