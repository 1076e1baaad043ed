import { expect, test } from 'vitest';
import { Auth0Cache } from '../../../../src/core/session/auth0-service.ts';

test('what stands as access token is told; other entries, and what is no JSON', () => {
  const cache = new Auth0Cache();
  const entry = JSON.stringify({ body: { client_id: 'client', access_token: 'grant' }, expiresAt: 1 });
  expect(cache.set('key', entry)).toBe('grant');
  expect(cache.get('key')).toBe(entry);
  expect(cache.set('user', '{"id_token":"id","decodedToken":{"claims":{"sub":"a"}}}')).toBeNull();
  expect(cache.set('other', JSON.stringify({ body: { client_id: 'client' } }))).toBeNull();
  expect(() => cache.set('bad', '{')).toThrow('request.invalid');
  expect(cache.keys()).toEqual(['key', 'user', 'other']);
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
