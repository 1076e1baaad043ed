import { afterEach, expect, test } from 'vitest';
import { passingWireFaults, type TrendyFault } from '../../sandbox/trendy/trendy-faults.ts';
import { day, midnights, startOfTests } from './scene-events.ts';
import { looksAt } from './scene-looks.ts';
import { openScene, type Scene } from './trendy-scene.ts';

let scene: Scene;
afterEach(() => scene?.close());

const { far, open, routes, expectExactlyOnce } = looksAt(() => scene);

const everyWireFault: readonly TrendyFault[] = [
  ...passingWireFaults,
  { kind: 'redirect', to: 'http://127.0.0.1:9/' },
  { kind: 'failAfterRegularGroup' },
  { kind: 'panic' },
  { kind: 'panic', afterCommit: true },
  { kind: 'idempotencyNotKept' },
  { kind: 'changeLogSilent' },
];

test.each(everyWireFault)(
  '%j on a batch: one row an item, queue empty, no attempt counted',
  async (fault) => {
    scene = await openScene();
    for (const start of midnights(20)) scene.put({ start });
    scene.trendy.faults.next('POST /events/batch', fault);
    await scene.sync();
    expectExactlyOnce(20);
    expect(scene.mutations().every(({ attempts }) => attempts === 0)).toBe(true);
  },
);

test.each(everyWireFault)('%j on a PUT: the last figure arrives', async (fault) => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  const event = scene.put({ start, figure: 1 });
  await scene.sync();
  scene.change(event, 100);
  scene.trendy.faults.next('PUT /events/:id', fault);
  await scene.sync();
  expect(far()[0]?.properties['Step Count']?.value).toBe(100);
  // Still ours after all that: the next figure may go too.
  scene.change(event, 200);
  await scene.sync();
  expect(far()[0]?.properties['Step Count']?.value).toBe(200);
});

test.each(everyWireFault)('%j on a DELETE: it is gone, and the queue is empty', async (fault) => {
  scene = await openScene();
  const event = scene.put({ start: midnights(1)[0] ?? 0 });
  await scene.sync();
  scene.remove(event);
  scene.trendy.faults.next('DELETE /events/:id', fault);
  await scene.sync();
  expect([far().length, open()]).toEqual([0, 0]);
});

test('the connection is lost after the commit, and the answer under the key as well: still one row an item', async () => {
  scene = await openScene();
  for (const start of midnights(20)) scene.put({ start });
  scene.trendy.faults.next('POST /events/batch', { kind: 'commitThenDrop' });
  scene.http = (client) => ({
    async send(request) {
      const outcome = await client.send(request);
      scene.trendy.forgetIdempotencyKeys();
      return outcome;
    },
  });
  await scene.sync();
  expectExactlyOnce(20);
  expect(routes('POST /events/batch')).toHaveLength(2);
});

test.each([
  ['POST', '/events/batch'],
  ['PUT', '/events/'],
  ['DELETE', '/events/'],
])(
  '%s %s: no answer in time, though it was done there: once each, no attempt counted',
  async (method, path) => {
    scene = await openScene();
    const events = midnights(20).map((start) => scene.put({ start, figure: 1 }));
    let silent = 1;
    scene.http = (client) => ({
      async send(request) {
        const outcome = await client.send(request);
        if (request.method !== method || !request.url.includes(path) || silent-- <= 0) return outcome;
        return { kind: 'failure', code: 'sync.timeout', hasLeft: true };
      },
    });
    scene.restart();
    await scene.sync();
    const [changed = 0, removed = 0] = events;
    scene.change(changed, 100);
    scene.remove(removed);
    await scene.sync();
    expect(silent).toBeLessThanOrEqual(0);
    expect(far()).toHaveLength(19);
    expect(new Set(far().map(({ sampleId }) => sampleId)).size).toBe(19);
    expect(far().filter(({ properties }) => properties['Step Count']?.value === 100)).toHaveLength(1);
    expect([open(), scene.mutations().every(({ attempts }) => attempts === 0)]).toEqual([0, true]);
  },
);

test('the same key and items are sent while the outcome is unknown', async () => {
  scene = await openScene();
  for (const start of midnights(20)) scene.put({ start });
  scene.trendy.faults.next('POST /events/batch', { kind: 'commitThenDrop' });
  await scene.sync();
  const [first, second] = routes('POST /events/batch');
  expect(second?.idempotencyKey).toBe(first?.idempotencyKey);
  expect(second?.bodyBytes).toBe(first?.bodyBytes);
});

