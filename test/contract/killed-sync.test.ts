import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { type TargetId, targetIds } from '../../src/shared/domain/sync.ts';
import { configuredScene, type SyncScene, someWeeks } from '../integration/sync/sync-scene.ts';
import { type FaultTarget, seededRandom } from '../sandbox/http/faults.ts';
import { holdRequests } from '../sandbox/http/wire-faults.ts';
import {
  addSteps,
  forgetPace,
  markedAsRepeated,
  onTheirWay,
  storedEvents,
  withWriter,
} from './stored-between-lives.ts';

/** `KILLS=50` by hand: each life takes a second or two of the processor. */
const kills = Number(process.env['KILLS'] ?? 24);
const seed = Number(process.env['KILL_SEED'] ?? Math.floor(Math.random() * 1e6));

/**
 * Resolves when a target gets a request that writes, which is then held: before it is stored or after, until the kill. Told by
 * the request, not by time, so that each kill meets something on its way on any machine.
 */
function heldRequest(
  { trendy, atlas, foundry }: SyncScene['sandbox'],
  target: TargetId,
  random: () => number,
) {
  const isWriting = ({ route }: FaultTarget) => !route.startsWith('GET');
  const { faults } = { trendy, atlas, foundry }[target];
  const isStored = random() < 0.5;
  const { whenHeld } = holdRequests(faults, isWriting, { afterCommit: isStored });
  if (!isStored) faults.every(isWriting, { kind: 'dropBeforeCommit' });
  return whenHeld;
}

const sent = ({ trendy, atlas, foundry }: SyncScene['sandbox']) =>
  [trendy, atlas, foundry].flatMap(({ requests }) => requests).filter(({ method }) => method !== 'GET')
    .length;

async function signIn(scene: SyncScene): Promise<void> {
  for (const target of targetIds)
    await scene.ask('settings.setToken', { target, token: scene.token(target) });
}

/** What the person does where the program may not decide by itself: agrees to end an empty transaction, sends again. */
async function untilAllIsThere(scene: SyncScene): Promise<void> {
  await vi.waitUntil(
    async () => {
      const { daysToDerive, destinations } = await scene.ask('sync.overview', {});
      for (const { id, pausedBy } of destinations)
        if (pausedBy === 'sync.transaction_open')
          await scene.ask('sync.abortTransaction', { destination: id });
      if (destinations.some(({ uncertain }) => uncertain > 0))
        await scene.ask('sync.retryAll', { states: ['uncertain'] });
      return daysToDerive === 0 && destinations.every(({ pending, uncertain }) => pending + uncertain === 0);
    },
    { interval: 200 },
  );
}

test(`killed ${kills} times while it sends to all three (KILL_SEED=${seed}): everything is there once, at Atlas any repeat is marked`, {
  timeout: 1_800_000,
}, async () => {
  const scene = await configuredScene({ trendy: { limiter: 'off' }, atlas: { limiter: 'off' } });
  const { sandbox } = scene;
  const database = join(scene.profile, 'history.sqlite');
  await scene.import(await someWeeks(scene.dir, { days: 20, density: 0.02 }));
  await scene.until(({ daysToDerive }) => daysToDerive === 0);
  for (const target of targetIds) await scene.enable(target);
  const random = seededRandom(seed);
  const met: Record<TargetId, number> = { trendy: 0, atlas: 0, foundry: 0 };
  for (let kill = 0; kill < kills; kill++) {
    const arrived = heldRequest(sandbox, targetIds[kill % targetIds.length] as TargetId, random);
    await signIn(scene);
    await arrived;
    await scene.kill();
    for (const { faults } of [sandbox.trendy, sandbox.atlas, sandbox.foundry]) faults.clear();
    withWriter(database, (writer) => {
      for (const target of onTheirWay(writer)) met[target]++;
      addSteps(writer, kill);
      forgetPace(writer);
    });
    await scene.restart();
  }
  for (const { faults } of [sandbox.trendy, sandbox.atlas, sandbox.foundry]) faults.clear();
  await signIn(scene);
  await untilAllIsThere(scene);

  const cards = await Promise.all(targetIds.map((target) => scene.card(target)));
  for (const card of cards) expect(card).toMatchObject({ pending: 0, failed: 0, uncertain: 0 });
  const items = async (target: TargetId) => (await scene.review(target)).items;

  const events = sandbox.trendy.events();
  expect(new Set(events.map(({ sampleId }) => sampleId)).size).toBe(events.length);
  expect(events.length).toBe(await items('trendy'));
  const stored = storedEvents(database);
  const others = events.filter(
    ({ sampleId, properties }) => JSON.stringify(stored.get(sampleId ?? '')) !== JSON.stringify(properties),
  );
  expect(others.map(({ sampleId }) => sampleId)).toEqual([]);

  const samples = await items('foundry');
  expect(samples).toBeGreaterThan(kills * 80);
  expect(sandbox.holdings().foundry).toEqual({ samples, doubled: 0 });

  const held = sandbox.atlas.records();
  expect(held.size).toBe(samples);
  const marked = markedAsRepeated(database, 'atlas');
  const unmarked = [...held.values()].filter(({ uuid, count }) => count > 1 && !marked.has(uuid));
  expect(unmarked.length).toBe(0);

  // The kills met each of them with something on its way, and not all is marked, or this would prove nothing.
  const { doubled } = sandbox.holdings().atlas;
  const said = { onTheirWay: met, samples, marked: marked.size, doubled, requests: sent(sandbox) };
  console.log(`KILL_SEED=${seed}: ${JSON.stringify(said)}`);
  for (const target of targetIds) expect([target, met[target] > 0]).toEqual([target, true]);
  expect(marked.size).toBeLessThan(samples);
});
