import { expect, test } from 'vitest';
import { configuredScene, type SyncScene, someWeeks } from './sync-scene.ts';

const kinds = ['workout', 'activity_summary', 'ecg', 'clinical'] as const;

/** What is queued is discarded; gives one of its ids. */
async function discardAll(scene: SyncScene): Promise<{ kind: 'mutation' | 'chunk'; id: number }[]> {
  const { rows } = await scene.ask('sync.items', { states: ['queued', 'waiting'], limit: 50 });
  for (const { kind, id } of rows) await scene.ask('sync.discard', { kind, id });
  return rows.map(({ kind, id }) => ({ kind, id }));
}

test('a discarded chunk is cut and sent again once its discard is taken back, and only then', async () => {
  const scene = await configuredScene();
  await scene.import(await someWeeks(scene.dir, { days: 60 }));
  await scene.sandbox.atlas.goAway();
  const items = await scene.enable('atlas', { kinds: [...kinds], startDay: null });
  await scene.until(({ destinations }) =>
    destinations.some(({ target, nextTryAtMs }) => target === 'atlas' && nextTryAtMs !== null),
  );
  const discarded = await discardAll(scene);
  expect(discarded.length).toBeGreaterThan(2);
  await scene.sandbox.atlas.comeBack();
  await scene.ask('sync.runNow', {});
  expect(await scene.settled('atlas')).toMatchObject({ delivered: 0 });
  expect(scene.sandbox.holdings().atlas.samples).toBe(0);

  const [first, ...others] = discarded;
  if (first) await scene.ask('sync.queueAgain', first);
  const { destination } = (await scene.ask('sync.items', { states: ['discarded'], limit: 1 })).rows[0] ?? {};
  expect(await scene.ask('sync.queueAllAgain', { destination })).toEqual({ items: others.length });
  expect(await scene.ask('sync.queueAllAgain', {})).toEqual({ items: 0 });
  expect(await scene.settled('atlas')).toMatchObject({ delivered: items });
  expect(scene.sandbox.holdings().atlas).toEqual({ samples: items, doubled: 0 });
  const again = (id: number) => scene.ask('sync.queueAgain', { kind: 'chunk', id });
  await expect(again(discarded[0]?.id ?? 0)).rejects.toThrow('sync.unknown_item');
  const [delivered] = (await scene.ask('sync.items', { states: ['delivered'], limit: 1 })).rows;
  await expect(again(delivered?.id ?? 0)).rejects.toThrow('sync.item_changed');
});
