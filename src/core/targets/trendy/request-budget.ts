/** Requests of one burst: half of what Trendy allows an IP, because the phone at home shares it (trendy/README §1.3). */
export const burstRequests = 150;
/** Trendy's counter clears after more than 60 s without any request. */
export const silenceMs = 65_000;
const marginMs = 5_000;

export interface Burst {
  readonly count: number;
  readonly lastMs: number;
}

/** When the next request may be made, in UTC milliseconds; null for now. A clock that was set back does not lock us out. */
export function blockedUntilMs(burst: Burst, quietUntilMs: number, nowMs: number): number | null {
  const longest = nowMs + 24 * 3_600_000;
  if (quietUntilMs > nowMs && quietUntilMs < longest) return quietUntilMs;
  if (burst.count < burstRequests || isOver(burst, nowMs)) return null;
  return burst.lastMs + silenceMs;
}

/** The burst with one more request in it. */
export function afterRequest(burst: Burst, nowMs: number): Burst {
  return { count: isOver(burst, nowMs) ? 1 : burst.count + 1, lastMs: nowMs };
}

/** The response was a 429: every request before then would only prolong it. */
export function quietAfter429(retryAfterMs: number, nowMs: number): number {
  return nowMs + retryAfterMs + marginMs;
}

function isOver({ lastMs }: Burst, nowMs: number): boolean {
  return nowMs - lastMs >= silenceMs || lastMs > nowMs + silenceMs;
}
