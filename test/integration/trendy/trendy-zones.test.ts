import { afterEach, expect, test } from 'vitest';
import type { DerivedEvent } from '../../../src/core/events/derived-event.ts';
import { type EventRecord, eventColumns, storedEvent } from '../../../src/core/events/event-store.ts';
import { reconcile } from '../../../src/core/events/reconcile.ts';
import { sleepEvents } from '../../../src/core/events/sleep-events.ts';
import type { SleepSample } from '../../../src/core/events/sleep-nights.ts';
import { zoneOf } from '../../../src/core/events/zone.ts';
import { day, phoneMakes, startOfTests } from './scene-events.ts';
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
    return { source: 1, stage: 'core' as const, isByHand: false, start, end: start + 7 * hour + night * 60 };
  }),
);

const nightsIn = (zone: string): DerivedEvent[] =>
  sleepEvents(samples, { first: 0, last: 1e6 }, zoneOf(zone), () => 0).events;

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
  const first = scene.put({ start, sampleId: 'steps-1' });
  await scene.sync();
  const inTheWay = scene.put({ start: start + 7 * hour, sampleId: 'steps-1' });
  // The looks take longer than a token lives.
  expect(await scene.sync()).toBe('sync.signed_out');
  scene.token = scene.trendy.token();
  await scene.sync();
  const item = scene.mutations().find(({ event }) => event === inTheWay);
  expect(item).toMatchObject({ state: 'failed', code: 'sync.id_taken', tries: 0 });
  // Nobody has to retry it.
  scene.remove(first);
  await scene.sync();
  expect(scene.mutations().find(({ event }) => event === inTheWay)).toMatchObject({ state: 'delivered' });
});

/** Midnight in London on the first day of summer time, and the next one: one date in UTC, so one id (trendy/README §3.4). */
const firstOfSummer = Date.parse('2025-03-30T00:00:00Z') / 1000;
const londonDays = [firstOfSummer, firstOfSummer + 23 * hour] as const;
const oneId = { sampleId: 'steps-2025-03-30' };

test('two days of one id: the first is delivered, the second waits in its own name, and goes once the first is gone', async () => {
  scene = await openScene();
  const [first = 0, second = 0] = londonDays.map((start, index) =>
    scene.put({ ...oneId, start, figure: index + 1 }),
  );
  const figures = () => scene.trendy.events().map(({ properties }) => properties['Step Count']?.value);
  for (let steps = 0; steps < 12; steps++) await scene.step();
  expect(figures()).toEqual([1]);
  expect(scene.mutations()).toMatchObject([
    { event: first, state: 'delivered' },
    { event: second, state: 'waiting', code: 'sync.id_taken' },
  ]);
  const before = scene.clock.now();
  scene.remove(first);
  for (let steps = 0; steps < 12; steps++) await scene.step();
  expect(figures()).toEqual([2]);
  // Nobody waited for it.
  expect(scene.clock.now()).toBe(before);
});

test('two days of one id, and nobody knows whether the first arrived: the second does not take its row', async () => {
  scene = await openScene();
  const [first = 0, second = 0] = londonDays.map((start, index) =>
    scene.put({ ...oneId, start, figure: index + 1 }),
  );
  // Stored without a word in the log, and the answer is lost; its next try is a long way off.
  scene.trendy.faults.next('POST /events/batch', { kind: 'changeLogSilent' });
  let isLost = false;
  scene.http = (client) => ({
    async send(request) {
      const outcome = await client.send(request);
      if (!request.url.endsWith('/events/batch') || isLost) return outcome;
      isLost = true;
      return { kind: 'failure', code: 'sync.timeout', hasLeft: true };
    },
  });
  while (!isLost) await scene.step();
  scene.writer.prepare("UPDATE mutation SET next_at_ms = next_at_ms + 3600000 WHERE state = 'waiting'").run();
  for (let steps = 0; steps < 6; steps++) await scene.step();
  expect(scene.mutations().find(({ event }) => event === second)).toMatchObject({
    code: 'sync.id_taken',
    state: 'waiting',
    tries: 1,
  });
  scene.clock.advance(3_700_000);
  scene.token = scene.trendy.token();
  for (let steps = 0; steps < 12; steps++) await scene.step();
  const linked = scene.writer.prepare<[], number>('SELECT event FROM far_event').pluck().all();
  expect([linked, scene.trendy.events().length]).toEqual([[first], 1]);
});

test('a day that somebody deleted keeps away the same day alone, not another one that has its id in this zone', async () => {
  scene = await openScene();
  const start = firstOfSummer + 10 * day;
  const id = 'steps-2025-04-09';
  phoneMakes(scene.trendy, { start, sampleId: id, figure: 1 });
  await scene.sync();
  scene.trendy.phone.deleteEvent(scene.trendy.events()[0]?.id ?? '');
  scene.clock.advance(20 * 60_000);
  await scene.sync();
  scene.put({ start: start + 3 * hour, sampleId: id, figure: 2 });
  scene.put({ start: start + 18 * hour, sampleId: id, figure: 3 });
  await scene.sync();
  expect(scene.trendy.events().map(({ properties }) => properties['Step Count']?.value)).toEqual([3]);
});
