import { expect, test } from 'vitest';
import { Auth0Cache } from '../../../../src/core/session/auth0-cache.ts';

const body = { client_id: 'client', access_token: 'access', refresh_token: 'secret' };

test('an entry comes back without its refresh token, wherever it stands in it', () => {
  const cache = new Auth0Cache();
  const entry = { body, expiresAt: 1, more: [{ refresh_token: 'secret', kept: 1 }] };
  expect(cache.set('key', JSON.stringify(entry))).toEqual({
    refreshToken: 'secret',
    clientId: 'client',
    accessToken: 'access',
    claims: null,
  });
  expect(JSON.parse(cache.get('key') ?? '')).toEqual({
    body: { client_id: 'client', access_token: 'access' },
    expiresAt: 1,
    more: [{ kept: 1 }],
  });
});

test('entries without one, other entries, and what is no JSON', () => {
  const cache = new Auth0Cache();
  expect(cache.set('user', '{"id_token":"id","decodedToken":{"claims":{"sub":"a"}}}')).toBeNull();
  expect(cache.set('stripped', JSON.stringify({ body: { client_id: 'client' } }))).toBeNull();
  expect(() => cache.set('bad', '{')).toThrow('request.invalid');
  expect(cache.keys()).toEqual(['user', 'stripped']);
  cache.remove('user');
  expect(cache.get('user')).toBeNull();
  cache.clear();
  expect(cache.keys()).toEqual([]);
});

test('it does not grow without end; an entry that is there is replaced', () => {
  const cache = new Auth0Cache();
  for (let i = 0; i < 50; i++) cache.set(`key ${i}`, '{}');
  expect(() => cache.set('one more', '{}')).toThrow('request.invalid');
  cache.set('key 0', '{"a":1}');
  expect(cache.get('key 0')).toBe('{"a":1}');
});
