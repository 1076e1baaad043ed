import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { holdRequests } from '../../sandbox/http/wire-faults.ts';
import { configuredScene, type ScopeOf, type SyncScene } from './sync-scene.ts';

// Few enough that all of it is cut ahead.
const wide: ScopeOf = { kinds: ['workout', 'activity_summary', 'ecg', 'clinical'], startDay: null };
const cutAndUnsent = { states: ['queued', 'waiting', 'sending', 'uncertain'] as const, limit: 50 };

/** Everything in `wide` is agreed to and its chunks are cut; nothing has reached the server yet, and nothing is tried before `mend`. */
async function cutScene(
  target: 'atlas' | 'foundry',
): Promise<{ scene: SyncScene; mend: () => Promise<void> }> {
  const scene = await configuredScene({ history: { days: 60 }, isHere: true });
  const { atlas, foundry } = scene.sandbox;
  let comeBack = () => atlas.comeBack();
  if (target === 'atlas') await atlas.goAway();
  else {
    const stop = foundry.faults.every('*', { kind: 'htmlError', status: 503 });
    comeBack = async () => stop();
  }
  await scene.enable(target, wide);
  await scene.until(({ destinations }) =>
    destinations.some((card) => card.target === target && card.isCurrent && card.nextTryAtMs !== null),
  );
  // A try claims what it is to send before its first request.
  await scene.ask('sync.pause', {});
  await scene.whenResting();
  const { rows } = await scene.ask('sync.items', { ...cutAndUnsent, states: ['queued'] });
  expect(new Set(rows.map(({ what }) => what)).size).toBeGreaterThan(2);
  expect(rows.every(({ tries }) => tries === 0)).toBe(true);
  const mend = async () => {
    await comeBack();
    await scene.ask('sync.resume', {});
  };
  return { scene, mend };
}

const narrowings: readonly [string, ScopeOf][] = [
  ['fewer kinds', { kinds: ['workout'], startDay: null }],
  ['a later day', { ...wide, startDay: '2025-09-20' }],
  ['a day after all', { ...wide, startDay: '2030-01-01' }],
];

for (const target of ['atlas', 'foundry'] as const) {
  test.each(narrowings)(`${target}, %s: what is cut and was never sent does not go`, async (_, narrow) => {
    const { scene, mend } = await cutScene(target);
    const held = () => scene.sandbox.holdings()[target];
    const all = (await scene.review(target, wide)).items;
    const items = await scene.enable(target, narrow);
    expect(items).toBeLessThan(all);
    expect(await scene.card(target)).toMatchObject({ pending: items });
    await mend();
    expect(await scene.settled(target)).toMatchObject({ delivered: items, uncertain: 0, failed: 0 });
    expect(held()).toEqual({ samples: items, doubled: 0 });
    // Nothing is lost by it either.
    await scene.enable(target, wide);
    expect(await scene.settled(target)).toMatchObject({ delivered: all });
    expect(held()).toEqual({ samples: all, doubled: 0 });
  });

  test(`${target} turned off: nothing lies ready, and on again everything goes once`, async () => {
    const { scene, mend } = await cutScene(target);
    await scene.ask('settings.disableTarget', { target });
    expect((await scene.ask('sync.items', { ...cutAndUnsent, states: [...cutAndUnsent.states] })).total).toBe(
      0,
    );
    await expect.poll(() => readdirSync(join(scene.profile, 'spool'))).toEqual([]);
    await mend();
    const items = await scene.enable(target, { kinds: ['workout'], startDay: null });
    expect(await scene.settled(target)).toMatchObject({ delivered: items });
    const all = await scene.enable(target, wide);
    expect(await scene.settled(target)).toMatchObject({ delivered: all });
    expect(scene.sandbox.holdings()[target]).toEqual({ samples: all, doubled: 0 });
  });
}

