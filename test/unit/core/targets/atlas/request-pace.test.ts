import { describe, expect, test } from 'vitest';
import { RequestPace } from '../../../../../src/core/targets/atlas/request-pace.ts';

const start = 1_000_000_000;

describe('pace of requests', () => {
  test('never more than 15 in any minute', () => {
    const pace = new RequestPace({});
    let now = start;
    const sent: number[] = [];
    for (let i = 0; i < 100; i++) {
      now = Math.max(now + 700, pace.nextAtMs(now));
      pace.sent(now);
      sent.push(now);
    }
    for (const [i, at] of sent.entries())
      expect(sent.slice(i).filter((other) => other < at + 60_000).length).toBeLessThanOrEqual(15);
    expect((sent.at(-1) ?? 0) - start).toBeLessThan(7 * 60_000);
  });

  test('a restart does not begin a new budget', () => {
    const pace = new RequestPace({});
    for (let i = 0; i < 15; i++) pace.sent(start + i);
    const later = new RequestPace(JSON.parse(JSON.stringify(pace.state())) as Record<string, unknown>);
    expect(later.nextAtMs(start + 1000)).toBe(start + 60_000);
  });

  test('headers that show the limiter of 100 at 51 or less: the next would be refused', () => {
    const pace = new RequestPace({});
    const headers = (remaining: number) =>
      new Headers({
        'ratelimit-limit': '100',
        'ratelimit-remaining': `${remaining}`,
        'ratelimit-reset': '30',
      });
    pace.answered(headers(52), start);
    expect(pace.nextAtMs(start)).toBeLessThanOrEqual(start);
    pace.answered(headers(51), start);
    expect(pace.nextAtMs(start)).toBe(start + 30_500);
  });

  test('odd state and odd headers silence nobody', () => {
    const pace = new RequestPace({ requestsAtMs: 'x', requestNotBeforeMs: 1e300 });
    pace.answered(new Headers({ 'ratelimit-limit': '100', 'ratelimit-remaining': '1' }), start);
    expect(pace.nextAtMs(start)).toBeLessThanOrEqual(start + 600_000);
    const back = new RequestPace({ requestsAtMs: Array(15).fill(start + 9e9) });
    expect(back.nextAtMs(start)).toBeLessThanOrEqual(start);
  });
});
