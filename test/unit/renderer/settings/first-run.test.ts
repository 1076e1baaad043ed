import { expect, test } from 'vitest';
import { firstRunOf, leftText } from '../../../../src/renderer/features/settings/first-run.ts';
import { moveSource } from '../../../../src/renderer/features/settings/move-source.ts';
import { sentText } from '../../../../src/renderer/features/settings/rules-words.ts';
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

test('what is left says what it holds back: a zone alone, with a target on, only events', () => {
  const textOf = (given: Settings) => {
    const run = firstRunOf(given);
    return run.isDone || run.step !== null ? null : leftText(run.left);
  };
  expect(textOf(settings(null, true, ['home_zone']))).toBe(
    'Left for later: your home time zone. Until then, no events are created.',
  );
  const nothingGoes = /Until then, everything stays on this computer\.$/;
  expect(textOf(settings(null, false, ['home_zone', 'targets']))).toMatch(nothingGoes);
  expect(textOf(settings('UTC', false, ['targets']))).toMatch(nothingGoes);
});

test('changes of other rules go to Trendy, or wait for it while it is off', () => {
  expect(sentText(0, false)).toBe('None of this is sent anywhere.');
  expect(sentText(2, true)).toBe('2 changes go to Trendy; data that others wrote there stays.');
  expect(sentText(1, false)).toMatch(/^1 change waits for Trendy until you turn it on;/);
});

test('a source moves and nothing is lost, also at the ends', () => {
  expect(moveSource(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  expect(moveSource(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  expect(moveSource(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  expect(moveSource(['a', 'b'], 1, 2)).toEqual(['a', 'b']);
});
