import { afterEach, expect, test } from 'vitest';
import { eventRow, insertEvent, midnights } from './scene-events.ts';
import { looksAt } from './scene-looks.ts';
import { openScene, type Scene } from './trendy-scene.ts';

let scene: Scene;
afterEach(() => scene?.close());

const { routes } = looksAt(() => scene);

test('what was derived arrives: types first, then events, every row delivered', async () => {
  scene = await openScene();
  for (const start of midnights(60)) scene.put({ start });
  expect(await scene.sync()).toBeNull();
  expect(scene.trendy.events()).toHaveLength(60);
  expect(scene.count('delivered')).toBe(60);
  expect(scene.trendy.eventTypes().map(({ name }) => name)).toEqual(['Steps']);
  const posts = scene.trendy.requests.filter(({ method }) => method === 'POST').map(({ route }) => route);
  expect(posts).toEqual(['POST /event-types', 'POST /events/batch', 'POST /events/batch']);
  expect(scene.trendy.requests.every(({ requestId }) => requestId !== '')).toBe(true);
  expect(scene.phases).toEqual(expect.arrayContaining(['bootstrap', 'pulling', 'types', 'sending', 'idle']));
});

test('a bulk import that stored every event and pushed none cannot happen: enabling queues all that is there', async () => {
  scene = await openScene();
  for (const start of midnights(300)) insertEvent(scene.writer, { start });
  expect(scene.count('queued')).toBe(0);
  scene.side.changeScope(scene.target(), null, toScope());
  await scene.enqueue();
  expect(scene.count('queued')).toBe(300);
  await scene.sync();
  expect([scene.count('delivered'), scene.trendy.events().length]).toEqual([300, 300]);
});

test('a daily total that grew is one PUT after one look at the feed; a change below the threshold is no request', async () => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  const event = scene.put({ start, figure: 8000 });
  await scene.sync();
  const before = scene.trendy.requests.length;
  scene.change(event, 8000.5);
  expect(scene.count('queued')).toBe(0);
  scene.change(event, 9001);
  scene.change(event, 9500);
  await scene.sync();
  const after = scene.trendy.requests.slice(before).map(({ route }) => route);
  // The second look is the empty page: nothing else says that there is no more.
  expect(after).toEqual(['GET /changes', 'GET /changes', 'PUT /events/:id']);
  expect(scene.trendy.events()[0]?.properties['Step Count']?.value).toBe(9500);
  expect(scene.count('delivered')).toBe(1);
});

test('an event that is gone goes there too; one that was never sent leaves no trace', async () => {
  scene = await openScene();
  const [first = 0, second = 0] = midnights(2);
  const delivered = scene.put({ start: first });
  await scene.sync();
  const unsent = scene.put({ start: second });
  scene.remove(unsent);
  expect(scene.count('queued')).toBe(0);
  scene.remove(delivered);
  await scene.sync();
  expect(scene.trendy.events()).toHaveLength(0);
  expect(routes('DELETE /events/:id')).toHaveLength(1);
  // Ours to delete, ours to make again.
  scene.put({ start: first });
  await scene.sync();
  expect(scene.trendy.events()).toHaveLength(1);
});

test('with the local store deleted, a second import adds nothing there and sends no event', async () => {
  scene = await openScene();
  for (const start of midnights(120)) scene.put({ start });
  await scene.sync();
  const batches = routes('POST /events/batch').length;
  const wipe = ['event', 'mutation', 'batch', 'far_event', 'far_type'];
  for (const table of wipe) scene.writer.prepare(`DELETE FROM ${table}`).run();
  scene.writer.prepare(`UPDATE destination SET state = '{}'`).run();
  scene.restart();
  for (const start of midnights(120)) scene.put({ start });
  await scene.sync();
  expect(scene.trendy.events()).toHaveLength(120);
  expect(scene.count('delivered')).toBe(120);
  expect(routes('POST /events/batch')).toHaveLength(batches);
});

test('zone changed: the old day gives way to the new one that bears its id', async () => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  const berlin = scene.put({ start: start + 22 * 3600, sampleId: 'steps-2025-05-31', figure: 1 });
  await scene.sync();
  scene.writer.transaction(() => {
    scene.remove(berlin);
    scene.put({ start: start + 4 * 3600, sampleId: 'steps-2025-05-31', figure: 2 });
  })();
  await scene.sync();
  const [only, ...others] = scene.trendy.events();
  expect(others).toEqual([]);
  expect(only?.properties['Step Count']?.value).toBe(2);
  expect(scene.count('queued') + scene.count('waiting') + scene.count('failed')).toBe(0);
});

