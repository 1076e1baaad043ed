import { afterEach, expect, test } from 'vitest';
import type { DerivedEvent } from '../../../src/core/events/derived-event.ts';
import { type EventRecord, eventColumns, storedEvent } from '../../../src/core/events/event-store.ts';
import { reconcile } from '../../../src/core/events/reconcile.ts';
import { sleepEvents } from '../../../src/core/events/sleep-events.ts';
import type { SleepSample } from '../../../src/core/events/sleep-nights.ts';
import { zoneOf } from '../../../src/core/events/zone.ts';
import { day, startOfTests } from './scene-events.ts';
import { openScene, type Scene } from './trendy-scene.ts';

let scene: Scene;
afterEach(() => scene?.close());

const zones = [
  'UTC',
  'America/New_York',
  'America/Los_Angeles',
  'Asia/Tokyo',
  'Europe/Berlin',
  'Pacific/Auckland',
];
const firstDay = startOfTests / 1000 - 40 * day;
const hour = 3600;

/** Four nights in a row of a sleeper in Europe, in Japan and in New York, a gap between them. Bedtimes differ by minutes. */
const samples: SleepSample[] = [21, 38, 52].flatMap((bedtime, sleeper) =>
  Array.from({ length: 4 }, (_, night) => {
    const start = firstDay + (sleeper * 8 + night) * day + (bedtime % 24) * hour + night * 420;
    return { source: 1, stage: 'core' as const, start, end: start + 7 * hour + night * 60 };
  }),
);

const nightsIn = (zone: string): DerivedEvent[] =>
  sleepEvents(samples, { first: 0, last: 1e6 }, zoneOf(zone), () => 0);

/** The nights under another home zone, as derivation stores and tells them. */
function moveTo(zone: string): void {
  const rows = scene.writer.prepare<[], EventRecord>(`SELECT ${eventColumns} FROM event`).all();
  const { created, changed, deleted } = reconcile('sleep', nightsIn(zone), rows.map(storedEvent));
  expect(changed).toEqual([]);
  scene.writer.transaction(() => {
    for (const { id } of deleted) scene.remove(id);
    for (const { start, end, notes, sampleId, properties } of created)
      scene.put({ category: 'sleep', start, end, notes, sampleId, properties });
  })();
}

const nightText = (start: number, sampleId: string | null, date: unknown) => `${start} ${sampleId} ${date}`;

function expectNightsOf(zone: string, route: string): void {
  const wanted = nightsIn(zone).map(({ start, sampleId, properties }) =>
    nightText(start, sampleId, properties['Date']?.value),
  );
  const there = scene.trendy
    .events()
    .map(({ timestamp, sampleId, properties }) =>
      nightText(timestamp / 1e6, sampleId, properties['Date']?.value),
    );
  expect(there.sort(), route).toEqual(wanted.sort());
  expect(
    scene.mutations().filter(({ state }) => state !== 'delivered'),
    route,
  ).toEqual([]);
}

for (const home of zones)
  test(`nights follow the home zone from ${home} to any other and back`, async () => {
    scene = await openScene();
    moveTo(home);
    await scene.sync();
    expectNightsOf(home, home);
    for (const other of zones.filter((zone) => zone !== home)) {
      moveTo(other);
      await scene.sync();
      expectNightsOf(other, `${home} -> ${other}`);
      moveTo(home);
      await scene.sync();
      expectNightsOf(home, `${other} -> ${home}`);
    }
  });

test('an own row that nothing takes away fails what needs its id under its own words, without a request', async () => {
  scene = await openScene();
  const start = firstDay;
  scene.put({ start, sampleId: 'steps-1' });
  await scene.sync();
  const inTheWay = scene.put({ start: start + 7 * hour, sampleId: 'steps-1' });
  // The looks take longer than a token lives.
  expect(await scene.sync()).toBe('sync.signed_out');
  scene.token = scene.trendy.token();
  await scene.sync();
  const item = scene.mutations().find(({ event }) => event === inTheWay);
  expect(item).toMatchObject({ state: 'failed', code: 'sync.id_taken', tries: 0 });
});
