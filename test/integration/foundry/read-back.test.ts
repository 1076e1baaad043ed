import { expect, it } from 'vitest';
import { textFor } from '../../../src/shared/error-texts.ts';
import type { ErrorCode } from '../../../src/shared/errors.ts';
import type { TableReading } from '../../sandbox/foundry/dataset.ts';
import { createSteppedClock } from '../../sandbox/http/clock.ts';
import { type FoundryScene, openFoundryScene } from './foundry-scene.ts';

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

it('without a commit it is read again each day, and no more often', async () => {
  const clock = createSteppedClock(1_760_000_000_000);
  const scene = await openFoundryScene({ records: 300, clock });
  await scene.drain();
  const first = clock.now();
  expect(await scene.step()).toEqual({ kind: 'idle', dueAtMs: null, checkAtMs: first + dayMs });
  clock.advance(dayMs - 1);
  await scene.step();
  expect(tableReads(scene)).toBe(1);
  clock.advance(1);
  expect(await scene.step()).toMatchObject({ checkAtMs: first + 2 * dayMs });
  await scene.step();
  expect(tableReads(scene)).toBe(2);
  expect(scene.state()['readBack']).toEqual({ atMs: first + dayMs });
});

it('a dataset that is no longer readable, or says something else now, is noticed without a commit, and so is its mending', async () => {
  const clock = createSteppedClock(1_760_000_000_000);
  const scene = await openFoundryScene({ records: 300, clock });
  await scene.drain();
  const dataset = scene.far.dataset();
  const hourMs = dayMs / 24;
  const seen: unknown[] = [];
  for (const [reading, ms] of [
    ['lossy', dayMs],
    ['no_schema', hourMs],
    ['works', hourMs],
  ] as const) {
    dataset.tableReading = reading;
    clock.advance(ms);
    await scene.step();
    seen.push((scene.state()['readBack'] as { code?: string }).code);
  }
  expect(seen).toEqual(['sync.read_back_differs', 'sync.no_schema', undefined]);
});

it.each([
  ['no schema', 'sync.no_schema', (scene) => (scene.far.dataset().tableReading = 'no_schema')],
  [
    'a schema that may not be set',
    'sync.schema_not_allowed',
    (scene) => {
      const current = scene.destinations.current('foundry');
      scene.destinations.saveState(current?.id ?? 0, { format: 'parquet' });
      scene.far.dataset().tableReading = 'no_schema';
      scene.far.access.forbidden.add('putSchema');
    },
  ],
  [
    'a table that cannot be read',
    'sync.not_readable',
    (scene) => (scene.far.dataset().tableReading = 'broken'),
  ],
  ['no right to read', 'sync.not_allowed_to_read', (scene) => scene.far.access.forbidden.add('readTable')],
  ['other rows', 'sync.read_back_differs', (scene) => (scene.far.dataset().tableReading = 'lossy')],
] as const satisfies readonly (readonly [string, ErrorCode, (scene: FoundryScene) => unknown])[])(
  'what is not readable is looked at every hour without a commit, and the card says so (%s)',
  async (_, code, spoil) => {
    const clock = createSteppedClock(1_760_000_000_000);
    const scene = await openFoundryScene({ records: 300, clock });
    spoil(scene);
    await scene.drain();
    expect(scene.state()['readBack']).toMatchObject({ code });
    expect(textFor(code).text).toMatch(
      /\. While Health Relay is open and can send there, this is checked again every hour\.$/,
    );
    expect(textFor(code).text).not.toMatch(/\b(next|later|last) commit\b/);
    expect(await scene.step()).toMatchObject({ kind: 'idle', checkAtMs: clock.now() + dayMs / 24 });
    scene.far.dataset().tableReading = 'works';
    scene.far.access.forbidden.clear();
    clock.advance(dayMs / 24);
    await scene.step();
    expect(scene.state()['readBack']).toEqual({ atMs: clock.now() });
  },
);

it('signed out nothing is asked; a read that does not get through is made again an hour later', async () => {
  const clock = createSteppedClock(1_760_000_000_000);
  const scene = await openFoundryScene({ records: 10, clock });
  await scene.drain();
  const { token } = scene;
  scene.token = null;
  clock.advance(2 * dayMs);
  expect(await scene.step()).toMatchObject({ kind: 'pause', code: 'sync.signed_out' });
  expect(tableReads(scene)).toBe(1);
  scene.token = token;
  scene.far.faults.next('GET /v2/datasets/:rid/readTable', { kind: 'overloaded', status: 503 });
  const before = scene.state()['readBack'];
  expect(await scene.step()).toMatchObject({ kind: 'idle', checkAtMs: clock.now() + dayMs / 24 });
  expect(scene.state()['readBack']).toEqual(before);
  clock.advance(dayMs / 24);
  await scene.step();
  expect(scene.state()['readBack']).toEqual({ atMs: clock.now() });
});
