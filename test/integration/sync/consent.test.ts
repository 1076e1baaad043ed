import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWriter } from '../../../src/core/db/open.ts';
import { eventCategories } from '../../../src/shared/domain/event-category.ts';
import { type TargetId, usualKinds } from '../../../src/shared/domain/sync.ts';
import { holdRequests } from '../../sandbox/http/wire-faults.ts';
import { configuredScene, type SceneOptions, type SyncScene, someWeeks, syncScene } from './sync-scene.ts';

async function imported(options: SceneOptions = {}): Promise<SyncScene> {
  const scene = await configuredScene({ history: { days: 60 }, ...options });
  await scene.until(({ daysToDerive }) => daysToDerive === 0);
  return scene;
}

const has = (scene: SyncScene, target: TargetId) => {
  const held = scene.sandbox.holdings();
  return target === 'trendy' ? held.trendy.events : held[target].samples;
};

test('a review asked for while events are still being made counts them all, and its number can be agreed to', async () => {
  const scene = await syncScene({ isHere: true });
  await scene.configure('trendy');
  await scene.import(await someWeeks(scene.dir, { days: 30 }));
  await scene.whenResting();
  // Without a home zone there are no events: all are still to be made when the review is asked for.
  const [, review] = await Promise.all([
    scene.ask('settings.setHomeZone', { homeZone: 'Europe/Berlin' }),
    scene.review('trendy'),
  ]);
  expect(review.items).toBeGreaterThan(0);
  await scene.whenResting();
  expect(review).toEqual(await scene.review('trendy'));
});

test.each([
  ['trendy', ['steps', 'sleep']],
  ['foundry', ['workout', 'activity_summary']],
  ['atlas', ['workout', 'activity_summary']],
] as const)('%s: narrower and wider, each time exactly the difference goes', async (target, few) => {
  const scene = await imported();
  const all = usualKinds(target);
  // The generated history ends with September 2025.
  const startDay = '2025-08-20';

  const first = await scene.enable(target, { kinds: [...few], startDay });
  expect(first).toBeGreaterThan(0);
  expect(await scene.settled(target)).toMatchObject({ delivered: first });
  expect(has(scene, target)).toBe(first);

  const wider = await scene.review(target, { kinds: [...few] });
  expect(wider.items - wider.added).toBe(first);
  expect(wider.added).toBeGreaterThan(0);
  await scene.ask('sync.pause', {});
  await scene.enable(target, { kinds: [...few] });
  expect(await scene.card(target)).toMatchObject({ pending: wider.added });
  await scene.ask('sync.resume', {});
  expect(await scene.settled(target)).toMatchObject({ delivered: wider.items });
  expect(has(scene, target)).toBe(wider.items);

  const everything = await scene.review(target);
  await scene.ask('sync.pause', {});
  await scene.enable(target, { kinds: all });
  expect(await scene.card(target)).toMatchObject({ pending: everything.added });
  // Narrowed before it went: off the queue, and nothing of it is lost when it is widened again.
  await scene.enable(target, { kinds: [...few] });
  expect(await scene.card(target)).toMatchObject({ pending: 0 });
  await scene.enable(target, { kinds: all });
  expect(await scene.card(target)).toMatchObject({ pending: everything.added });
  await scene.ask('sync.resume', {});
  expect(await scene.settled(target)).toMatchObject({ delivered: everything.items, failed: 0 });
  expect(has(scene, target)).toBe(everything.items);
  if (target !== 'trendy') expect(scene.sandbox.holdings()[target].doubled).toBe(0);
});

test.each(['trendy', 'atlas', 'foundry'] as const)(
  '%s turned on again: the review counts what goes, not what was delivered before',
  async (target) => {
    const scene = await imported();
    const first = await scene.enable(target, { startDay: '2025-08-20' });
    await scene.settled(target);
    await scene.ask('settings.disableTarget', { target });
    expect(await scene.review(target, { startDay: '2025-08-20' })).toMatchObject({
      items: first,
      added: 0,
      estimate: null,
    });
    const all = await scene.review(target);
    expect(all.added).toBe(all.items - first);
    // Turned off before it all went, the rest is what goes: also events that wait in the queue.
    await scene.ask('sync.pause', {});
    await scene.enable(target);
    await scene.until(({ destinations }) => destinations.some((card) => card.pending === all.added));
    await scene.ask('settings.disableTarget', { target });
    expect((await scene.review(target)).added).toBe(all.added);
    await scene.ask('sync.resume', {});
    await scene.enable(target);
    expect(await scene.settled(target)).toMatchObject({ delivered: all.items });
    expect(has(scene, target)).toBe(all.items);
    // Narrowed and widened again while it is on, nothing is new.
    await scene.enable(target, { startDay: '2025-08-20' });
    expect(await scene.review(target)).toMatchObject({ items: all.items, added: 0 });
  },
);

