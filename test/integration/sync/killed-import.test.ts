import { expect, test, vi } from 'vitest';
import { targetIds } from '../../../src/shared/domain/sync.ts';
import { valueIn } from '../../contract/running-program.ts';
import { configuredScene, type SyncScene, someWeeks } from './sync-scene.ts';

/** Starts the import, which is held, and comes back when some of it is stored. */
async function beginImport(scene: SyncScene, path: string): Promise<number> {
  const { offer } = valueIn(await scene.client().host('host.addOffer', { path, isIncoming: false }));
  const { runId } = await scene.ask('import.start', { offer });
  await vi.waitUntil(async () => ((await scene.ask('import.current', {}))?.records.added ?? 0) > 0, {
    interval: 2,
  });
  return runId;
}

async function signIn(scene: SyncScene): Promise<void> {
  for (const target of targetIds)
    await scene.ask('settings.setToken', { target, token: scene.token(target) });
}

test('killed in mid-import, what was stored is pending, and after the rest is imported everything is there', async () => {
  const scene = await configuredScene();
  scene.gate.hold('reading', 2);
  for (const target of targetIds) await scene.enable(target);
  const zip = await someWeeks(scene.dir, { days: 20, density: 0.3 });
  const runId = await beginImport(scene, zip);
  await scene.kill();
  for (const far of ['atlas', 'foundry'] as const) expect(scene.sandbox.holdings()[far].samples).toBe(0);

  await scene.restart();
  expect(await scene.ask('import.receipt', { runId })).toMatchObject({ state: 'interrupted' });
  const { records } = await scene.ask('history.overview', {});
  expect(records).toBeGreaterThan(0);
  // No token yet: nothing can be sent, and nothing of what was stored is missing from what waits.
  for (const target of ['atlas', 'foundry'] as const)
    expect((await scene.card(target)).pending).toBeGreaterThanOrEqual(records);
  await signIn(scene);
  const early = await scene.settled('foundry');
  expect(early.delivered).toBeGreaterThanOrEqual(records);

  const ended = Promise.withResolvers<void>();
  scene.client().onPush((name) => name === 'import.ended' && ended.resolve());
  scene.gate.release('reading');
  await scene.ask('import.resume', { runId });
  await ended.promise;
  for (const target of targetIds)
    expect(await scene.settled(target)).toMatchObject({ failed: 0, uncertain: 0 });
  const { records: all } = await scene.ask('history.overview', {});
  expect(all).toBeGreaterThan(records);
  const held = scene.sandbox.holdings();
  const delivered = async (target: 'trendy' | 'atlas' | 'foundry') => (await scene.card(target)).delivered;
  expect(held.foundry).toEqual({ samples: await delivered('foundry'), doubled: 0 });
  expect(held.foundry.samples).toBeGreaterThanOrEqual(all);
  expect(held.atlas).toEqual(held.foundry);
  expect(held.trendy.events).toBe(await delivered('trendy'));
});
