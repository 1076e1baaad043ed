import { afterEach, expect, test } from 'vitest';
import { insertEvent, midnights, phoneMakes, propertiesOf } from './scene-events.ts';
import { looksAt } from './scene-looks.ts';
import { openScene, type Scene } from './trendy-scene.ts';

let scene: Scene;
afterEach(() => scene?.close());

const { far, routes, holds } = looksAt(() => scene);

test('a deleted type takes its events with it; a listing that misses rows asks for them', async () => {
  scene = await openScene();
  const starts = midnights(3);
  for (const start of starts) scene.put({ start });
  await scene.sync();
  scene.clock.advance(20 * 60_000);
  await scene.sync();
  scene.trendy.phone.deleteType(scene.trendy.eventTypes()[0]?.id ?? '');
  scene.trendy.phone.truncateChanges(0);
  scene.clock.advance(20 * 60_000);
  await scene.sync();
  expect(holds().map(({ is_deleted }) => is_deleted)).toEqual([1, 1, 1]);
});

test('a change during the listing arrives by the next pull; an interrupted listing leaves what was known', async () => {
  scene = await openScene();
  const [start = 0, later = 0] = midnights(2);
  scene.put({ start });
  await scene.sync();
  scene.writer.prepare(`UPDATE destination SET state = json_patch(state, '{"cursor":null}')`).run();
  scene.restart();
  await scene.step();
  await scene.step();
  phoneMakes(scene.trendy, { start: later, sampleId: 'steps-late' });
  expect(holds()).toHaveLength(2);
  scene.restart();
  await scene.sync();
  expect(holds()).toHaveLength(2);
  expect(scene.writer.prepare('SELECT count(*) AS n FROM far_event WHERE destination < 0').get()).toEqual({
    n: 0,
  });
  scene.put({ start: later, sampleId: 'steps-late' });
  await scene.sync();
  expect(far()).toHaveLength(2);
});

test('the log was cut by hand: everything is listed again', async () => {
  scene = await openScene();
  for (const start of midnights(40)) scene.put({ start });
  await scene.sync();
  scene.put({ start: midnights(41)[0] ?? 0 });
  await scene.sync();
  for (const event of far()) scene.trendy.phone.updateEvent(event.id, { notes: 'by hand' });
  scene.trendy.phone.truncateChanges(3);
  scene.clock.advance(20 * 60_000);
  await scene.sync();
  expect(holds().every(({ is_ours }) => is_ours === 0)).toBe(true);
});

test('the phone makes the type between GET and POST: adopted, nothing lost', async () => {
  scene = await openScene();
  for (const start of midnights(5)) scene.put({ start });
  scene.trendy.faults.next('POST /event-types', { kind: 'phoneCreatesType' });
  await scene.sync();
  expect(scene.trendy.eventTypes()).toHaveLength(1);
  expect(far()).toHaveLength(5);
});

test('a type that is gone when the batch arrives is made again under a new key', async () => {
  scene = await openScene();
  const [first = 0, ...rest] = midnights(6);
  scene.put({ start: first });
  await scene.sync();
  scene.put({ category: 'water', start: first });
  for (const start of rest) scene.put({ start });
  let isDeleted = false;
  scene.http = (client) => ({
    send(request) {
      if (request.url.endsWith('/events/batch') && !isDeleted) {
        isDeleted = true;
        scene.trendy.phone.deleteType(scene.trendy.eventTypes()[0]?.id ?? '');
      }
      return client.send(request);
    },
  });
  scene.restart();
  await scene.sync();
  expect(far()).toHaveLength(6);
  expect(scene.count('failed') + scene.count('queued') + scene.count('waiting')).toBe(0);
  const keys = routes('POST /events/batch').map(({ idempotencyKey }) => idempotencyKey);
  expect(new Set(keys).size).toBe(keys.length);
});

test('an entry that becomes visible late, below the place we stopped at, is seen all the same', async () => {
  scene = await openScene();
  const [start = 0, other = 0] = midnights(2);
  const event = scene.put({ start, figure: 1 });
  scene.put({ start: other });
  await scene.sync();
  scene.trendy.faults.next('PUT /events/:id', { kind: 'changeLogLate' });
  scene.change(event, 50);
  await scene.sync();
  phoneMakes(scene.trendy, { category: 'water', start });
  scene.clock.advance(20 * 60_000);
  await scene.sync();
  scene.trendy.phone.releaseLateChanges();
  scene.change(event, 90);
  await scene.sync();
  // The late echo of our own write is known as ours: the next figure went.
  expect(holds().find((row) => row.event === event)).toMatchObject({ is_ours: 1 });
  expect(
    far().find(({ timestamp, category }) => timestamp === start * 1e6 && category === 'steps')?.properties,
  ).toEqual(propertiesOf('steps', 90));
});