test('what changed since it was shown is shown again before anything goes', async () => {
  const scene = await imported({ isHere: true });
  const kinds = [...eventCategories];
  const { items } = await scene.review('trendy');
  const answer = await scene.client().call('settings.enableTarget', {
    target: 'trendy',
    kinds,
    startDay: null,
    items: items - 1,
  });
  expect(answer).toMatchObject({
    ok: false,
    error: { code: 'settings.review_changed', details: { items } },
  });
  await scene.whenResting();
  expect(await scene.card('trendy')).toMatchObject({ isEnabled: false, pending: 0, pausedBy: 'sync.off' });
  expect(scene.sandbox.trendy.requests).toEqual([]);
});

test('kinds that are off by default go only when they are asked for', async () => {
  const scene = await imported();
  await scene.enable('foundry');
  await scene.settled('foundry');
  const before = scene.sandbox.holdings().foundry.samples;
  const kinds = [...usualKinds('foundry'), 'ecg', 'route', 'clinical', 'reproductive'] as const;
  const review = await scene.review('foundry', { kinds: [...kinds] });
  expect(review.kinds.filter(({ isSensitive }) => isSensitive).map(({ items }) => items > 0)).toContain(true);
  expect(review.added).toBeGreaterThan(0);
  await scene.enable('foundry', { kinds: [...kinds] });
  expect(await scene.settled('foundry')).toMatchObject({ delivered: before + review.added });
});

test.each(['trendy', 'atlas', 'foundry'] as const)(
  '%s removed: its queue, ledger and files are gone, the others stay',
  async (target) => {
    const scene = await imported({ isHere: true });
    const other = target === 'foundry' ? 'atlas' : 'foundry';
    await scene.enable(other);
    const kept = await scene.settled(other);
    // Fails from the first request on, so that chunks are cut and lie on the disk.
    const mend = scene.sandbox[target].faults.every('*', { kind: 'htmlError', status: 503 });
    const items = await scene.enable(target);
    await scene.until(({ destinations }) =>
      destinations.some((card) => card.target === target && card.pausedBy !== null),
    );
    const spool = () => readdirSync(join(scene.profile, 'spool'));
    if (target !== 'trendy') expect(spool().length).toBeGreaterThan(0);
    const { id } = await scene.card(target);
    await scene.ask('settings.removeDestination', { destination: id });
    expect(spool()).toEqual([]);
    const { destinations } = await scene.ask('sync.overview', {});
    expect(destinations.map((card) => [card.target, card.delivered])).toContainEqual([other, kept.delivered]);
    expect(destinations.some((card) => card.id === id)).toBe(false);
    expect(
      (await scene.ask('sync.items', { destination: id, states: ['queued', 'waiting', 'failed'], limit: 10 }))
        .total,
    ).toBe(0);
    mend();
    await scene.ask('sync.runNow', {});
    await scene.whenResting();
    expect(has(scene, target)).toBe(0);
    // Set up again it begins at nothing.
    await scene.configure(target);
    expect(await scene.card(target)).toMatchObject({ isEnabled: false, delivered: 0, pausedBy: 'sync.off' });
    expect(await scene.enable(target)).toBe(items);
    expect(await scene.settled(target)).toMatchObject({ delivered: items });
  },
);

test.each([
  ['trendy', false],
  ['atlas', true],
  ['foundry', true],
] as const)(
  '%s removed after a delivery and set up again: is everything stored there twice? %j',
  async (target, isTwice) => {
    const scene = await imported();
    const items = await scene.enable(target);
    const { id } = await scene.settled(target);
    await scene.ask('settings.removeDestination', { destination: id });
    await scene.configure(target);
    expect(await scene.enable(target)).toBe(items);
    await scene.settled(target);
    expect(has(scene, target)).toBe(items);
    if (target !== 'trendy') expect(scene.sandbox.holdings()[target].doubled).toBe(isTwice ? items : 0);
  },
);

