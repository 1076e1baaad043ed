import { afterEach, expect, test } from 'vitest';
import type { EventCategory } from '../../../src/shared/domain/event-category.ts';
import { day, insertEvent, midnights } from './scene-events.ts';
import { openScene, type Scene } from './trendy-scene.ts';

let scene: Scene;
afterEach(() => scene?.close());

/** Requests between two silences of more than 60 s, as the server's limiter counts them. */
function bursts(): number[] {
  const counts: number[] = [];
  let lastAt = Number.NEGATIVE_INFINITY;
  for (const { at } of scene.trendy.requests) {
    if (at - lastAt > 60_000) counts.push(0);
    counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1;
    lastAt = at;
  }
  return counts;
}

test('20,000 events: the fewest requests that the rules allow, never above the budget of a burst', async () => {
  scene = await openScene();
  const categories: readonly EventCategory[] = ['steps', 'active_energy', 'sleep', 'workout', 'water'];
  scene.writer.transaction(() => {
    for (const start of midnights(4000))
      for (const [index, category] of categories.entries())
        insertEvent(scene.writer, {
          category,
          start: start + index * 7,
          end: category === 'workout' ? start + day / 4 : null,
        });
  })();
  scene.side.changeScope(scene.target(), null, { kinds: new Set(scene.side.kinds), fromDay: null });
  await scene.enqueue();
  expect(scene.count('queued')).toBe(20_000);
  await scene.sync(20_000);
  expect(scene.trendy.events()).toHaveLength(20_000);
  expect([scene.count('delivered'), scene.count('failed')]).toEqual([20_000, 0]);
  expect(Math.max(...bursts())).toBeLessThanOrEqual(150);
  const of = (route: string) => scene.trendy.requests.filter((request) => request.route === route).length;
  expect(of('POST /events/batch')).toBe(400);
  // Our own writes come back in the feed, 500 an entry page; the rest is the listing, the types and a look before each burst.
  expect(scene.trendy.requests.length - 400).toBeLessThanOrEqual(20_000 / 500 + 20);
  expect(scene.trendy.requests.every(({ status }) => status !== 429)).toBe(true);
});

test('a listing of more than one page is whole, whatever equal instants do between pages', async () => {
  scene = await openScene();
  const type = scene.trendy.phone.createType({ name: 'Water' });
  const [first = 0] = midnights(1);
  for (let index = 0; index < 2_300; index++)
    scene.trendy.phone.createEvent({
      eventTypeId: type.id,
      timestamp: (first + Math.floor(index / 3) * 60) * 1e6,
      category: 'water',
      sampleId: `W-${index}`,
    });
  await scene.sync();
  expect(scene.writer.prepare('SELECT count(*) AS n FROM far_event WHERE destination > 0').get()).toEqual({
    n: 2_300,
  });
});