test('one bad row among fifty is bisected: 49 arrive, it alone fails with their words', async () => {
  scene = await openScene();
  for (const start of midnights(49)) scene.put({ start });
  // Postgres takes no NUL in a text: the row is refused for itself (22P05).
  const bad = scene.put({
    start: startOfTests / 1000 - 30 * day + 60,
    notes: 'bad \u0000 note',
    sampleId: 'steps-bad',
  });
  await scene.sync();
  expect(far()).toHaveLength(49);
  const failed = scene.mutations().filter(({ state }) => state === 'failed');
  expect(failed).toMatchObject([{ event: bad, attempts: 5 }]);
  expect(failed[0]?.error).toContain('batch insert HealthKit events');
  expect(scene.mutations().filter(({ state, attempts }) => state === 'delivered' && attempts > 0)).toEqual(
    [],
  );
});

test('a backend that fails for everything pauses the destination and burns no attempt', async () => {
  scene = await openScene();
  for (const start of midnights(50)) scene.put({ start });
  const stop = scene.trendy.faults.every('POST /events/batch', { kind: 'panic' });
  await expect(scene.sync(60)).rejects.toThrow('still not at rest');
  expect(scene.mutations().every(({ attempts }) => attempts === 0)).toBe(true);
  expect(scene.pauses).toContain('sync.far_side_failing');
  stop();
  await scene.sync();
  expect([far().length, scene.count('failed')]).toEqual([50, 0]);
});

test('207: the good ones are done, the batch that was refused whole is read item by item', async () => {
  scene = await openScene();
  scene.put({ start: midnights(1)[0] ?? 0 });
  await scene.sync();
  const id = scene.trendy.eventTypes()[0]?.id ?? '';
  // Somebody removed the type without a word in the log: only the batch itself tells.
  scene.trendy.phone.deleteType(id);
  scene.trendy.phone.truncateChanges(0);
  scene.put({ start: midnights(2)[0] ?? 0 });
  await scene.sync();
  expect(far()).toHaveLength(1);
  expect(scene.count('failed')).toBe(0);
  expect(routes('POST /events/batch').map(({ status }) => status)).toEqual([201, 400, 201]);
});

test('207: a type deleted in mid-run holds up its own item alone; it is made again, and the item follows under a new key', async () => {
  scene = await openScene();
  const [first = 0, second = 0] = midnights(2);
  scene.put({ start: first, category: 'steps' });
  scene.put({ start: first + 3600, category: 'water' });
  await scene.sync();
  const water = scene.trendy.eventTypes().find(({ name }) => name === 'Water')?.id ?? '';
  scene.put({ start: second, category: 'steps' });
  const bad = scene.put({ start: second + 3600, category: 'water' });
  scene.put({ start: second + 7200, category: 'workout', end: second + 9000 });
  scene.http = (client) => ({
    async send(request) {
      // The feed was read, the batch is cut: now the person removes the type.
      if (request.method === 'POST' && request.url.endsWith('/events/batch'))
        if (scene.trendy.eventTypes().some(({ id }) => id === water)) scene.trendy.phone.deleteType(water);
      return client.send(request);
    },
  });
  scene.restart();
  await scene.sync();
  const batches = routes('POST /events/batch').slice(1);
  expect(batches.map(({ status }) => status)).toEqual([207, 201]);
  expect(new Set(batches.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2);
  const types = scene.trendy.eventTypes().filter(({ name }) => name === 'Water');
  expect(types.map(({ id }) => id === water)).toEqual([false]);
  // The older water went with its type, by whoever removed it, and is not brought back.
  expect(far().map(({ category }) => category)).toEqual(['steps', 'steps', 'workout', 'water']);
  expect(far().find(({ category }) => category === 'water')).toMatchObject({
    eventTypeId: types[0]?.id,
    timestamp: (second + 3600) * 1e6,
  });
  const attempts = new Map(scene.mutations().map(({ event, attempts: count }) => [event, count]));
  expect([attempts.get(bad), Math.max(...attempts.values()), open()]).toEqual([1, 1, 0]);
});
