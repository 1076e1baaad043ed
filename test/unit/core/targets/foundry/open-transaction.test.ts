import { describe, expect, it } from 'vitest';
import { filePath } from '../../../../../src/core/targets/foundry/file-path.ts';
import { ownerOf } from '../../../../../src/core/targets/foundry/open-transaction.ts';
import { intentPatch, lostPatch } from '../../../../../src/core/targets/foundry/transaction-intent.ts';

const ours = 'ab'.repeat(32);
const alien = 'cd'.repeat(32);
const at = Date.parse('2026-03-01T08:00:00Z');
const open = {
  rid: 'ri.1',
  transactionType: 'APPEND',
  status: 'OPEN',
  createdTime: new Date(at).toISOString(),
} as const;
const facts = { open, files: [], state: {}, userId: 'me', isChunk: (sha256: string) => sha256 === ours };
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
    const first = { ...intentPatch({}, 1_000) };
    const died = { ...first, ...intentPatch(first, 500_000) };
    expect(died).toMatchObject({
      transaction: { fromMs: 500_000, rid: null },
      lostCreate: { fromMs: 1_000, untilMs: 121_000 },
    });
    expect(lostPatch(died)).toEqual({
      transaction: null,
      lostCreate: { fromMs: 1_000, untilMs: 620_000 },
    });
  });

  it('loses nothing of a transaction whose rid is known', () => {
    expect(lostPatch({ transaction: { fromMs: 1_000, rid: 'ri.1' } })).toEqual({});
  });
});
