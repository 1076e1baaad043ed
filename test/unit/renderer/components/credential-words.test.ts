import { expect, test } from 'vitest';
import {
  howText,
  initialsOf,
  mainCredential,
  untilText,
  waitingTexts,
  whoText,
} from '../../../../src/renderer/components/credential-words.ts';
import { otherAccountWords } from '../../../../src/renderer/features/account/other-account-words.ts';
import type { Credential } from '../../../../src/shared/domain/account.ts';

const now = Date.UTC(2026, 0, 14, 12);
const ada = { id: 'auth0|1', name: 'Ada' };
const credential = (part: Partial<Credential>): Credential => ({
  target: 'atlas',
  method: 'auth0',
  state: 'signed_in',
  account: ada,
  keptIn: 'keychain',
  accessUntilMs: null,
  canRenew: true,
  code: null,
  ...part,
});

test.each([
  ['Ada Lovelace', 'AL'],
  ['ada@example.org', 'A'],
  ['ada.l@example.org', 'AL'],
  ['', ''],
])('initials of "%s"', (name, initials) => expect(initialsOf(name)).toBe(initials));

test.each<[Partial<Credential>, string]>([
  [{}, 'Signed in as Ada'],
  [{ state: 'signed_out', account: null }, 'Not signed in'],
  [{ state: 'ended', code: 'account.revoked' }, 'The sign-in was revoked'],
  [{ method: 'token', account: null }, 'A token is set, but it doesn’t name an account'],
])('who: %j', (part, words) => expect(whoText(credential(part))).toBe(words));

test.each<[Partial<Credential>, string]>([
  [{}, 'through the browser · renews itself · kept in this computer’s keychain'],
  [{ keptIn: 'session_only' }, 'through the browser · renews itself · for this session only'],
  [
    { method: 'token', canRenew: false },
    'with a token · until it expires there · kept in this computer’s keychain',
  ],
  [{ state: 'ended' }, ''],
])('how: %j', (part, words) => expect(howText(credential(part), now)).toBe(words));

test('the end of an access token has its day when it is another one', () => {
  expect(untilText(now + 60_000, now)).not.toContain('2026');
  expect(untilText(now + 5 * 86_400_000, now)).toContain('2026');
});

test('the frame shows what has ended before who is signed in, and the shared sign-in first', () => {
  const trendy = credential({ target: 'trendy', method: 'login', account: { id: 't', name: 'ada@x' } });
  expect(mainCredential({ credentials: [trendy, credential({})] })?.target).toBe('atlas');
  const ended = credential({ target: 'foundry', state: 'ended' });
  expect(mainCredential({ credentials: [trendy, credential({}), ended] })?.target).toBe('foundry');
  expect(mainCredential({ credentials: [credential({ state: 'signed_out' })] })).toBeNull();
});

test('what waits is told by target, and nothing of those where nothing does', () => {
  const cards = [
    { target: 'trendy', pending: 1 },
    { target: 'atlas', pending: 1_200 },
    { target: 'atlas', pending: 34 },
    { target: 'foundry', pending: 0 },
  ] as const;
  expect(waitingTexts(cards, ['trendy', 'atlas', 'foundry'])).toEqual([
    '1 event for Trendy',
    '1,234 records for Foundry (Atlas)',
  ]);
});

test('another person: both are named; a token that names nobody is told as such', () => {
  const other = {
    target: 'atlas',
    destination: 2,
    before: ada,
    now: { id: '2', name: 'Ben' },
    pending: 1,
  } as const;
  expect(otherAccountWords(other)).toEqual({
    title: 'This history was sent to Ada. You are signed in as Ben.',
    text: 'Foundry (Atlas) is paused. 1 record is pending there and goes to nobody else; delivered data stays with Ada.',
    now: 'Ben',
  });
  const nameless = otherAccountWords({ ...other, before: { id: '', name: '' }, pending: 0 });
  expect(nameless.title).toBe(
    'This history was sent with a token that doesn’t name an account. You are signed in as Ben.',
  );
  expect(nameless.text).toContain('Nothing is pending there; delivered data stays where it is.');
});
