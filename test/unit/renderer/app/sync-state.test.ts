import { expect, test } from 'vitest';
import { syncState } from '../../../../src/renderer/app/sync-state.ts';
import type { DestinationCard, SyncOverview } from '../../../../src/shared/domain/sync.ts';
import { fakeCard, overviewOf } from '../../../ui/fake-bridge/fake-sync.ts';

const now = Math.floor(Date.now() / 1000);
const known = (data: SyncOverview) => ({ data, error: null });
const say = (cards: Partial<DestinationCard>[], isPaused = false) =>
  syncState(known(overviewOf(cards.map(fakeCard), isPaused)), now);

test.each<[string, Partial<DestinationCard>[], string, string]>([
  ['no target', [], 'good', 'Kept on this computer'],
  ['a target that is off', [{ isEnabled: false, pausedBy: 'sync.off' }], 'good', 'Kept on this computer'],
  ['all delivered', [{ lastSuccessAt: now - 120 }], 'good', 'Synced 2 minutes ago'],
  ['nothing yet', [{ lastSuccessAt: null }], 'good', 'Nothing to send'],
  ['waiting', [{ pending: 214 }], 'busy', '214 pending'],
  ['sending', [{ pending: 214, phase: 'sending' }], 'busy', 'Sending… 214 left'],
  ['a look for changes', [{ phase: 'pulling', lastSuccessAt: now - 120 }], 'busy', 'Checking…'],
  [
    'one is checked, and the other’s items wait',
    [
      { pending: 3, pausedBy: 'sync.offline' },
      { id: 2, target: 'foundry', phase: 'checking' },
    ],
    'warn',
    'Paused: no connection',
  ],
  [
    'only what is being sent is called left',
    [
      { pending: 3, pausedBy: 'sync.offline' },
      { id: 2, target: 'foundry', phase: 'sending', pending: 5 },
    ],
    'busy',
    'Sending… 5 left',
  ],
  ['offline', [{ pending: 3, pausedBy: 'sync.offline' }], 'warn', 'Paused: no connection'],
  ['doubt', [{ uncertain: 2 }], 'warn', '2 uncertain'],
  ['a failure above all', [{ failed: 1, pending: 5, phase: 'sending' }], 'bad', '1 failed'],
  [
    'a replaced destination says nothing',
    [{ lastSuccessAt: now - 120 }, { isCurrent: false, pausedBy: 'sync.replaced' }],
    'good',
    'Synced 2 minutes ago',
  ],
])('%s', (_name, cards, look, words) => expect(say(cards)).toMatchObject({ look, words }));

test('while events are still to be created nothing is called synced', () => {
  const overview = { ...overviewOf([fakeCard({ lastSuccessAt: now - 120 })]), daysToDerive: 2 };
  expect(syncState(known(overview), now)).toMatchObject({ look: 'busy', words: 'Creating events…' });
});

test('what the person paused is said as such', () => {
  expect(say([{ pending: 5, phase: 'sending' }], true)).toMatchObject({
    look: 'warn',
    words: 'Paused by you',
  });
});

test('while the state is loading or couldn’t be read, nothing is claimed of what leaves this computer', () => {
  for (const [error, look, words] of [
    [null, 'off', 'Loading sync status'],
    [new Error('gone'), 'warn', 'Sync status unknown'],
  ] as const) {
    const state = syncState({ data: undefined, error }, now);
    expect(state).toMatchObject({ look, words });
    expect(state.hint).not.toMatch(/nothing leaves|No target/i);
  }
  const stale = syncState({ data: overviewOf([fakeCard({ pending: 3 })]), error: new Error('gone') }, now);
  expect(stale.words).toBe('3 pending');
});
