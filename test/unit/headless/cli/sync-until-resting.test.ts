import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type FollowedSync, syncUntilResting } from '../../../../src/headless/cli/sync-until-resting.ts';
import type { DestinationCard, SyncOverview } from '../../../../src/shared/domain/sync.ts';
import { restingCard as card } from '../../../support/resting-card.ts';

/** Silences are not sat out here: how long each would be is kept, and `onSilence` is called in it. */
const silences: number[] = [];
let onSilence = () => {};
vi.mock('node:timers/promises', async (original) => ({
  ...(await original<typeof import('node:timers/promises')>()),
  setTimeout: async (ms: number) => {
    silences.push(ms);
    onSilence();
  },
}));

const nowMs = Date.UTC(2026, 0, 1);
beforeEach(() => {
  vi.spyOn(Date, 'now').mockReturnValue(nowMs);
  silences.length = 0;
  onSilence = () => {};
});
afterEach(() => vi.restoreAllMocks());

/** A sync whose destinations stand as the next of `states` each time that it came to rest. */
function fakeSync(states: readonly (() => DestinationCard[])[], requests = 3) {
  const rests: string[] = [];
  const sync: FollowedSync = {
    overview: () => {
      const state = states[Math.min(Math.max(rests.length - 1, 0), states.length - 1)];
      return { destinations: state?.() ?? [] } as unknown as SyncOverview;
    },
    whenResting: async () => void rests.push('rested'),
    stop: async () => undefined,
    mayBeRepeated: () => 2,
    loop: () => ({ requests, isResting: true }),
  };
  return { sync, rests };
}

async function follow(sync: FollowedSync, only?: 'trendy' | 'atlas', signal = new AbortController().signal) {
  const notes: string[] = [];
  const lines = await syncUntilResting(sync, { only, note: (line) => notes.push(line), signal });
  return { notes, lines };
}

test('at rest with nothing left it is done', async () => {
  const { sync, rests } = fakeSync([() => [card({ delivered: 5 })]]);
  const { lines, notes } = await follow(sync);
  expect(lines).toEqual([
    {
      target: 'trendy',
      host: 'trendy.test',
      account: '',
      dataset: '',
      delivered: 5,
      pending: 0,
      failed: 0,
      uncertain: 0,
      mayBeRepeated: 2,
      requests: 3,
      seconds: 0,
      pausedBy: null,
      question: null,
      updatesWaiting: 0,
      readBack: null,
    },
  ]);
  expect([rests.length, notes]).toEqual([1, []]);
});

test.each([
  ['after a 429', { pausedBy: 'sync.rate_limited', pending: 4, waiting: 4 }],
  ['between requests of a paced target', { pausedBy: null, pending: 4, waiting: 1 }],
] as const)('the silence %s is sat out and told', async (_name, change) => {
  const { sync, rests } = fakeSync([
    () => [card({ ...change, nextTryAtMs: nowMs + 64_000 })],
    () => [card({ delivered: 4 })],
  ]);
  const { lines, notes } = await follow(sync);
  expect(lines).toMatchObject([{ delivered: 4, pending: 0 }]);
  expect(notes).toEqual([expect.stringMatching(/^Trendy: its request limit is reached; .* in 64 s$/)]);
  expect(rests).toHaveLength(2);
  expect(silences).toEqual([64_000]);
});

test.each([
  ['a failing server', { pausedBy: 'sync.far_side_failing', pending: 4 }],
  ['items that wait for their time', { pending: 4, waiting: 4 }],
  ['a limit with nothing to send', { pausedBy: 'sync.rate_limited' }],
  ['a target that is off', { isEnabled: false, pausedBy: 'sync.off', pending: 4 }],
] as const)('%s is left for the next sync', async (_name, change) => {
  const { sync, rests } = fakeSync([() => [card({ ...change, nextTryAtMs: nowMs + 60_000 })]]);
  const { notes } = await follow(sync);
  expect([rests.length, notes, silences]).toEqual([1, [], []]);
});

test('only the current destination of the target that was named is told, and none of the others waited for', async () => {
  const { sync, rests } = fakeSync([
    () => [
      card({ pausedBy: 'sync.rate_limited', pending: 9, nextTryAtMs: nowMs + 60_000 }),
      card({ id: 2, target: 'atlas', delivered: 7 }),
      card({ id: 3, target: 'atlas', isCurrent: false, delivered: 1 }),
    ],
  ]);
  const { lines } = await follow(sync, 'atlas');
  expect(lines).toMatchObject([{ target: 'atlas', delivered: 7 }]);
  expect(rests).toHaveLength(1);
});

test('Ctrl-C ends a silence', async () => {
  const stopping = new AbortController();
  const { sync } = fakeSync([
    () => [card({ pausedBy: 'sync.rate_limited', pending: 9, nextTryAtMs: nowMs + 60_000 })],
  ]);
  onSilence = () => stopping.abort();
  const { lines } = await follow(sync, undefined, stopping.signal);
  expect(lines).toMatchObject([{ pending: 9, pausedBy: 'sync.rate_limited' }]);
});

test('Ctrl-C tells how it stands after the request under way was booked', async () => {
  const stopping = new AbortController();
  let delivered = 1;
  const sync: FollowedSync = {
    overview: () =>
      ({ destinations: [card({ delivered, pending: 2 - delivered })] }) as unknown as SyncOverview,
    whenResting: () => new Promise(() => {}),
    stop: async () => {
      delivered = 2;
    },
    mayBeRepeated: () => 0,
    loop: () => ({ requests: 5, isResting: false }),
  };
  stopping.abort();
  const { lines } = await follow(sync, undefined, stopping.signal);
  expect(lines).toMatchObject([{ delivered: 2, pending: 0, requests: 5 }]);
});

test('what waits for another account is told beside what is current', async () => {
  const waiting = { isCurrent: false, pausedBy: 'sync.wrong_account', account: 'ada' } as const;
  const { sync } = fakeSync([
    () => [
      card({ pausedBy: 'sync.off' }),
      card({ id: 2, ...waiting, pending: 4 }),
      card({ id: 3, ...waiting }),
    ],
  ]);
  const { lines } = await follow(sync);
  expect(lines).toMatchObject([{ pausedBy: 'sync.off' }, { account: 'ada', pending: 4 }]);
});
