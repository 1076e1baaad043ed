import { describe, expect, it } from 'vitest';
import { trendyBench } from './api-client.ts';

const bench = trendyBench();
const health = () => bench.send('GET', 'health');
const changes = () => bench.send('GET', 'api/v1/changes');

describe('the limiter (trendy/README §1.3, §6.2 point 2)', () => {
  it('admits 300 requests of an IP, health included, and refuses the next before it looks at the token', async () => {
    bench.sandbox.phone.spendRequests(298);
    expect((await health()).json).toEqual({ status: 'ok', env: 'sandbox' });
    expect((await changes()).status).toBe(200);
    bench.token = 'nobody';
    const refused = await changes();
    expect(refused.status).toBe(429);
    expect(refused.json).toEqual({ error: 'rate limit exceeded' });
    expect(refused.headers.get('content-type')).toMatch(/^application\/json/);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    // The character with code 300 in UTF-8, read byte by byte: no number.
    expect(refused.headers.get('x-ratelimit-limit')).toBe('\u00c4\u00ac');
  });

  it('starts over only after more than 60 s without any request, refused ones included', async () => {
    bench.sandbox.phone.spendRequests(300);
    expect((await changes()).status).toBe(429);
    bench.sandbox.clock.advance(60_000);
    expect((await changes()).status).toBe(429);
    bench.sandbox.clock.advance(60_001);
    expect((await changes()).status).toBe(200);
    expect(bench.sandbox.limiterCount()).toBe(1);
  });

  it('never resets under steady traffic, however slow', async () => {
    for (let i = 0; i < 300; i += 1) {
      bench.sandbox.phone.spendRequests(1);
      bench.sandbox.clock.advance(59_000);
    }
    expect((await changes()).status).toBe(429);
  });

  it('counts by forwarded IP, and can be switched off', async () => {
    bench.sandbox.phone.spendRequests(300);
    const elsewhere = { 'X-Forwarded-For': '203.0.113.7, 10.0.0.1' };
    expect((await bench.send('GET', 'api/v1/changes', undefined, elsewhere)).status).toBe(200);
    expect((await changes()).status).toBe(429);
    bench.sandbox.settings.limiter = 'off';
    expect((await changes()).status).toBe(200);
  });
});