/** The feed is read once more: from then on the place that we stopped at is an entry of it. */
async function pullAgain(): Promise<void> {
  scene.clock.advance(20 * 60_000);
  scene.token = scene.trendy.token();
  await scene.sync();
}

/** What the phone wrote last, by hand. */
const byHand = () => far().filter(({ notes }) => notes === 'by hand').length;

test.each([60, 7])(
  'a server that gives %i rows at most: the feed is read to its end, and no edit of the phone is overwritten',
  async (maxRows) => {
    scene = await openScene();
    const events = midnights(30).map((start, index) => scene.put({ start, figure: index * 10 }));
    await scene.sync();
    scene.trendy.settings.maxRows = maxRows;
    const known = far().slice(0, 10);
    for (const [index, start] of midnights(80).entries())
      phoneMakes(scene.trendy, { category: 'water', start, sampleId: `w-${index}` });
    for (const { id } of known)
      scene.trendy.phone.updateEvent(id, { notes: 'by hand', properties: propertiesOf('steps', 1) });
    for (const [index, event] of events.slice(0, 10).entries()) scene.change(event, 5_000 + index);
    await scene.sync();
    expect([byHand(), routes('PUT /events/:id').length]).toEqual([10, 0]);
    // The entry that we stopped at is not in the first page of a small cap: that is no log that was cut.
    expect(routes('GET /changes/latest-cursor')).toHaveLength(1);
  },
);

test('a log that was cut is noticed with a small cap as well', async () => {
  scene = await openScene();
  for (const start of midnights(40)) scene.put({ start });
  await scene.sync();
  await pullAgain();
  scene.trendy.settings.maxRows = 7;
  for (const event of far()) scene.trendy.phone.updateEvent(event.id, { notes: 'by hand' });
  scene.trendy.phone.truncateChanges(3);
  scene.clock.advance(20 * 60_000);
  await scene.sync();
  expect(holds().every(({ is_ours }) => is_ours === 0)).toBe(true);
});

test('the event of a poisoned entry is asked for once, however often the feed is read', async () => {
  scene = await openScene();
  for (const start of midnights(10)) scene.put({ start });
  await scene.sync();
  for (const { id } of far().slice(0, 6)) scene.trendy.phone.poison(id);
  for (let pull = 0; pull < 4; pull++) {
    if (pull === 2) scene.restart();
    await pullAgain();
  }
  expect(routes('GET /changes').length).toBeGreaterThan(8);
  expect(routes('GET /events/:id')).toHaveLength(6);
  // A new one is asked for, and what is remembered of the old ones stays as small as the overlap.
  const [first] = far();
  for (let entry = 0; entry < 30; entry++) scene.trendy.phone.poison(first?.id ?? '');
  await pullAgain();
  expect(routes('GET /events/:id')).toHaveLength(7);
  const { state } = scene.destination();
  expect((JSON.parse(state) as { poisoned: number[] }).poisoned.length).toBeLessThanOrEqual(20);
});

test('the phone writes the same events during our first batch: the feed tells of them before anything else is sent', async () => {
  scene = await openScene();
  const starts = midnights(120);
  for (const start of starts) scene.put({ start, figure: 10 });
  let isFirst = true;
  scene.http = (client) => ({
    send(request) {
      if (request.url.endsWith('/events/batch') && isFirst) {
        isFirst = false;
        for (const start of starts)
          phoneMakes(scene.trendy, {
            start,
            figure: 20,
            sampleId: `steps-${new Date(start * 1000).toISOString().slice(0, 10)}`,
          });
      }
      return client.send(request);
    },
  });
  await scene.sync();
  expect([far().length, routes('POST /events/batch').length, routes('GET /events/:id').length]).toEqual([
    120, 1, 0,
  ]);
  // Theirs stand, and nobody calls them delivered.
  expect([scene.count('delivered'), scene.count('queued') + scene.count('waiting')]).toEqual([0, 0]);
  expect(holds().every(({ is_ours, event }) => is_ours === 0 && event !== null)).toBe(true);
});

