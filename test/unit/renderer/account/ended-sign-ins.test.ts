import { expect, test } from 'vitest';
import { endedSignIns } from '../../../../src/renderer/features/account/ended-sign-ins.ts';
import type { Credential } from '../../../../src/shared/domain/account.ts';

const before = { auth0Domain: 'a.auth0.com', auth0ClientId: 'c', auth0Audience: 'api', foundryClientId: 'f' };

function credential(target: Credential['target'], method: Credential['method'], isIn = true): Credential {
  const state = isIn ? 'signed_in' : 'signed_out';
  return {
    target,
    method,
    state,
    account: null,
    keptIn: null,
    accessUntilMs: null,
    canRenew: false,
    code: null,
  };
}

const all = [credential('trendy', 'auth0'), credential('atlas', 'auth0'), credential('foundry', 'oauth')];

test('another service ends the sign-ins that it made, and no others', () => {
  expect(endedSignIns(before, before, all)).toEqual([]);
  for (const key of ['auth0Domain', 'auth0ClientId', 'auth0Audience'] as const)
    expect(endedSignIns(before, { ...before, [key]: 'other' }, all), key).toEqual(['trendy', 'atlas']);
  expect(endedSignIns(before, { ...before, foundryClientId: 'other' }, all)).toEqual(['foundry']);
  expect(endedSignIns(before, { ...before, auth0Domain: ' a.auth0.com ' }, all)).toEqual([]);
  const own = [credential('trendy', 'login'), credential('foundry', 'token')];
  const other = { ...before, auth0Domain: 'other', foundryClientId: 'other' };
  expect(endedSignIns(before, other, own)).toEqual([]);
});

test('where nobody is signed in, nothing ends', () => {
  const out = [credential('atlas', 'auth0', false), credential('foundry', 'oauth', false)];
  expect(endedSignIns(before, { ...before, auth0Domain: 'other', foundryClientId: 'other' }, out)).toEqual(
    [],
  );
});
