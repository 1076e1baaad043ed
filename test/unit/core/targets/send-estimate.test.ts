import { expect, test } from 'vitest';
import { maxChunkBytes } from '../../../../src/core/outbox/chunks/chunk-cutter.ts';
import { RequestPace } from '../../../../src/core/targets/atlas/request-pace.ts';
import { estimateSend } from '../../../../src/core/targets/send-estimate.ts';
import type { TargetId } from '../../../../src/shared/domain/sync.ts';
import { durationInWords, estimateInWords } from '../../../../src/shared/domain/target-name.ts';

const estimate = (target: TargetId, items: number, bytes = 0, state = {}) =>
  estimateSend({ target, items, bytesByKind: new Map([['record', bytes]]), state });

/** When the last of so many requests may leave, by the pace that the runner keeps; each is answered at once. */
function lastLeavesAtMs(requests: number): number {
  let state: Readonly<Record<string, unknown>> = {};
  let nowMs = 1_800_000_000_000;
  const startMs = nowMs;
  for (let request = 0; request < requests; request += 1) {
    const pace = new RequestPace(state);
    nowMs = Math.max(nowMs, pace.nextAtMs(nowMs));
    pace.sent(nowMs);
    state = pace.state();
  }
  return nowMs - startMs;
}

test.each([1, 15, 16, 61, 150])(
  'Atlas: %i requests take what the pace of requests makes of them',
  (requests) => {
    const chunks = requests * 7;
    const found = estimate('atlas', 1000, chunks * maxChunkBytes - 1);
    expect(found).toMatchObject({ requests, chunks, itemsPerRequest: 7 });
    expect(found?.seconds).toBe(lastLeavesAtMs(requests) / 1000);
  },
);

test('Atlas: what earlier answers taught counts: smaller batches, and servers slower than the limit', () => {
  const state = { batch: { limit: 2, chunkMs: 3000 } };
  expect(estimate('atlas', 1000, 60 * maxChunkBytes - 60, state)).toMatchObject({
    requests: 30,
    itemsPerRequest: 2,
    seconds: 180,
  });
});

test('Atlas: each kind begins a part of its own', () => {
  const bytesByKind = new Map([
    ['record', 10],
    ['workout', 10],
    ['route', 0],
  ]);
  expect(estimateSend({ target: 'atlas', items: 3, bytesByKind, state: {} })?.chunks).toBe(2);
});

test('Trendy: batches of 50, and a silence after each burst; Foundry states no limit; nothing to send takes nothing', () => {
  expect(estimate('trendy', 50 * 301)).toMatchObject({ requests: 301, seconds: 301 * 6.5 + 2 * 65 });
  expect(estimate('foundry', 1000)).toMatchObject({ seconds: null, requests: null });
  expect(estimate('trendy', 0)).toBe(null);
});

test('in words: about how long, and what that rests on', () => {
  expect([1, 61, 240, 5999, 6001, 300_000].map(durationInWords)).toEqual([
    'less than a minute',
    'about 2 minutes',
    'about 4 minutes',
    'about 2 hours',
    'about 2 hours',
    'about 4 days',
  ]);
  const atlas = estimate('atlas', 5, 427 * maxChunkBytes - 427);
  expect(atlas && estimateInWords('atlas', atlas)).toBe(
    'This takes about 4 minutes: about 427 parts of 1.9 MiB, up to 7 in each of 61 requests, at most 15 requests a minute. A slow connection or server makes it longer.',
  );
  const foundry = estimate('foundry', 5);
  expect(foundry && estimateInWords('foundry', foundry)).toContain('depends on your connection');
});