test('what may be stored already stays in doubt, is seen, and does not go while it is outside', async () => {
  const scene = await configuredScene({ history: { days: 60 } });
  const { faults } = scene.sandbox.atlas;
  const batch = 'POST /api/v1/healthkit/export/batch';
  faults.next(batch, { kind: 'commitThenDrop' });
  const held = holdRequests(faults, ({ route }) => route === batch, { afterCommit: true });
  const all = await scene.enable('atlas', wide);
  await held.whenHeld;
  // What is in doubt is sent again by itself unless the person holds it.
  await scene.ask('sync.pause', {});
  held.release();
  await scene.until(({ destinations }) =>
    destinations.some((card) => card.target === 'atlas' && card.uncertain > 0),
  );
  const { items } = await scene.review('atlas', { kinds: ['workout'], startDay: null });
  await scene.enable('atlas', { kinds: ['workout'], startDay: null });
  await scene.ask('sync.resume', {});
  await scene.until(({ destinations }) =>
    destinations.some((card) => card.target === 'atlas' && card.delivered === items && card.pending === 0),
  );
  expect((await scene.card('atlas')).uncertain).toBeGreaterThan(0);
  await scene.enable('atlas', wide);
  await scene.until(({ destinations }) =>
    destinations.some((card) => card.target === 'atlas' && card.delivered === all),
  );
  expect(scene.sandbox.holdings().atlas.samples).toBe(all);
});

for (const how of ['unticked', 'turned off'] as const)
  test(`in doubt and ${how}: no attempt is named, a retry says why it is refused, and agreed to again it goes`, async () => {
    const scene = await configuredScene({ history: { days: 60 } });
    const ecgs: ScopeOf = { kinds: ['ecg'], startDay: null };
    const held = holdRequests(
      scene.sandbox.atlas.faults,
      ({ route }) => route === 'POST /api/v1/healthkit/export/batch',
      { afterCommit: true },
    );
    await scene.enable('atlas', ecgs);
    await held.whenHeld;
    // The answer is lost with the program.
    if (how === 'unticked') await scene.enable('atlas', { kinds: ['workout'], startDay: null });
    else await scene.ask('settings.disableTarget', { target: 'atlas' });
    await scene.kill();
    held.release();
    await scene.restartHere();
    await scene.ask('settings.setToken', { target: 'atlas', token: scene.token('atlas') });
    const doubted = { states: ['uncertain' as const], limit: 50 };
    await scene.until(({ destinations }) =>
      destinations.some((card) => card.target === 'atlas' && card.uncertain > 0),
    );
    if (how === 'unticked') await scene.settled('atlas');
    await scene.whenResting();
    const sent = scene.sandbox.atlas.requests.length;
    const { rows } = await scene.ask('sync.items', doubted);
    expect(rows).not.toEqual([]);
    for (const { kind, id, code, nextTryAtMs } of rows) {
      expect({ code, nextTryAtMs }).toEqual({ code: 'sync.out_of_scope', nextTryAtMs: null });
      await expect(scene.ask('sync.retry', { kind, id })).rejects.toThrow('sync.out_of_scope');
    }
    await expect(scene.ask('sync.retryAll', { states: ['uncertain'] })).rejects.toThrow('sync.out_of_scope');
    await scene.whenResting();
    expect((await scene.ask('sync.items', doubted)).rows).toEqual(rows);
    expect(scene.sandbox.atlas.requests.length).toBe(sent);
    await scene.enable('atlas', ecgs);
    await scene.ask('sync.runNow', {});
    await scene.until(({ destinations }) =>
      destinations.some(
        (card) => card.target === 'atlas' && card.isEnabled && card.pending + card.uncertain === 0,
      ),
    );
    expect((await scene.ask('sync.items', doubted)).total).toBe(0);
  });

test('committed at Foundry, but nobody saw it: narrowed and widened again, it is found there and not sent in other bytes', async () => {
  const scene = await configuredScene({ history: { days: 60 }, isHere: true });
  const { faults } = scene.sandbox.foundry;
  faults.next('POST /v2/datasets/:rid/transactions/:txn/commit', { kind: 'commitThenDrop' });
  const stop = faults.every('GET /v2/datasets/:rid/transactions/:txn', { kind: 'htmlError', status: 503 });
  const all = await scene.enable('foundry', wide);
  await scene.until(({ destinations }) =>
    destinations.some((card) => card.target === 'foundry' && card.nextTryAtMs !== null),
  );
  await scene.ask('sync.pause', {});
  await scene.whenResting();
  expect(scene.sandbox.holdings().foundry.samples).toBe(all);
  await scene.enable('foundry', { kinds: ['workout'], startDay: null });
  expect((await scene.card('foundry')).uncertain).toBeGreaterThan(0);
  stop();
  await scene.enable('foundry', wide);
  await scene.ask('sync.resume', {});
  expect(await scene.settled('foundry')).toMatchObject({ delivered: all, uncertain: 0 });
  expect(scene.sandbox.holdings().foundry).toEqual({ samples: all, doubled: 0 });
});
