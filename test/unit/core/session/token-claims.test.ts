import { expect, test } from 'vitest';
import { accountOfToken, claimsOf, lifeOfToken } from '../../../../src/core/session/token-claims.ts';

const jwt = (claims: unknown) =>
  `header.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;

test.each([
  ['opaque', null],
  ['a.b', null],
  ['a.b.c', null],
  ['a.b.c.d', null],
  [`a.${Buffer.from('"text"').toString('base64url')}.c`, null],
  [`a.${Buffer.from('null').toString('base64url')}.c`, null],
  [jwt({ sub: 'auth0|1' }), { sub: 'auth0|1' }],
])('claims of %s', (token, claims) => {
  expect(claimsOf(token)).toEqual(claims);
});

test('whose it is: the subject, by the best name there is', () => {
  expect(accountOfToken('atlas', jwt({ sub: 'auth0|1', email: 'a@b.c', nickname: 'a' }))).toEqual({
    id: 'auth0|1',
    name: 'a@b.c',
  });
  expect(accountOfToken('atlas', jwt({ sub: 'auth0|1', name: '' }))).toEqual({
    id: 'auth0|1',
    name: 'auth0|1',
  });
  for (const sub of ['', 7, null, undefined]) expect(accountOfToken('atlas', jwt({ sub }))).toBeNull();
  expect(accountOfToken('trendy', 'opaque')).toBeNull();
});

test('a subject of Foundry is 16 bytes in base64, or what it says', () => {
  const id = '0f000000-0000-4000-8000-00000000beef';
  const sub = Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64');
  expect(accountOfToken('foundry', jwt({ sub }))).toEqual({ id, name: id });
  expect(accountOfToken('atlas', jwt({ sub }))?.id).toBe(sub);
  expect(accountOfToken('foundry', jwt({ sub: 'user' }))?.id).toBe('user');
});

test('life needs no clock of ours', () => {
  expect(lifeOfToken(jwt({ iat: 1000, exp: 4600 }))).toBe(3_600_000);
  for (const claims of [{ exp: 4600 }, { iat: 4600, exp: 1000 }, { iat: '1', exp: 2 }])
    expect(lifeOfToken(jwt(claims))).toBeNull();
  expect(lifeOfToken('opaque')).toBeNull();
});
