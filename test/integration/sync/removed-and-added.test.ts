import { expect, onTestFinished, test, vi } from 'vitest';
import { usualKinds } from '../../../src/shared/domain/sync.ts';
import { settingsOf } from '../../sandbox/setup-lines.ts';
import { importedProfile, turnedOn } from '../robustness/relay-scene.ts';

test('a destination that is added again while it is being removed is a new one, and stays', async () => {
  const scene = await turnedOn(await importedProfile(), 'atlas');
  const held = Promise.withResolvers<void>();
  onTestFinished(() => {
    held.resolve();
    return scene.close();
  });
  const { parts, sandbox } = scene;
  scene.start();
  await parts.service.whenResting();
  const before = scene.card();
  const all = before?.delivered ?? 0;
  expect(all).toBeGreaterThan(10);

  // The removal is held in its middle: its loop has not ended yet.
  const refresh = parts.engine.refresh.bind(parts.engine);
  vi.spyOn(parts.engine, 'refresh').mockImplementation(() => held.promise.then(refresh));
  const removed = parts.calls.removeDestination({ destination: before?.id ?? 0 });
  await parts.calls.configureTarget({
    target: 'atlas',
    baseUrl: settingsOf(sandbox)['atlas.baseUrl'] ?? '',
  });
  const added = scene.card();
  expect(added).toMatchObject({ isCurrent: true, delivered: 0 });
  const scope = { target: 'atlas', kinds: usualKinds('atlas'), startDay: null } as const;
  const { items } = await parts.calls.reviewTarget(scope);
  expect(items).toBe(all);
  await parts.calls.enableTarget({ ...scope, items });
  held.resolve();
  await removed;
  await parts.service.whenResting();
  expect(parts.service.overview().destinations).toHaveLength(1);
  expect(scene.card()).toMatchObject({ id: added?.id, isCurrent: true, delivered: all, pending: 0 });
  expect(scene.card()?.id).not.toBe(before?.id);
  expect(parts.destinations.beingRemoved()).toEqual([]);
});