test('held events are not queued, and go once a later export lets them', async () => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  scene.holds = { of: ({ category }) => (category === 'water' ? 'held' : 'incomplete'), from: 0, key: '1' };
  scene.put({ start, category: 'water' });
  await scene.sync();
  expect(scene.trendy.events()).toHaveLength(0);
  scene.put({ start });
  await scene.sync();
  // Of a day that the export cut off: the phone has nothing to do with it.
  expect(scene.side.heldBack(scene.target())).toEqual({ held: 1, incomplete: 1 });
  expect([scene.trendy.events().length, scene.count('queued')]).toEqual([0, 0]);
  scene.holds = { of: () => null, from: null, key: '2' };
  scene.side.holdsChanged(scene.target());
  await scene.sync();
  expect(scene.trendy.events()).toHaveLength(2);
  expect(scene.side.heldBack(scene.target())).toEqual({ held: 0, incomplete: 0 });
});

test('a scope that shrinks takes its events off the queue; widened again they come back', async () => {
  scene = await openScene();
  const starts = midnights(10);
  for (const start of starts) scene.put({ start });
  scene.put({ start: starts[0] ?? 0, category: 'water' });
  const stepsOnly = { kinds: new Set(['steps']), fromDay: Math.floor((starts[5] ?? 0) / 86_400) };
  scene.side.changeScope(scene.target(), toScope(), stepsOnly);
  expect(scene.side.backlog(scene.target())).toBe(-6);
  await scene.enqueue();
  expect(scene.count('queued')).toBe(5);
  scene.side.changeScope(scene.target(), stepsOnly, toScope());
  expect(scene.side.backlog(scene.target())).toBe(6);
  await scene.enqueue();
  expect(scene.side.backlog(scene.target())).toBe(0);
  expect(scene.count('queued')).toBe(11);
});

test('ids are clamped to a far clock that is five minutes behind', async () => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  scene.http = (client) => ({
    async send(request) {
      const outcome = await client.send(request);
      if (outcome.kind === 'answer')
        outcome.answer.headers.set('Date', new Date(scene.clock.now() - 300_000).toUTCString());
      return outcome;
    },
  });
  scene.put({ start });
  await scene.sync();
  const [event] = scene.trendy.events();
  const idMs = Number.parseInt((event?.id ?? '').replaceAll('-', '').slice(0, 12), 16);
  expect(scene.clock.now() - idMs).toBeGreaterThan(290_000);
  expect(event?.id[14]).toBe('7');
});

const toScope = () => ({ kinds: new Set(scene.side.kinds), fromDay: null });

test.each([
  ['the answer arrives', 8000, false],
  ['the answer arrives, with another figure', 9500, false],
  ['no answer arrives', 8000, true],
] as const)(
  'an event that is back while its deletion is under way is made there again: %s',
  async (_, figure, isLost) => {
    scene = await openScene();
    const [start = 0] = midnights(1);
    const event = scene.put({ start, figure: 8000 });
    await scene.sync();
    const setLocal = (isLocal: number) =>
      scene.writer
        .prepare<[number, number]>('UPDATE event SET is_local = ? WHERE id = ?')
        .run(isLocal, event);
    setLocal(1);
    const was = eventRow(scene.writer, event);
    scene.side.enqueueEvent(scene.target(), { kind: 'deleted', cause: 'records', event: was });
    let isFirst = true;
    scene.http = (client) => ({
      async send(request) {
        if (request.method !== 'DELETE' || !isFirst) return client.send(request);
        isFirst = false;
        setLocal(0);
        scene.change(event, figure);
        expect(scene.count('sending')).toBe(1);
        const outcome = await client.send(request);
        return isLost ? { kind: 'failure', code: 'sync.timeout', hasLeft: true } : outcome;
      },
    });
    scene.restart();
    await scene.sync();
    expect(isFirst).toBe(false);
    expect(scene.trendy.events().map(({ properties }) => properties['Step Count']?.value)).toEqual([figure]);
    expect([scene.count('delivered'), scene.mutations().length]).toEqual([1, 1]);
  },
);
