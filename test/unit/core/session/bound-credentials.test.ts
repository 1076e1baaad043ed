import { expect, test } from 'vitest';
import { signedOut, type TokenAnswer } from '../../../../src/core/outbox/target.ts';
import { BoundCredentials } from '../../../../src/core/session/bound-credentials.ts';
import type { Taken } from '../../../../src/core/session/credential-slot.ts';

const ada = { id: 'ada', name: 'Ada' };
const given = (token: string): Taken => ({ kind: 'token', token, account: ada });

/** The credentials of a destination of `account`, over a custodian that gives these one after another. */
function bound(account: string, ...taken: Taken[]) {
  const rejected: string[] = [];
  let livesAlone = false;
  const custodian = {
    take: async () => taken.shift() ?? { kind: 'none' as const },
    livesAlone: () => livesAlone,
    reject: (_target: string, token: string) => void rejected.push(token),
  };
  return {
    credentials: new BoundCredentials(custodian, () => account),
    rejected,
    keepAlive: () => {
      livesAlone = true;
    },
  };
}

const otherAccount: TokenAnswer = { isOk: false, code: 'sync.wrong_account', isPassing: false };
const unanswered: TokenAnswer = { isOk: false, code: 'sync.timeout', isPassing: true };

test.each<[string, string, Taken, TokenAnswer]>([
  ['of the same account', 'ada', given('a'), { isOk: true, token: 'a' }],
  ['of another account', 'ben', given('a'), otherAccount],
  ['of an unknown owner', '', { kind: 'token', token: 'a', account: null }, { isOk: true, token: 'a' }],
  ['of an unknown owner, for an account', 'ada', { kind: 'token', token: 'a', account: null }, otherAccount],
  ['of nobody', 'ada', { kind: 'none' }, signedOut],
  ['of a server that is away', 'ada', { kind: 'away', code: 'sync.timeout' }, unanswered],
])('a token %s: given, or refused with the reason', async (_of, account, taken, answer) => {
  expect(await bound(account, taken).credentials.token('atlas')).toEqual(answer);
});

test('each answer is its own: a reason is not kept for the next one', async () => {
  const { credentials } = bound('ada', { kind: 'away', code: 'sync.timeout' }, { kind: 'none' }, given('a'));
  const answers = [
    await credentials.token('atlas'),
    await credentials.token('atlas'),
    await credentials.token('atlas'),
  ];
  expect(answers).toEqual([unanswered, signedOut, { isOk: true, token: 'a' }]);
});

test('a refused token: replaced by another one, or ended with the reason', async () => {
  const { credentials, rejected } = bound('ada', given('b'), given('b'), {
    kind: 'away',
    code: 'sync.timeout',
  });
  expect(await credentials.renew('atlas', 'a')).toEqual({ kind: 'renewed', token: 'b' });
  expect(await credentials.renew('atlas', 'b')).toEqual({ kind: 'ended', reason: signedOut });
  expect(await credentials.renew('atlas', 'b')).toEqual({ kind: 'ended', reason: unanswered });
  expect(rejected).toEqual(['a', 'b', 'b']);
});

test('a token of Trendy that nothing renews is kept while it lives', async () => {
  const { credentials, rejected, keepAlive } = bound('ada');
  keepAlive();
  expect(await credentials.renew('trendy', 'a')).toEqual({ kind: 'alive' });
  expect(rejected).toEqual([]);
  expect(await credentials.renew('atlas', 'a')).toEqual({ kind: 'ended', reason: signedOut });
});
