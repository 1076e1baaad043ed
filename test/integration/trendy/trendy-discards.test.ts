import { afterEach, expect, test } from 'vitest';
import { dailySampleId } from '../../../src/core/events/derived-event.ts';
import { zoneOf } from '../../../src/core/events/zone.ts';
import { Spool } from '../../../src/core/outbox/chunks/spool.ts';
import { OutboxActs } from '../../../src/core/outbox/outbox-acts.ts';
import { day, insertEvent, midnights } from './scene-events.ts';
import { looksAt } from './scene-looks.ts';
import { openScene, type Scene } from './trendy-scene.ts';

let scene: Scene;
afterEach(() => scene?.close());

const { far, open, routes, holds } = looksAt(() => scene);
const figures = () => far().map(({ properties }) => properties['Step Count']?.value);
const everything = () => ({ kinds: new Set(scene.side.kinds), fromDay: null });

const acts = () => new OutboxActs(scene.writer, new Spool(''), () => Math.floor(scene.clock.now() / 1000));
/** Discards the open mutation of an event; gives its id. */
async function discard(event: number): Promise<number> {
  const row = scene.mutations().find((each) => each.event === event && each.state !== 'delivered');
  if (!row) throw new Error(`nothing of event ${event} is open`);
  await acts().discard('mutation', row.id);
  return row.id;
}
const queueAgain = (mutation: number) =>
  scene.writer.transaction(() => scene.side.queueAgain(scene.target(), mutation))();

/** Everything is looked at again, as after another consent. */
async function lookAgain(): Promise<void> {
  scene.side.changeScope(scene.target(), null, everything());
  await scene.sync();
}

test('a discarded creation stays away through changed exports, a new consent and a new program, until it is taken back', async () => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  const event = scene.put({ start, figure: 1000 });
  const discarded = await discard(event);
  scene.change(event, 5000);
  await lookAgain();
  scene.restart();
  scene.change(event, 9000);
  await scene.sync();
  expect([figures(), open(), scene.count('discarded')]).toEqual([[], 0, 1]);

  queueAgain(discarded);
  await scene.sync();
  expect([figures(), open(), scene.count('discarded')]).toEqual([[9000], 0, 0]);
  scene.change(event, 9500);
  await scene.sync();
  expect(figures()).toEqual([9500]);
});

const dayOf = (at: number) => new Date(at * 1000).toISOString().slice(0, 10);

test('it stays away when the event is made anew: at the same second, or as that day of another home zone', async () => {
  scene = await openScene();
  const [start = 0, other = 0] = midnights(2);
  const [first, second] = [scene.put({ start }), scene.put({ start: other, sampleId: 'steps-x' })];
  await discard(first);
  await discard(second);
  scene.remove(first);
  scene.remove(second);
  // One as derivation tells of it, one as a whole history is queued.
  scene.put({ start, figure: 2 });
  insertEvent(scene.writer, { start: other - 3600, sampleId: 'steps-z', day: dayOf(other), figure: 3 });
  // A neighbor is no part of it, though it has the id.
  insertEvent(scene.writer, { start: other + 7200, sampleId: 'steps-x', day: dayOf(other + day), figure: 4 });
  await lookAgain();
  expect(figures()).toEqual([4]);
});

// 26 hours lie between the first and the last; the id of a day is the UTC date of its midnight (trendy/README §3.2).
const zones = ['Pacific/Kiritimati', 'Asia/Tokyo', 'Europe/Berlin', 'America/New_York', 'Etc/GMT+12'];
const pairs = zones.flatMap((from) => zones.filter((to) => to !== from).map((to) => [from, to] as const));

test.each(pairs)(
  'a day that was discarded in %s stays away in %s, and its neighbors do not',
  async (from, to) => {
    scene = await openScene();
    const days = midnights(4).map(dayOf);
    const inZone = (zone: string, local: string) => {
      const start = zoneOf(zone).startOf(Date.parse(local) / 86_400_000);
      return { start, day: local, sampleId: dailySampleId('steps', start) };
    };
    const events = days.map((local) => scene.put(inZone(from, local)));
    await discard(events[1] ?? 0);
    // As derivation tells of some, and as the rest is queued as a history.
    for (const [index, event] of events.entries()) {
      scene.remove(event);
      const figure = { figure: index, ...inZone(to, days[index] ?? '') };
      if (index < 2) scene.put(figure);
      else insertEvent(scene.writer, figure);
    }
    await lookAgain();
    expect(figures().sort()).toEqual([0, 2, 3]);
  },
);

test('a discarded update leaves what is there through later changes, and goes as it is once it is taken back', async () => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  const event = scene.put({ start, figure: 1000 });
  await scene.sync();
  scene.change(event, 2000);
  const discarded = await discard(event);
  scene.change(event, 3000);
  await lookAgain();
  expect(figures()).toEqual([1000]);
  queueAgain(discarded);
  await scene.sync();
  expect([figures(), open()]).toEqual([[3000], 0]);
});

test('discarded while nobody knew that it had arrived: it is ours once the feed tells, and follows once it is taken back', async () => {
  scene = await openScene();
  const [start = 0, other = 0] = midnights(2);
  const event = scene.put({ start, figure: 1000 });
  const route = 'POST /events/batch';
  scene.trendy.faults.next(route, { kind: 'commitThenDrop' });
  while (routes(route).length === 0) await scene.step();
  const discarded = await discard(event);
  expect([figures(), scene.count('discarded')]).toEqual([[1000], 1]);
  // The feed is read before anything else is sent.
  scene.put({ start: other, figure: 7 });
  await scene.sync();
  const there = () => figures().filter((figure) => figure !== 7);
  scene.change(event, 2000);
  await lookAgain();
  expect(holds()).toContainEqual({ is_ours: 1, is_deleted: 0, event });
  expect(there()).toEqual([1000]);
  queueAgain(discarded);
  await scene.sync();
  expect([there(), open()]).toEqual([[2000], 0]);
  scene.change(event, 3000);
  await scene.sync();
  expect(there()).toEqual([3000]);
});

test('a discarded deletion is made once it is taken back', async () => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  const event = scene.put({ start });
  await scene.sync();
  scene.remove(event);
  const discarded = await discard(event);
  await lookAgain();
  expect(far()).toHaveLength(1);
  queueAgain(discarded);
  await scene.sync();
  expect([far().length, open()]).toEqual([0, 0]);
});

test('taken back while it is kept back or out of scope, nothing goes before it may', async () => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  const event = scene.put({ start, figure: 7 });
  const discarded = await discard(event);
  scene.holds = { of: () => 'held', from: 0, key: '1' };
  queueAgain(discarded);
  await scene.sync();
  expect([far().length, scene.mutations()]).toEqual([0, []]);
  scene.holds = { of: () => null, from: null, key: '2' };
  scene.side.holdsChanged(scene.target());
  await scene.sync();
  expect(figures()).toEqual([7]);
});

test('an event that is gone here leaves nothing to send when its discard is taken back', async () => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  const event = scene.put({ start });
  const discarded = await discard(event);
  scene.remove(event);
  queueAgain(discarded);
  expect(scene.mutations()).toEqual([]);
});

test('only what is discarded can be queued again', async () => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  scene.put({ start });
  const [row] = scene.mutations();
  expect(() => acts().discardedOf('mutation', row?.id ?? 0)).toThrow('sync.item_changed');
  expect(() => acts().discardedOf('mutation', 99)).toThrow('sync.unknown_item');
});
