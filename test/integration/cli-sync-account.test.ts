import { expect, test } from 'vitest';
import { type CliScene, configured, samplesIn } from './cli-sync-scene.ts';

async function foundryOn(): Promise<CliScene> {
  const scene = await configured();
  await scene.done('import', scene.exportPath, '--no-sync');
  const end = await scene.run(['config', 'set', 'foundry.enabled', 'true'], noAtlas(scene));
  expect(end.code).toBe(0);
  return scene;
}

const noAtlas = ({ tokens }: CliScene) => ({ ...tokens, ATLAS_ACCESS_TOKEN: '' });
const monthMs = 30 * 24 * 3_600_000;

async function foundryLine(
  scene: CliScene,
  words: readonly string[],
  env?: Readonly<Record<string, string>>,
) {
  const { lines } = await scene.run([...words, '--json'], env);
  return lines.find(({ target }) => target === 'foundry');
}

const on = { delivered: samplesIn, pending: 0, pausedBy: null };

test('Foundry stays on when an Atlas account becomes known after data went there; another account asks', async () => {
  const scene = await foundryOn();
  expect(await foundryLine(scene, ['sync', '--target', 'foundry'], noAtlas(scene))).toMatchObject(on);
  for (const words of [['sync'], ['sync', '--target', 'foundry'], ['sync']])
    expect(await foundryLine(scene, words)).toMatchObject({ ...on, account: '' });
  const ben = {
    ...scene.tokens,
    ATLAS_ACCESS_TOKEN: scene.sandbox.atlas.token('ben', { expiresInMs: monthMs }),
  };
  for (const words of [['sync'], ['sync', '--target', 'foundry']])
    expect(await foundryLine(scene, words, ben)).toMatchObject({
      delivered: 0,
      pausedBy: 'sync.off',
      account: 'ben',
    });
  expect(await foundryLine(scene, ['sync'])).toMatchObject({ ...on, account: '' });
  expect(scene.sandbox.holdings()).toMatchObject({ foundry: { samples: samplesIn, doubled: 0 } });
});

test('the data has the same name at Foundry with and without --target, and an Atlas token that names nobody changes nothing', async () => {
  const scene = await foundryOn();
  const nameless = { ...scene.tokens, ATLAS_ACCESS_TOKEN: 'opaque' };
  const named = { ...on, account: 'auth0|sandbox' };
  expect(await foundryLine(scene, ['sync', '--target', 'foundry'])).toMatchObject(named);
  for (const env of [scene.tokens, nameless, noAtlas(scene)])
    for (const words of [['sync'], ['sync', '--target', 'foundry']])
      expect(await foundryLine(scene, words, env)).toMatchObject(named);
  expect(scene.sandbox.atlas.requests).toEqual([]);
});
