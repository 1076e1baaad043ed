import { describe, expect, test } from 'vitest';
import type { HttpOutcome } from '../../../../../src/core/network/http-client.ts';
import { bodyWithoutValues, withoutValues } from '../../../../../src/core/outbox/mutations/server-words.ts';
import { UuidV7 } from '../../../../../src/core/targets/trendy/plan-creates.ts';
import { isAboutRows, readOutcome, wordsOf } from '../../../../../src/core/targets/trendy/read-answer.ts';
import {
  afterRequest,
  blockedUntilMs,
  burstRequests,
  quietAfter429,
} from '../../../../../src/core/targets/trendy/request-budget.ts';

function answer(status: number, body: string, headers: Record<string, string> = {}): HttpOutcome {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    json = undefined;
  }
  return {
    kind: 'answer',
    answer: { status, headers: new Headers(headers), text: body, json, requestId: 'r-1' },
  };
}

/** The answer itself, as it came. */
function answerOf(status: number, body: string) {
  const outcome = answer(status, body);
  if (outcome.kind !== 'answer') throw new Error('no answer');
  return outcome.answer;
}

const problem =
  '{"type":"urn:trendy:error:validation","title":"Validation Error","status":400,"detail":"no timestamp"}';
const duplicate = JSON.stringify({
  error:
    'failed to batch create events: supabase error: {"code":"23505","details":null,"message":"duplicate key"}',
});

