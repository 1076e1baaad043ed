import { backoffUntilMs, nextTryMs, type Step, type TargetContext } from '../../outbox/target.ts';
import type { RequestFailure } from './request-failure.ts';
import { foundryState } from './transaction-intent.ts';

/** A pause that only a change at Foundry or in the settings ends is checked again after this time, or when the user asks. */
const lastingMs = 60 * 60_000;

/** The pause of the whole destination after a request that failed for a reason that is no chunk's. Touches no chunk. */
export function pauseFor(failure: RequestFailure, context: TargetContext): Step {
  const { clock } = context;
  const now = clock.nowMs();
  const until = (atMs: number) => Math.max(atMs, now + (failure.retryAfterMs ?? 0));
  const pause = (untilMs: number | null): Step => ({ kind: 'pause', code: failure.code, untilMs });
  switch (failure.meaning) {
    case 'cancelled':
      return { kind: 'idle', dueAtMs: null };
    case 'unauthorized':
      return pause(null);
    case 'limited': {
      const limited = (foundryState(context.destination()).limited ?? 0) + 1;
      context.saveState({ limited });
      return pause(until(nextTryMs(clock, limited)));
    }
    case 'network':
    case 'failing':
    case 'not_theirs':
    case 'not_open':
    case 'transaction_missing':
    case 'file_missing':
    case 'file_exists':
    case 'open_exists':
      return pause(until(backoffUntilMs(context)));
    case 'forbidden':
    case 'not_found':
    case 'rejected':
    case 'too_large':
      return pause(until(now + lastingMs));
  }
}
