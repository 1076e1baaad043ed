import { expect, test } from 'vitest';
import { accountInWords } from '../../../../src/headless/cli/account-command.ts';
import type { AccountOverview } from '../../../../src/shared/domain/account.ts';

test('what waits for another account is told in the singular, too, and for one without a name', () => {
  const other = { target: 'atlas', destination: 1, now: { id: 'b', name: 'Ben' } } as const;
  const overview = {
    credentials: [],
    keychain: { kind: 'keychain', code: null },
    otherAccounts: [
      { ...other, before: { id: 'a', name: 'Anna' }, pending: 1 },
      { ...other, before: { id: '', name: '' }, pending: 2 },
    ],
  } as unknown as AccountOverview;
  expect(accountInWords(overview)).toEqual([
    'Foundry (Atlas): 1 item of Anna stays pending until they sign in again',
    'Foundry (Atlas): 2 items of another account stay pending until they sign in again',
  ]);
});
