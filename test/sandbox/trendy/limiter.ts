import type { SandboxClock } from '../http/clock.ts';

const silenceMs = 60_000;

/**
 * The backend's limiter: a count per IP that starts over only when the previous request, refused ones included, was more
 * than 60 s ago. Steady traffic never resets it (trendy/README §1.3).
 */
export class Limiter {
  readonly limit: number;
  readonly #clock: SandboxClock;
  readonly #visitors = new Map<string, { count: number; lastAt: number }>();

  constructor(limit: number, clock: SandboxClock) {
    this.limit = limit;
    this.#clock = clock;
  }

  /** Counts one request; false when it is over the limit. */
  admit(ip: string): boolean {
    const now = this.#clock.now();
    const visitor = this.#visitors.get(ip);
    const count = !visitor || now - visitor.lastAt > silenceMs ? 1 : visitor.count + 1;
    this.#visitors.set(ip, { count, lastAt: now });
    return count <= this.limit;
  }

  count(ip: string): number {
    return this.#visitors.get(ip)?.count ?? 0;
  }
}
