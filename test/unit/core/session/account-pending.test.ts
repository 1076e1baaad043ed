import { expect, test } from 'vitest';
import type { DestinationRow } from '../../../../src/core/outbox/destination-store.ts';
import { type AccountFacts, accountOverview } from '../../../../src/core/session/account-overview.ts';

const row = (id: number, account: string, consent: string | null): DestinationRow => ({
  id,
  target: 'atlas',
  base_url: 'https://atlas.example',
  dataset: '',
  branch: '',
  account,
  is_current: consent === null ? 1 : 0,
  is_enabled: 0,
  consent,
  paused_by_person: 0,
  not_before_ms: null,
  not_before_code: null,
  failures: 0,
  state: '{}',
  last_success_at: null,
});

/** Somebody is signed in to Atlas as `me`; which destinations were counted. */
async function countedAt(rows: readonly DestinationRow[]): Promise<number[]> {
  const counted: number[] = [];
  const holder = (target: string) => (target === 'atlas' ? { account: { id: 'me', name: 'Me' } } : null);
  const slot = { kept: null, ended: null, isUsable: false, isStored: false, access: null, canRenew: false };
  const facts = {
    settings: { get: () => '' },
    custodian: { holder, slotOf: () => slot, tokenOfRun: () => ({ token: null, isRefused: false }) },
    binding: { named: (_: string, id: string) => ({ id, name: id }) },
    keychain: { kind: 'session_only' },
    rows,
    pending: async ({ id }: DestinationRow) => {
      counted.push(id);
      return 7;
    },
  };
  const { otherAccounts } = await accountOverview(facts as unknown as AccountFacts);
  expect(otherAccounts.map(({ pending }) => pending)).toEqual(counted.map(() => 7));
  return counted;
}

test('what is pending is counted only of what stays behind at another account', async () => {
  const agreed = '{"kinds":["record"],"startDay":null,"at":0}';
  expect(await countedAt([row(1, 'me', null)])).toEqual([]);
  expect(await countedAt([row(1, 'me', null), row(2, 'anna', agreed), row(3, 'me', agreed)])).toEqual([2]);
});