test('two routes to one dataset: what Atlas delivered is not sent again by the direct one', async () => {
  const scene = await imported();
  const startDay = null;
  const items = await scene.enable('atlas', { kinds: ['record'], startDay });
  const atlas = await scene.settled('atlas');
  expect(atlas.delivered).toBe(items);
  await scene.ask('settings.disableTarget', { target: 'atlas' });
  const foundry = await scene.card('foundry');
  await scene.ask('settings.carryCursors', { from: atlas.id, to: foundry.id });
  // The dialog's number is what goes, not what is in scope.
  const { items: all, added } = await scene.review('foundry');
  expect(added).toBe(all - items);
  await scene.enable('foundry');
  expect(await scene.settled('foundry')).toMatchObject({ delivered: all - items, pending: 0 });
  expect(scene.sandbox.holdings().foundry).toEqual({ samples: all - items, doubled: 0 });
  expect(scene.sandbox.holdings().atlas.samples).toBe(items);
  // One route at a time: the former one is not turned on beside it, and goes on where it stands once the person says so.
  await expect(scene.enable('atlas')).rejects.toThrow('sync.other_route');
  expect(await scene.card('atlas')).toMatchObject({ isEnabled: false });
  await scene.ask('settings.carryCursors', { from: foundry.id, to: atlas.id });
  expect(await scene.review('atlas')).toMatchObject({ items: all, added: 0, estimate: null });
  await scene.enable('atlas');
  expect(await scene.settled('atlas')).toMatchObject({ delivered: items, pending: 0 });
  expect(await scene.card('foundry')).toMatchObject({ isEnabled: false });
  await expect(scene.enable('foundry')).rejects.toThrow('sync.other_route');
});

test('a consent and a state that cannot be read: the history can be, both are off, and agreed to again nothing goes twice', async () => {
  const scene = await imported();
  const both = ['trendy', 'foundry'] as const;
  const startDay = '2025-08-20';
  for (const target of both) await scene.enable(target, { startDay });
  for (const target of both) await scene.settled(target);
  const held = scene.sandbox.holdings();
  await scene.kill();
  const writer = openWriter(join(scene.profile, 'history.sqlite'));
  writer.exec(`UPDATE destination SET consent = '{"kinds":["steps"' WHERE target = 'trendy';
    UPDATE destination SET state = 'nonsense' WHERE target = 'foundry'`);
  writer.close();
  await scene.restart();
  for (const target of both) await scene.ask('settings.setToken', { target, token: scene.token(target) });
  expect((await scene.ask('history.eventsPage', { limit: 10 })).rows).toHaveLength(10);
  const off = { isEnabled: false, pausedBy: 'sync.off' };
  expect(await scene.card('trendy')).toMatchObject({ ...off, delivered: held.trendy.events });
  expect(await scene.card('foundry')).toMatchObject({ ...off, delivered: held.foundry.samples });
  for (const target of both) await scene.enable(target, { startDay });
  for (const target of both)
    expect(await scene.settled(target)).toMatchObject({ isEnabled: true, failed: 0, updatesWaiting: 0 });
  expect(scene.sandbox.holdings()).toEqual(held);
});

test('consents, pauses and removals pressed while it sends lose and double nothing', async () => {
  const scene = await imported();
  const { faults } = scene.sandbox.foundry;
  let seen = 0;
  let held = holdRequests(faults, () => ++seen > 0);
  const items = await scene.enable('foundry');
  for (let turn = 0; turn < 6; turn++) {
    // Each time with another request of a transaction on its way.
    await held.whenHeld;
    await scene.ask('settings.disableTarget', { target: 'foundry' });
    await scene.enable('foundry', { kinds: ['workout'] });
    await scene.ask('sync.pause', {});
    await scene.enable('foundry');
    await scene.ask('sync.resume', {});
    held.release();
    const upTo = seen + turn;
    if (turn < 5) held = holdRequests(faults, () => ++seen > upTo);
  }
  expect(await scene.settled('foundry')).toMatchObject({ delivered: items, failed: 0, uncertain: 0 });
  expect(scene.sandbox.holdings().foundry).toEqual({ samples: items, doubled: 0 });
});
