import { expect, test } from 'vitest';
import { wayText } from '../../../../src/renderer/features/import/way-words.ts';
import type { DestinationCard } from '../../../../src/shared/domain/sync.ts';
import { fakeCard, overviewOf } from '../../../ui/fake-bridge/fake-sync.ts';

const say = (...cards: Partial<DestinationCard>[]) => wayText(overviewOf(cards.map(fakeCard)));
const atlas = { id: 2, target: 'atlas' } as const;

test('with no target on, it is kept here', () => {
  expect(say()).toBe('Kept on this computer; no target is turned on.');
  expect(say({ isEnabled: false, pending: 3 })).toBe('Kept on this computer; no target is turned on.');
});

test('events and records are told apart, by target', () => {
  expect(say({ pending: 214 }, { ...atlas, pending: 412_908 })).toBe(
    `214 events and ${(412_908).toLocaleString()} records are on their way to Trendy and Foundry (Atlas).`,
  );
  expect(say({ pending: 1 }, atlas)).toBe('1 event is on its way to Trendy.');
});

test('what holds everything up is said; one that goes on is not held up', () => {
  expect(say({ pending: 2, pausedBy: 'sync.offline' })).toBe(
    '2 events are pending for Trendy. No connection.',
  );
  expect(say({ pending: 2, pausedBy: 'sync.offline' }, { ...atlas, pending: 5 })).toBe(
    '5 records are on their way to Foundry (Atlas). 2 events are pending for Trendy. No connection.',
  );
  expect(
    say({ pending: 2, pausedBy: 'sync.offline' }, { ...atlas, pending: 5, pausedBy: 'sync.signed_out' }),
  ).toBe(
    '2 events are pending for Trendy. No connection. 5 records are pending for Foundry (Atlas). Not signed in.',
  );
  expect(
    say({ pending: 2, pausedBy: 'sync.offline' }, { ...atlas, pending: 5, pausedBy: 'sync.offline' }),
  ).toBe('2 events and 5 records are pending for Trendy and Foundry (Atlas). No connection.');
  expect(wayText(overviewOf([fakeCard({ pending: 2 })], true))).toContain('Paused by you.');
});

test('what failed or is uncertain is not called delivered', () => {
  expect(say({ failed: 2, uncertain: 1 })).toBe('3 items failed or are uncertain at Trendy.');
  expect(say({}, { ...atlas, uncertain: 1 })).toBe('1 item failed or is uncertain at Foundry (Atlas).');
});

test('delivered and being derived', () => {
  expect(say({})).toBe('Everything is delivered to Trendy.');
  expect(wayText({ ...overviewOf([fakeCard({})]), daysToDerive: 3 })).toBe(
    'Events are being created for Trendy.',
  );
});

test('events are created for Trendy alone', () => {
  const deriving = (...cards: Partial<DestinationCard>[]) =>
    wayText({ ...overviewOf(cards.map(fakeCard)), daysToDerive: 3 });
  expect(deriving({}, atlas)).toBe('Events are being created for Trendy.');
  expect(deriving(atlas)).toBe('Everything is delivered to Foundry (Atlas).');
});

test('without a home zone no events are called delivered', () => {
  const noZone = (...cards: Partial<DestinationCard>[]) =>
    wayText({ ...overviewOf(cards.map(fakeCard)), daysToDerive: null });
  const zone = 'Events for Trendy are created once you confirm the home time zone.';
  const trendy = { pausedBy: 'sync.needs_home_zone' } as const;
  expect(noZone(trendy)).toBe(zone);
  expect(noZone(trendy, atlas)).toBe(`Everything is delivered to Foundry (Atlas). ${zone}`);
  expect(noZone(trendy, { ...atlas, pending: 5 })).toBe(
    `5 records are on their way to Foundry (Atlas). ${zone}`,
  );
  expect(noZone({ isEnabled: false }, atlas)).toBe('Everything is delivered to Foundry (Atlas).');
});
