import { expect, test } from 'vitest';
import { firstRunOf } from '../../../../src/renderer/features/settings/first-run.ts';
import { moveSource } from '../../../../src/renderer/features/settings/move-source.ts';
import type { CallOutput } from '../../../../src/shared/contract/index.ts';
import { fakeSettings } from '../../../ui/fake-bridge/fake-settings.ts';
import { fakeCards } from '../../../ui/fake-bridge/fake-sync.ts';

type Settings = CallOutput<'settings.read'>;

function settings(homeZone: string | null, isOn: boolean, skipped: Settings['skipped']): Settings {
  const cards = fakeCards[isOn ? 'synced' : 'none'] ?? [];
  return {
    ...fakeSettings({ homeZone, cards, testFails: null, schedule: {} })['settings.read']({}),
    skipped,
  };
}

test('the zone comes first, then the targets, then it is done', () => {
  expect(firstRunOf(settings(null, false, []))).toEqual({ isDone: false, step: 'home_zone' });
  expect(firstRunOf(settings('UTC', false, []))).toEqual({ isDone: false, step: 'targets' });
  expect(firstRunOf(settings('UTC', true, []))).toEqual({ isDone: true });
});

test('a step left for later does not hold up the next, and is still open', () => {
  expect(firstRunOf(settings(null, false, ['home_zone']))).toEqual({ isDone: false, step: 'targets' });
  expect(firstRunOf(settings(null, false, ['home_zone', 'targets']))).toMatchObject({
    step: null,
    resume: 'home_zone',
  });
  expect(firstRunOf(settings('UTC', false, ['targets']))).toMatchObject({ step: null, resume: 'targets' });
  expect(firstRunOf(settings(null, true, []))).toEqual({ isDone: false, step: 'home_zone' });
});

test('a source moves and nothing is lost, also at the ends', () => {
  expect(moveSource(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  expect(moveSource(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  expect(moveSource(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  expect(moveSource(['a', 'b'], 1, 2)).toEqual(['a', 'b']);
});
