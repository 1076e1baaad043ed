import { afterEach, expect, test } from 'vitest';
import { midnights, phoneMakes, propertiesOf } from './scene-events.ts';
import { looksAt } from './scene-looks.ts';
import { openScene, type Scene } from './trendy-scene.ts';

let scene: Scene;
afterEach(() => scene?.close());

const { far, routes, holds } = looksAt(() => scene);

test('phone and app alternate ten times on one daily total: at most one PUT from us', async () => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  const event = scene.put({ start, figure: 1000 });
  await scene.sync();
  for (let round = 1; round <= 10; round++) {
    const [only] = far();
    if (!only) throw new Error('the event is gone');
    scene.trendy.phone.updateEvent(only.id, { properties: propertiesOf('steps', 1000 + round * 100) });
    scene.change(event, 5000 + round * 100);
    await scene.sync();
  }
  expect(routes('PUT /events/:id').length).toBeLessThanOrEqual(1);
  expect(far()[0]?.properties['Step Count']?.value).toBe(2000);
  expect(holds()).toEqual([{ is_ours: 0, is_deleted: 0, event }]);
  expect(scene.count('queued') + scene.count('waiting')).toBe(0);
  // Theirs for good: nothing is deleted either.
  scene.remove(event);
  await scene.sync();
  expect(far()).toHaveLength(1);
});

test('what the phone made already is adopted: by sample id, and by content key within a second', async () => {
  scene = await openScene();
  const [a = 0, b = 0, c = 0] = midnights(3);
  phoneMakes(scene.trendy, { start: a, sampleId: 'steps-mine', figure: 8000 });
  phoneMakes(scene.trendy, { category: 'water', start: b, figure: 250 });
  phoneMakes(scene.trendy, { category: 'workout', start: c, end: c + 1800, figure: 1800 });
  scene.put({ start: a, sampleId: 'steps-mine', figure: 8000 });
  scene.put({ category: 'water', start: b + 1, figure: 250 });
  scene.put({ category: 'workout', start: c - 1, end: c + 1801, figure: 1800 });
  await scene.sync();
  expect(far()).toHaveLength(3);
  expect(scene.count('delivered')).toBe(3);
  expect(routes('POST /events/batch')).toHaveLength(0);
});

test('a workout of the same start and another end is told apart by us, and joined by the backend', async () => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  phoneMakes(scene.trendy, { category: 'workout', start, end: start + 1800, figure: 1800 });
  scene.put({ category: 'workout', start, end: start + 1900, figure: 1900 });
  await scene.sync();
  expect(far()).toHaveLength(1);
  expect(scene.mutations()).toEqual([]);
  expect(holds()).toMatchObject([{ is_ours: 0 }]);
});

test('a figure of the phone that differs from ours is never overwritten', async () => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  phoneMakes(scene.trendy, { start, sampleId: 'steps-x', figure: 12_000 });
  const event = scene.put({ start, sampleId: 'steps-x', figure: 8000 });
  await scene.sync();
  scene.change(event, 8500);
  await scene.sync();
  expect(far()[0]?.properties['Step Count']?.value).toBe(12_000);
  expect(routes('PUT /events/:id')).toHaveLength(0);
  expect(scene.mutations()).toEqual([]);
});

test('a content duplicate that appears under our feet is adopted, and its stripped row overwrites nothing', async () => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  const event = scene.put({ category: 'water', start, figure: 250 });
  scene.trendy.faults.next('POST /events/batch', { kind: 'phoneAddsSameEvent', when: 'beforeLookup' });
  await scene.sync();
  expect(far()).toHaveLength(1);
  expect(scene.count('delivered')).toBe(1);
  const [row] = scene.writer
    .prepare<[], { id: string; start: number; content: string }>('SELECT id, start, content FROM far_event')
    .all();
  expect(row).toMatchObject({ id: far()[0]?.id, start });
  expect(JSON.parse(row?.content ?? '{}')).toMatchObject({
    notes: 'Auto-logged: 250',
    source_type: 'healthkit',
  });
  expect(scene.writer.prepare('SELECT notes FROM event WHERE id = ?').get(event)).toEqual({
    notes: 'Auto-logged: 250',
  });
});

test('the phone takes our sample id between look-up and insert: sent again, joined, nobody failed', async () => {
  scene = await openScene();
  for (const start of midnights(10)) scene.put({ start });
  scene.trendy.faults.next('POST /events/batch', { kind: 'phoneTakesSampleId' });
  await scene.sync();
  expect(far()).toHaveLength(10);
  expect(scene.count('delivered')).toBe(10);
  expect(routes('POST /events/batch')).toHaveLength(2);
});

test('a poisoned entry is ignored and its event read again; it stays ours', async () => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  const event = scene.put({ start, figure: 100 });
  await scene.sync();
  scene.trendy.phone.poison(far()[0]?.id ?? '');
  scene.change(event, 200);
  await scene.sync();
  expect(routes('GET /events/:id')).toHaveLength(1);
  expect(far()[0]?.properties['Step Count']?.value).toBe(200);
  expect(holds()).toEqual([{ is_ours: 1, is_deleted: 0, event }]);
});

test('what the phone deleted is not made again by any import', async () => {
  scene = await openScene();
  const [start = 0, other = 0] = midnights(2);
  const event = scene.put({ start });
  scene.put({ start: other });
  await scene.sync();
  const gone = far().find(({ timestamp }) => timestamp === start * 1e6);
  scene.trendy.phone.deleteEvent(gone?.id ?? '');
  scene.change(event, 9999);
  await scene.sync();
  scene.remove(event);
  scene.put({ start, figure: 7777 });
  await scene.sync();
  expect(far()).toHaveLength(1);
  expect(scene.count('queued') + scene.count('waiting')).toBe(0);
});
