import { afterEach, expect, test } from 'vitest';
import { midnights, phoneMakes, propertiesOf } from './scene-events.ts';
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
