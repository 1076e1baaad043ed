import { describe, expect, test } from 'vitest';
import { type Notice, noticeOfImport, SyncNews } from '../../../src/main/notices.ts';
import { runStates } from '../../../src/shared/domain/receipt.ts';
import type { SyncOverview } from '../../../src/shared/domain/sync.ts';
import { overviewOf } from './overview-of.ts';

const records = { read: 3, added: 2, known: 1, repeated: 0, skipped: 0 };

describe('the end of an import', () => {
  test('in counts', () => {
    expect(noticeOfImport({ state: 'completed', code: null, records })).toEqual({
      title: 'Import finished',
      body: '2 new records.',
      page: 'import',
    });
    const one = noticeOfImport({ state: 'completed', code: null, records: { ...records, added: 1 } });
    expect(one?.body).toBe('1 new record.');
  });

  test.each(['cancelled', 'queued', 'running', 'waiting'] as const)('%s is no news', (state) => {
    expect(noticeOfImport({ state, code: null, records })).toBeNull();
  });

  test('a cut file says what happened, in words and with what was kept', () => {
    const notice = noticeOfImport({ state: 'partial', code: 'import.truncated_xml', records });
    expect(notice?.title).toBe('Import incomplete');
    expect(notice?.body).toMatch(/^\S.*\. 2 new records\.$/);
    expect(notice?.body).not.toContain('import.truncated_xml');
  });

  test('nothing of the file, the phone or the person is in any of them', () => {
    for (const state of runStates) {
      const receipt = {
        state,
        code: 'import.other_person',
        records,
        name: 'SECRET.zip',
        deviceName: 'SECRET',
      } as const;
      expect(JSON.stringify(noticeOfImport(receipt))).not.toContain('SECRET');
    }
  });
});

/** The news of the last of these overviews, which a program sees one after another. */
function noticesOfSync(...overviews: readonly SyncOverview[]): Notice[] {
  const news = new SyncNews();
  return overviews.map((one) => news.of(one)).at(-1) ?? [];
}

describe('what became worse', () => {
  const titles = (...overviews: readonly SyncOverview[]) =>
    noticesOfSync(...overviews).map(({ title }) => title);

  test('what was so at the start is no news', () => {
    expect(noticesOfSync(overviewOf([{ failed: 7, pausedBy: 'sync.signed_out' }]))).toEqual([]);
  });

  test('only what is new is counted', () => {
    const notices = noticesOfSync(overviewOf([{ failed: 2 }]), overviewOf([{ failed: 3 }]));
    expect(notices).toEqual([{ title: 'Trendy: not delivered', body: '1 item failed.', page: 'sync' }]);
    expect(titles(overviewOf([{ failed: 3 }]), overviewOf([{ failed: 3 }]))).toEqual([]);
    expect(titles(overviewOf([{ failed: 3 }]), overviewOf([{ failed: 1 }]))).toEqual([]);
  });

  test('each target for itself; those that are off or of earlier addresses say nothing', () => {
    const before = overviewOf([{ id: 1 }, { id: 2, target: 'atlas' }, { id: 3, target: 'foundry' }]);
    const after = overviewOf([
      { id: 1, isEnabled: false, failed: 1 },
      { id: 2, target: 'atlas', isCurrent: false, failed: 1 },
      { id: 3, target: 'foundry', failed: 4 },
    ]);
    expect(titles(before, after)).toEqual(['Foundry: not delivered']);
  });

  test('a pause that waits for the person, once; others pass by themselves', () => {
    const signedOut = overviewOf([{ pausedBy: 'sync.signed_out', pending: 5 }]);
    const [notice] = noticesOfSync(overviewOf([{}]), signedOut);
    expect(notice?.title).toMatch(/^Trendy: \S/);
    expect(notice?.body).toBe('5 items can’t be sent until you act.');
    expect(noticesOfSync(signedOut, signedOut)).toEqual([]);
    for (const pausedBy of ['sync.offline', 'sync.rate_limited', 'sync.paused_by_you', 'sync.off'] as const)
      expect(noticesOfSync(overviewOf([{}]), overviewOf([{ pausedBy }]))).toEqual([]);
  });

  test.each(['sync.forbidden', 'sync.not_found', 'sync.refused', 'sync.redirected'] as const)(
    '%s waits for the person as well, and is told once while it is tried again',
    (pausedBy) => {
      const free = overviewOf([{ target: 'atlas', lastSuccessAt: 1 }]);
      const card = { target: 'atlas', pausedBy, pending: 1, nextTryAtMs: 5, lastSuccessAt: 1 } as const;
      const paused = overviewOf([card]);
      const [notice] = noticesOfSync(free, paused);
      expect(notice?.title).toMatch(/^Foundry \(Atlas\): The server \S/);
      expect(notice?.body).toBe('1 item can’t be sent until you act.');
      expect(noticesOfSync(free, paused, free, paused)).toEqual([]);
      expect(noticesOfSync(free, paused, free, overviewOf([{ ...card, lastSuccessAt: 2 }]))).toHaveLength(1);
      // Without a time only the user has it tried again.
      const lasting = overviewOf([{ ...card, nextTryAtMs: null }]);
      expect(noticesOfSync(free, lasting, free, lasting)).toHaveLength(1);
    },
  );

  test('with nothing pending, no number of items is named', () => {
    const [notice] = noticesOfSync(overviewOf([{}]), overviewOf([{ pausedBy: 'sync.signed_out' }]));
    expect(notice?.body).toBe('Nothing can be sent until you act.');
  });

  test('a question that only the person can decide, once', () => {
    const asked = overviewOf([{ target: 'foundry', question: 'sync.transaction_open' }]);
    const free = overviewOf([{ target: 'foundry' }]);
    expect(noticesOfSync(free, asked)).toEqual([
      {
        title: 'Foundry: An empty transaction is open on this branch',
        body: 'Nothing is sent until it’s closed. Review it on the Sync page.',
        page: 'sync',
      },
    ]);
    expect(noticesOfSync(free, asked, asked)).toEqual([]);
  });

  test('a destination that was just made has nothing behind it', () => {
    expect(titles(overviewOf([]), overviewOf([{ failed: 1 }]))).toEqual(['Trendy: not delivered']);
  });

  test('no address and no account is in any of them', () => {
    const after = overviewOf([{ failed: 1, pausedBy: 'sync.wrong_account' }]);
    expect(JSON.stringify(noticesOfSync(overviewOf([{}]), after))).not.toContain('SECRET');
  });
});
