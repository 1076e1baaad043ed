import { expect, test } from 'vitest';
import {
  cardPercent,
  cardState,
  helpFor,
  nextTurnText,
} from '../../../../src/renderer/features/sync/card-words.ts';
import type { DestinationCard } from '../../../../src/shared/domain/sync.ts';
import { textFor } from '../../../../src/shared/error-texts.ts';
import { errorCodes } from '../../../../src/shared/errors.ts';
import { fakeCard } from '../../../ui/fake-bridge/fake-sync.ts';

const made = { daysToDerive: 0, derivationCode: null };

test.each<[Partial<DestinationCard>, string, string]>([
  [{}, 'good', 'Everything is delivered'],
  [{ delivered: 0 }, 'good', 'Nothing to send yet'],
  [{ pending: 1 }, 'busy', '1 event pending'],
  [{ pending: 214, target: 'atlas' }, 'busy', '214 records pending'],
  [{ pending: 9, phase: 'sending', chunks: { done: 7, total: 31 } }, 'busy', 'Sending 7 of 31 chunks'],
  [{ pending: 9, phase: 'bootstrap' }, 'busy', 'Reading existing data from Trendy'],
  [{ failed: 2 }, 'bad', '2 events failed'],
  [{ uncertain: 2 }, 'warn', '2 events uncertain'],
  [{ pending: 9, pausedBy: 'sync.signed_out', phase: 'idle' }, 'bad', '9 events pending'],
  [{ pending: 9, pausedBy: 'sync.rate_limited' }, 'warn', '9 events pending'],
  [{ pending: 9, pausedBy: 'sync.off' }, 'off', 'Turned off'],
  [{ pausedBy: 'sync.needs_address' }, 'off', 'Not set up yet'],
])('%j', (part, look, words) => expect(cardState(fakeCard(part), made)).toEqual({ look, words }));

test('nothing is called delivered while events are still to be created', () => {
  const making = { daysToDerive: 3, derivationCode: null };
  const stuck = { daysToDerive: 3, derivationCode: 'disk.full' as const };
  const stateOf = (part: Partial<DestinationCard>, derivation: typeof making | typeof stuck) => {
    const { look, words } = cardState(fakeCard(part), derivation);
    return [look, words];
  };
  expect(stateOf({}, making)).toEqual(['busy', 'Creating events…']);
  expect(stateOf({ delivered: 0 }, making)).toEqual(['busy', 'Creating events…']);
  expect(stateOf({}, stuck)).toEqual(['warn', 'Events are still to be created']);
  const paused = { pausedBy: 'sync.signed_out' } as const;
  expect(stateOf(paused, stuck)).toEqual(['bad', 'Events are still to be created']);
  // Samples need no events.
  expect(stateOf({ target: 'atlas' }, making)).toEqual(['good', 'Everything is delivered']);
  expect(stateOf({ failed: 1 }, making)).toEqual(['bad', '1 event failed']);
});

test.each<[Partial<DestinationCard>, number | null]>([
  [{ phase: 'cutting', delivered: 0, pending: 400 }, 0],
  [{ phase: 'cutting', delivered: 100, pending: 300, chunks: { done: 9, total: 9 } }, 25],
  [{ phase: 'sending', delivered: 300, pending: 100 }, 75],
  [{ phase: 'bootstrap', delivered: 300, pending: 100 }, null],
  [{ phase: 'sending', delivered: 0, pending: 0 }, null],
])('%j: %s percent are there', (part, percent) => expect(cardPercent(fakeCard(part))).toBe(percent));

test('with nothing to send the next turn is a look, not a try', () => {
  expect(nextTurnText(fakeCard({ pending: 1 }), '0:42')).toBe('Next attempt in 0:42');
  expect(nextTurnText(fakeCard({ pausedBy: 'sync.offline' }), '0:42')).toBe('Next attempt in 0:42');
  expect(nextTurnText(fakeCard({}), '0:42')).toBe('Checks for changes in 0:42');
  // What is uncertain there is sent again; nobody else's changes are read.
  expect(nextTurnText(fakeCard({ target: 'atlas', uncertain: 2 }), '0:42')).toBe('Next attempt in 0:42');
});

test('a pause of the whole destination speaks of no item, and says what to do', () => {
  expect(cardState(fakeCard({ target: 'atlas', pending: 3, pausedBy: 'sync.refused' }), made).look).toBe(
    'bad',
  );
  const { title, text } = textFor('sync.refused', { target: 'Foundry (Atlas)' });
  expect(title).toBe('Foundry (Atlas) refuses what Health Relay sends');
  expect(text).toMatch(/Nothing is lost\..*in Settings, then try again\.$/);
  expect(text).not.toMatch(/Technical details|discard/);
  expect(helpFor('sync.refused', 'atlas')).toMatchObject({ kind: 'try' });
});

test('every pause has a help but those that only time mends, and the one whose help stands above all cards', () => {
  const pauses = errorCodes.filter((code) => code.startsWith('sync.'));
  const without = pauses.filter((code) => helpFor(code, 'atlas') === null);
  expect(without.sort()).toEqual(['sync.off_after_crashes', 'sync.rate_limited', 'sync.replaced']);
  expect(helpFor('sync.needs_home_zone', 'trendy')).toMatchObject({ kind: 'settings', at: 'zone' });
  expect(helpFor('sync.paused_by_you', 'trendy')).toMatchObject({ kind: 'resume' });
  expect(helpFor('sync.offline', 'trendy')).toMatchObject({ kind: 'try' });
});