/** As if these had been delivered long ago: rows of ours, without a request. */
function deliveredBefore(starts: readonly number[], typeId: string): void {
  const known = scene.writer.prepare(
    `INSERT INTO far_event (destination, id, event_type_id, category, sample_id, start, is_ours, content, event)
     SELECT 1, 'far-' || id, ?, category, sample_id, start, 1, json_object('notes', notes, 'is_all_day', json('true'),
       'properties', json(properties), 'source_type', 'healthkit', 'updatedAt', '2025-01-01T00:00:00Z', 'written', json('[]')), id
     FROM event WHERE id = ?`,
  );
  scene.writer.transaction(() => {
    for (const start of starts) known.run(typeId, insertEvent(scene.writer, { start }));
  })();
}

const writes = () => scene.writer.prepare<[], number>('SELECT total_changes()').pluck().get() ?? 0;

test('5,000 events that a listing does not show hold up no push, and cost a few requests and as many writes as events', async () => {
  scene = await openScene();
  deliveredBefore(midnights(5_000), 'type-of-old');
  scene.put({ start: midnights(1)[0] ?? 0, category: 'water' });
  const before = writes();
  await scene.sync();
  const order = scene.trendy.requests.map(({ route }) => route);
  expect(order.indexOf('POST /events/batch')).toBeLessThan(12);
  expect([far().length, order.length < 20, order.includes('GET /events/:id')]).toEqual([1, true, false]);
  expect(holds().filter(({ is_deleted }) => is_deleted === 1)).toHaveLength(5_000);
  // One row that asks, one tombstone, one answer each; the state of the destination is small.
  expect(writes() - before).toBeLessThan(5_000 * 4);
  expect(scene.destination().state.length).toBeLessThan(2_000);
});

test('what a listing missed and what is gone are told apart by their days, also by a server that gives few rows', async () => {
  scene = await openScene();
  const events = midnights(300).map((start) => scene.put({ start }));
  await scene.sync();
  await pullAgain();
  scene.trendy.settings.maxRows = 50;
  const rows = [...far()].sort((a, b) => a.timestamp - b.timestamp);
  const gone = rows.filter((_, index) => index % 10 === 3);
  const unseen = new Set(rows.filter((_, index) => index % 10 === 7).map(({ id }) => id));
  for (const { id } of gone) scene.trendy.phone.deleteEvent(id);
  scene.trendy.phone.truncateChanges(0);
  scene.http = (client) => ({
    async send(request) {
      const outcome = await client.send(request);
      if (!request.url.includes('/events?') || outcome.kind !== 'answer') return outcome;
      const shown = (outcome.answer.json as { id: string }[]).filter(({ id }) => !unseen.has(id));
      return { ...outcome, answer: { ...outcome.answer, json: shown, text: JSON.stringify(shown) } };
    },
  });
  scene.clock.advance(20 * 60_000);
  await scene.sync();
  const dead = scene.writer
    .prepare<[], string>('SELECT id FROM far_event WHERE is_deleted = 1 ORDER BY id')
    .pluck()
    .all();
  expect(dead).toEqual(gone.map(({ id }) => id).sort());
  expect(routes('GET /events/:id').length + routes('GET /events/export').length).toBeLessThan(40);
  // What was only missed is ours as before.
  scene.change(events[7] ?? 0, 777);
  await scene.sync();
  expect(far().filter(({ properties }) => properties['Step Count']?.value === 777)).toHaveLength(1);
});

test('nothing is written over an event before it is read again, while others go on', async () => {
  scene = await openScene();
  const [start = 0, other = 0] = midnights(2);
  const read = scene.put({ start, figure: 1 });
  const free = scene.put({ start: other, figure: 2 });
  await scene.sync();
  const [row] = far();
  scene.trendy.phone.updateEvent(row?.id ?? '', { notes: 'by hand', properties: propertiesOf('steps', 9) });
  // Only the event itself tells: the entry of the edit is lost, a poisoned one follows.
  scene.trendy.phone.truncateChanges(scene.trendy.changes().length - 1);
  scene.trendy.phone.poison(row?.id ?? '');
  scene.change(read, 500);
  scene.change(free, 600);
  await scene.sync();
  expect(
    far()
      .map(({ properties }) => properties['Step Count']?.value)
      .sort(),
  ).toEqual([600, 9]);
  expect(byHand()).toBe(1);
});