describe('the three error shapes and everything else (trendy/README §1.4)', () => {
  test.each([
    [
      'problem document',
      answer(400, problem),
      { kind: 'refused', refusal: { words: { error: 'no timestamp' } } },
    ],
    [
      'plain',
      answer(500, '{"error":"event not found"}'),
      { kind: 'refused', refusal: { words: { error: 'event not found' } } },
    ],
    ['plain with SQLSTATE', answer(500, duplicate), { kind: 'refused', refusal: { databaseCode: '23505' } }],
    [
      'batch body',
      answer(400, '{"created":[],"errors":[],"total":1}'),
      { kind: 'refused', refusal: { status: 400 } },
    ],
    ['recovered panic', answer(500, ''), { kind: 'refused', refusal: { databaseCode: null } }],
    ['too large', answer(413, '<html>'), { kind: 'refused', refusal: { status: 413 } }],
    [
      'captive portal',
      answer(200, '<html>sign in</html>'),
      { kind: 'away', code: 'sync.not_their_answer', mayHaveActed: true },
    ],
    [
      'cut JSON',
      answer(201, '{"created":['),
      { kind: 'away', code: 'sync.not_their_answer', mayHaveActed: true },
    ],
    ['unknown route', answer(404, '404 page not found'), { kind: 'away', code: 'sync.not_their_answer' }],
    [
      'a balancer',
      answer(503, '<html>'),
      { kind: 'away', code: 'sync.far_side_failing', mayHaveActed: true },
    ],
    [
      'Cloudflare',
      answer(521, 'error code: 521'),
      { kind: 'away', code: 'sync.far_side_failing', mayHaveActed: true },
    ],
    [
      'an intermediary that speaks JSON',
      answer(530, '{"title":"Error 1016: Origin DNS error"}'),
      { kind: 'away', code: 'sync.far_side_failing', mayHaveActed: true },
    ],
    ['signed out', answer(401, problem), { kind: 'unauthorized' }],
    ['deleted', answer(204, ''), { kind: 'answered' }],
    [
      'limited',
      answer(429, '{"error":"rate limit exceeded"}', { 'Retry-After': '90' }),
      { kind: 'limited', retryAfterMs: 90_000 },
    ],
    [
      'limited, no number',
      answer(429, '', { 'Retry-After': 'soon' }),
      { kind: 'limited', retryAfterMs: 60_000 },
    ],
    [
      'never left',
      { kind: 'failure', code: 'sync.network', hasLeft: false },
      { kind: 'away', mayHaveActed: false },
    ],
    [
      'timeout',
      { kind: 'failure', code: 'sync.timeout', hasLeft: true },
      { kind: 'away', mayHaveActed: true },
    ],
    [
      'cancelled',
      { kind: 'failure', code: 'cancelled', hasLeft: true },
      { kind: 'cancelled', mayHaveActed: true },
    ],
  ] as [string, HttpOutcome, object][])('%s', (_name, outcome, expected) => {
    expect(readOutcome(outcome, 'secret-token')).toMatchObject(expected);
  });

  test('the values of a row that the database refuses never stay in what is kept, its code and names do', () => {
    const row = '(0194f1c2, 2025-01-15, Auto-logged: 81 kg, {"Weight": 81.5}, watch)';
    const refused = {
      code: '23514',
      details: `Failing row contains ${row}.`,
      hint: null,
      message: 'new row for relation "events" violates check constraint "check_source_type"',
    };
    const error = `failed to batch create events: supabase error: ${JSON.stringify(refused)}`;
    const reading = readOutcome(answer(500, JSON.stringify({ error, details: row })), 'secret-token');
    expect(reading).toMatchObject({ kind: 'refused', refusal: { databaseCode: '23514' } });
    const kept = JSON.stringify(reading.kind === 'refused' ? reading.refusal : null);
    expect(kept).not.toMatch(/81|Auto-logged|Weight/);
    expect(kept).toContain('failed to batch create events');
    expect(kept).toContain('check_source_type');
    // What is stored is read through the same once more.
    const { words } = reading.kind === 'refused' ? reading.refusal : { words: null };
    expect(withoutValues(words?.error ?? '')).toBe(words?.error);
    expect(bodyWithoutValues(words?.answer ?? '')).toBe(words?.answer);
  });

  test.each([
    [
      'a value in the words of a cast',
      '{"code":"22P02","message":"invalid input syntax for type numeric: \\"81 kg\\""}',
    ],
    ['an error cut short', '{"code":"23514","details":"Failing row contains (81 kg'],
  ])('%s does not stay either', (_name, json) => {
    const kept = wordsOf(answerOf(500, JSON.stringify({ error: `failed: supabase error: ${json}` })), '');
    expect(JSON.stringify(kept)).not.toContain('81 kg');
    expect(kept.error).toMatch(/"code":"2/);
  });

  test('nothing of the events that are answered stays, whole, cut or in a list', () => {
    const events = '[{"id":"a","notes":"Auto-logged: 81 kg"}]';
    for (const body of [`{"created":${events},"total":1,"failed":0}`, `{"created":${events}`, events]) {
      const kept = wordsOf(answerOf(201, body), '');
      expect(JSON.stringify(kept)).not.toContain('81 kg');
    }
    expect(wordsOf(answerOf(201, `{"created":${events},"total":1,"failed":0}`), '').answer).toBe(
      '{"total":1,"failed":0}',
    );
    // A proxy's page is kept: it tells who answered.
    expect(wordsOf(answerOf(502, '<html>Bad Gateway</html>'), '').answer).toContain('Bad Gateway');
  });

  test('the token never stays in what is kept', () => {
    const reading = readOutcome(answer(500, '{"error":"bad token secret-token here"}'), 'secret-token');
    expect(JSON.stringify(reading.kind === 'refused' ? reading.refusal : reading)).not.toContain(
      'secret-token',
    );
  });

  test.each([
    ['23505', true],
    ['22P02', true],
    ['23514', true],
    ['PGRST102', true],
    ['PGRST301', false],
    ['57014', false],
    [null, false],
  ])('%s is about rows: %s', (databaseCode, expected) => {
    const words = { error: null, requestId: null, answer: null };
    expect(isAboutRows({ status: 500, databaseCode, words })).toBe(expected);
  });
});

describe('the server counts requests until more than 60 s of silence (trendy/README §1.3)', () => {
  test('a burst ends at its budget and starts over after the silence', () => {
    let burst = { count: 0, lastMs: 0 };
    let nowMs = 1_000_000;
    for (let sent = 0; sent < burstRequests; sent++) {
      expect(blockedUntilMs(burst, 0, nowMs)).toBeNull();
      burst = afterRequest(burst, nowMs);
      nowMs += 5_000;
    }
    const until = blockedUntilMs(burst, 0, nowMs) ?? 0;
    expect(until - burst.lastMs).toBeGreaterThanOrEqual(65_000);
    expect(blockedUntilMs(burst, 0, until)).toBeNull();
    expect(afterRequest(burst, until).count).toBe(1);
  });

  test('a 429 silences everything; a clock that was set back does not lock us out for ever', () => {
    const until = quietAfter429(60_000, 1_000);
    expect(until).toBe(66_000);
    expect(blockedUntilMs({ count: 1, lastMs: 1_000 }, until, 2_000)).toBe(until);
    expect(blockedUntilMs({ count: burstRequests, lastMs: 10 ** 13 }, 0, 10 ** 12)).toBeNull();
    expect(blockedUntilMs({ count: 0, lastMs: 0 }, 10 ** 13, 10 ** 12)).toBeNull();
  });
});

test('ids are v7, of the given millisecond, and strictly increasing even when the clock is not', () => {
  const ids = new UuidV7();
  const made = [1_750_000_000_000, 1_750_000_000_000, 1_749_999_999_000, 1_750_000_000_001].flatMap((at) =>
    Array.from({ length: 3_000 }, () => ids.next(at)),
  );
  expect([...made].sort()).toEqual(made);
  expect(new Set(made).size).toBe(made.length);
  expect(made[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt((made[0] ?? '').replaceAll('-', '').slice(0, 12), 16)).toBe(1_750_000_000_000);
});
