import { expect, test } from 'vitest';
import { accountInWords, sharedWith } from '../../../../src/headless/cli/account-command.ts';
import type { AccountOverview, Credential } from '../../../../src/shared/domain/account.ts';

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

test('a sign-in that two targets share ends for both, and one of its own does not', () => {
  const credential = (target: Credential['target'], method: Credential['method'], isIn = true) =>
    ({ target, method, state: isIn ? 'signed_in' : 'signed_out' }) as Credential;
  const atlas = credential('atlas', 'auth0');
  expect(sharedWith('trendy', [credential('trendy', 'auth0'), atlas])).toEqual(['atlas']);
  expect(sharedWith('atlas', [credential('trendy', 'auth0'), atlas])).toEqual(['trendy']);
  expect(sharedWith('trendy', [credential('trendy', 'login'), atlas])).toEqual([]);
  expect(sharedWith('trendy', [credential('trendy', 'auth0', false), atlas])).toEqual([]);
});
