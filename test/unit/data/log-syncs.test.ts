import { expect, test } from 'vitest';
import { accountLog, syncLog } from '../../../src/data/log-work.ts';
import type { AccountOverview, Credential } from '../../../src/shared/domain/account.ts';
import type { DestinationCard, SyncOverview } from '../../../src/shared/domain/sync.ts';
import { restingCard } from '../../support/resting-card.ts';

/** Only what is read of an overview. */
const overview = (card: Partial<DestinationCard>) =>
  ({
    destinations: [restingCard({ target: 'atlas', id: 4, isEnabled: true, ...card })],
  }) as unknown as SyncOverview;

function scene() {
  const lines: [string, object][] = [];
  let nowMs = 1000;
  const note = syncLog(
    (event, fields = {}) => void lines.push([event, fields]),
    () => nowMs,
  );
  return {
    lines,
    note: (card: Partial<DestinationCard>, afterMs = 0) => {
      nowMs += afterMs;
      note(overview(card));
    },
  };
}

test('a destination that has nothing to do is not mentioned', () => {
  const { lines, note } = scene();
  note({});
  note({ pending: 3 });
  expect(lines).toEqual([]);
});

test('what was done between two rests, with how it went on in between', () => {
  const { lines, note } = scene();
  note({ delivered: 10 });
  note({ delivered: 10, phase: 'sending', pending: 9 });
  note({ delivered: 12, phase: 'sending', pending: 7 }, 30_000);
  note({ delivered: 15, phase: 'checking', pending: 4 }, 30_000);
  note({ delivered: 18, failed: 1, pausedBy: 'sync.offline' }, 500);
  const which = { destination: 4, target: 'atlas' };
  expect(lines).toEqual([
    ['sync.started', { ...which, pending: 9 }],
    ['sync.going', { ...which, delivered: 5, pending: 4, ms: 60_000 }],
    [
      'sync.resting',
      expect.objectContaining({ ...which, delivered: 8, failed: 1, code: 'sync.offline', ms: 60_500 }),
    ],
  ]);
});

test('a turn that was over before anybody looked is told by its counts', () => {
  const { lines, note } = scene();
  note({ delivered: 1 });
  note({ delivered: 3 });
  expect(lines).toEqual([['sync.resting', expect.objectContaining({ delivered: 2, ms: null })]]);
});

test('a pause and a warning are told once', () => {
  const { lines, note } = scene();
  note({});
  for (let i = 0; i < 3; i += 1)
    note({ pausedBy: 'sync.signed_out', warning: 'sync.stored_as_json', pending: 2 });
  expect(lines.map(([event]) => event)).toEqual(['sync.paused', 'sync.warned']);
});

test('a sign-in is told when its state changes, without who it is', () => {
  const lines: [string, object][] = [];
  const note = accountLog((event, fields = {}) => void lines.push([event, fields]));
  const told = (change: Partial<Credential>) => {
    const account = { id: 'SECRET', name: 'SECRET' };
    const credential = {
      target: 'trendy',
      method: 'login',
      state: 'signed_out',
      account,
      keptIn: null,
      code: null,
    };
    note({ credentials: [{ ...credential, ...change }] } as unknown as AccountOverview);
  };
  told({});
  told({ state: 'signed_in', keptIn: 'keychain' });
  told({ state: 'signed_in', keptIn: 'keychain' });
  told({ state: 'ended', code: 'account.revoked' });
  expect(lines).toEqual([
    [
      'account.changed',
      { target: 'trendy', method: 'login', signIn: 'signed_in', keptIn: 'keychain', code: null },
    ],
    [
      'account.changed',
      { target: 'trendy', method: 'login', signIn: 'ended', keptIn: null, code: 'account.revoked' },
    ],
  ]);
});
