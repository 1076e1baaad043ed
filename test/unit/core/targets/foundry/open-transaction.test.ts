import { describe, expect, it } from 'vitest';
import { filePath } from '../../../../../src/core/targets/foundry/foundry-parts.ts';
import { ownerOf } from '../../../../../src/core/targets/foundry/open-transaction.ts';
import {
  foundPatch,
  intentPatch,
  lostPatch,
} from '../../../../../src/core/targets/foundry/transaction-intent.ts';

const ours = 'ab'.repeat(32);
const alien = 'cd'.repeat(32);
const at = Date.parse('2026-03-01T08:00:00Z');
const open = {
  rid: 'ri.1',
  transactionType: 'APPEND',
  status: 'OPEN',
  createdTime: new Date(at).toISOString(),
} as const;
const facts = {
  open,
  latest: [open],
  files: [],
  state: {},
  userId: 'me',
  isChunk: (sha256: string) => sha256 === ours,
};
const file = (sha256: string) => ({ path: filePath('me', sha256), transactionRid: 'ri.1' });
const lost = { lostCreate: { fromMs: at - 60_000, untilMs: at + 60_000 } };

describe('whose an open transaction is', () => {
  it('is ours by the stored rid, whatever is in it', () => {
    const state = { transaction: { fromMs: at, rid: 'ri.1' } };
    expect(ownerOf({ ...facts, state, files: [file(alien)] })).toBe('ours');
  });

  it('is ours when it holds files of our chunks only', () => {
    expect(ownerOf({ ...facts, files: [file(ours)] })).toBe('ours');
    expect(ownerOf({ ...facts, files: [file(ours), file(alien)] })).toBe('theirs');
  });

  it('is asked about when it is empty and may be one whose answer never came', () => {
    expect(ownerOf({ ...facts, state: lost })).toBe('ask');
  });

  describe('when it is empty, by the clock of Foundry', () => {
    // Our own clock is an hour ahead, and says nothing here.
    const clock = { dateMs: at - 300, atMs: at + 3_600_000 };
    const state = lostPatch(intentPatch({}, at + 3_600_200, clock));
    const other = { ...open, rid: 'ri.2', status: 'COMMITTED' } as const;

    it('is ours when it was made just when we asked for one', () => {
      expect(ownerOf({ ...facts, state })).toBe('ours');
    });

    it.each([-30_000, 30_000])('is not told by it %i ms away', (ms) => {
      const createdTime = new Date(at + ms).toISOString();
      expect(ownerOf({ ...facts, state, open: { ...open, createdTime } })).not.toBe('ours');
    });

    it('is not told by it while somebody else writes, but our own do not count', () => {
      const latest = [open, other];
      expect(ownerOf({ ...facts, state, latest })).not.toBe('ours');
      expect(ownerOf({ ...facts, state: { ...state, ours: ['ri.2'] }, latest })).toBe('ours');
      const earlier = { ...other, createdTime: new Date(at - 60_000).toISOString() };
      expect(ownerOf({ ...facts, state, latest: [open, earlier] })).toBe('ours');
    });

    it('is not told by an answer of long before, nor without one', () => {
      for (const old of [{ ...clock, atMs: at }, { ...clock, atMs: at + 3_700_000 }, null])
        expect(lostPatch(intentPatch({}, at + 3_600_200, old))).toMatchObject({ lost: [] });
    });
  });

  it.each([
    ['nothing was lost', {}, open],
    ['it is from another hour', lost, { ...open, createdTime: new Date(at - 3_600_000).toISOString() }],
    ['its time cannot be read', lost, { ...open, createdTime: 'yesterday' }],
    ['it is no APPEND', lost, { ...open, transactionType: 'SNAPSHOT' }],
  ])('is theirs when it is empty and %s', (_, state, transaction) => {
    expect(ownerOf({ ...facts, state, open: transaction })).toBe('theirs');
  });
});

describe('the stored intent', () => {
  it('remembers a create without an answer over the next ones', () => {
    const first = { ...intentPatch({}, 1_000, null) };
    const died = { ...first, ...intentPatch(first, 500_000, null) };
    expect(died).toMatchObject({
      transaction: { fromMs: 500_000, rid: null },
      lostCreate: { fromMs: 1_000, untilMs: 121_000 },
    });
    expect(lostPatch(died)).toEqual({
      transaction: null,
      lostCreate: { fromMs: 1_000, untilMs: 620_000 },
      lost: [],
    });
  });

  it('is over once a transaction is known to be ours; the last fifty are remembered', () => {
    const state = {
      lostCreate: { fromMs: 1, untilMs: 2 },
      lost: [{ fromMs: 1, untilMs: 2 }],
      ours: ['ri.0', 'ri.1'],
    };
    expect(foundPatch(state, 'ri.0')).toEqual({ lostCreate: null, lost: null, ours: ['ri.1', 'ri.0'] });
    const many = Array.from({ length: 50 }, (_, i) => `ri.${i}`);
    expect(foundPatch({ ours: many }, 'ri.50').ours).toEqual([...many.slice(1), 'ri.50']);
  });

  it('loses nothing of a transaction whose rid is known', () => {
    expect(lostPatch({ transaction: { fromMs: 1_000, rid: 'ri.1' } })).toEqual({});
  });
});
