// The proxy's limiters (atlas/README §8): 1000 by address, 50 and 50 and, for HealthKit, 100 by user; fixed windows of 60 s.
const windowMs = 60_000;

/** `memory`: each limiter counts by itself, 429 at request 51. `redis`: all share one counter a key, 429 at HealthKit request 18. */
export type LimiterMode = 'memory' | 'redis' | 'off';

/** What one request met: the headers to send, and whether it is refused. */
export interface LimiterVerdict {
  readonly isRefused: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

interface Window {
  count: number;
  readonly endsAt: number;
}

interface Limiter {
  readonly name: string;
  readonly limit: number;
}

const byAddress: Limiter = { name: 'global', limit: 1000 };
const byUser: readonly Limiter[] = [
  { name: 'chat', limit: 50 },
  { name: 'history', limit: 50 },
];
const healthkit: Limiter = { name: 'healthkit', limit: 100 };

/** Counts requests. The mode may be switched at any time; `reset` forgets every window. */
export class RateLimits {
  readonly #windows = new Map<string, Window>();
  readonly #now: () => number;
  mode: LimiterMode;

  constructor(mode: LimiterMode, now: () => number) {
    this.mode = mode;
    this.#now = now;
  }

  /** Before the token is looked at, so keyed by address; `/health` never comes here. */
  countAddress(address: string): LimiterVerdict {
    return this.#pass([byAddress], address);
  }

  /** After the token: two limiters of 50 for everything, a third of 100 on the HealthKit routes. Refused requests count too. */
  countUser(sub: string, isHealthkit: boolean): LimiterVerdict {
    return this.#pass(isHealthkit ? [...byUser, healthkit] : byUser, sub);
  }

  reset(): void {
    this.#windows.clear();
  }

  #pass(limiters: readonly Limiter[], key: string): LimiterVerdict {
    let headers: Record<string, string> = {};
    if (this.mode === 'off') return { isRefused: false, headers };
    for (const limiter of limiters) {
      const window = this.#count(this.mode === 'redis' ? key : `${limiter.name}:${key}`);
      headers = this.#headersOf(limiter, window);
      if (window.count > limiter.limit)
        return { isRefused: true, headers: { ...headers, 'Retry-After': '60' } };
    }
    return { isRefused: false, headers };
  }

  #count(key: string): Window {
    const now = this.#now();
    const open = this.#windows.get(key);
    const window = open !== undefined && open.endsAt > now ? open : { count: 0, endsAt: now + windowMs };
    window.count += 1;
    this.#windows.set(key, window);
    return window;
  }

  #headersOf(limiter: Limiter, window: Window): Record<string, string> {
    return {
      'RateLimit-Policy': `${limiter.limit};w=60`,
      'RateLimit-Limit': String(limiter.limit),
      'RateLimit-Remaining': String(Math.max(0, limiter.limit - window.count)),
      'RateLimit-Reset': String(Math.max(0, Math.ceil((window.endsAt - this.#now()) / 1000))),
    };
  }
}
