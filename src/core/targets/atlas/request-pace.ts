export const windowMs = 60_000;
export const maxRequests = 15;
/** The limiter of 100 is shown on success though one of 50 decides: at 51 or less the next request is refused (atlas/README §8). */
const shownLimit = 100;
const minRemaining = 51;

/**
 * Keeps requests under the proxy's limit: at most 15 in any minute (17 is the real one behind Redis, shared with whatever else
 * the same user sends), and none before a time that it named. Kept in the destination's state, so a restart does
 * not begin a new budget.
 */
export class RequestPace {
  #sentAt: number[];
  #notBeforeMs: number;

  constructor(state: Readonly<Record<string, unknown>>) {
    const sentAt = state['requestsAtMs'];
    this.#sentAt = Array.isArray(sentAt) ? sentAt.filter((at): at is number => typeof at === 'number') : [];
    const notBefore = state['requestNotBeforeMs'];
    this.#notBeforeMs = typeof notBefore === 'number' ? notBefore : 0;
  }

  /** When the next request may leave; a time in the past is now. */
  nextAtMs(nowMs: number): number {
    // A clock that was set back must not silence us for longer than a window.
    const recent = this.#sentAt.filter((at) => at > nowMs - windowMs && at <= nowMs + windowMs);
    const first = recent.length < maxRequests ? 0 : (recent.at(-maxRequests) ?? 0) + windowMs;
    return Math.max(first, Math.min(this.#notBeforeMs, nowMs + 10 * windowMs));
  }

  sent(nowMs: number): void {
    this.#sentAt = [...this.#sentAt, nowMs].slice(-maxRequests);
  }

  holdUntil(atMs: number): void {
    this.#notBeforeMs = atMs;
  }

  /** Reads the limiter's headers of a successful response. */
  answered(headers: Headers, nowMs: number): void {
    const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) => {
      const text = headers.get(`ratelimit-${name}`);
      return text === null || text.trim() === '' ? Number.NaN : Number(text);
    });
    if (limit === shownLimit && (remaining ?? 0) <= minRemaining && (reset ?? -1) >= 0)
      this.holdUntil(nowMs + Math.min(reset ?? 0, 3600) * 1000 + 500);
  }

  state(): Readonly<Record<string, unknown>> {
    return { requestsAtMs: this.#sentAt, requestNotBeforeMs: this.#notBeforeMs };
  }
}
