import type { ErrorCode } from '../../../shared/errors.ts';
import type { HttpAnswer, HttpOutcome } from '../../network/http-client.ts';
import type { ServerReport } from '../../outbox/chunk-store.ts';
import type { NoToken, Step, TargetContext } from '../../outbox/target.ts';
import { backoffUntilMs, nextTryMs } from '../../outbox/target.ts';
import { keptAnswer } from '../kept-answer.ts';
import { classifyRefusal, namedError, type Refusal } from './classify-refusal.ts';
import { foundryState } from './transaction-intent.ts';

export type Meaning = Refusal | 'network' | 'cancelled';

/** Why a request did not succeed. */
export interface RequestFailure {
  readonly meaning: Meaning;
  readonly code: ErrorCode;
  /** Foundry may have carried out the request all the same. */
  readonly isUnknown: boolean;
  /** As Foundry requests; null if it does not. */
  readonly retryAfterMs: number | null;
  /** Of the response; null if there was none. */
  readonly status: number | null;
  readonly report: ServerReport;
}

const codes: Readonly<Record<Refusal, ErrorCode>> = {
  unauthorized: 'sync.signed_out',
  forbidden: 'sync.forbidden',
  not_found: 'sync.not_found',
  file_missing: 'sync.not_stored',
  file_exists: 'sync.rejected',
  open_exists: 'sync.transaction_open',
  not_open: 'sync.not_stored',
  transaction_missing: 'sync.not_stored',
  too_large: 'sync.too_large',
  rejected: 'sync.rejected',
  limited: 'sync.rate_limited',
  failing: 'sync.far_side_failing',
  not_theirs: 'sync.not_their_answer',
};

/** A request that has no token. A sign-in server that does not respond is waited for like Foundry itself. */
export function withoutToken({ code, isPassing }: NoToken, first?: RequestFailure): RequestFailure {
  const { status = null, report = {} } = first ?? {};
  const meaning = isPassing ? 'network' : 'unauthorized';
  return { meaning, code, isUnknown: false, retryAfterMs: null, status, report };
}

/** The user narrowed their consent, or turned the target off, since the chunk was claimed: it does not leave. */
export const takenBack: RequestFailure = {
  meaning: 'cancelled',
  code: 'sync.off',
  isUnknown: false,
  retryAfterMs: null,
  status: null,
  report: {},
};

/** Classifies a request that did not succeed; a 2xx response here is one that could not be read. `token` is removed from the kept response. */
export function requestFailureOf(outcome: HttpOutcome, token: string | null = null): RequestFailure {
  if (outcome.kind === 'failure') {
    const meaning = outcome.code === 'cancelled' ? 'cancelled' : 'network';
    return {
      meaning,
      code: outcome.code,
      isUnknown: outcome.hasLeft,
      retryAfterMs: null,
      status: null,
      report: {},
    };
  }
  const { answer } = outcome;
  const isSuccess = answer.status >= 200 && answer.status < 300;
  const refusal = isSuccess ? 'not_theirs' : classifyRefusal(answer);
  return {
    meaning: refusal,
    code: codes[refusal],
    isUnknown: refusal === 'failing' || refusal === 'not_theirs',
    retryAfterMs: retryAfterMs(answer),
    status: answer.status,
    report: serverReportOf(answer, token),
  };
}

/** The parts of a response that are kept for the chunk's details. */
function serverReportOf(answer: HttpAnswer, token: string | null): ServerReport {
  const { errorName, errorInstanceId } = namedError(answer);
  return {
    requestId: errorInstanceId ?? answer.requestId,
    error: errorName ?? `HTTP ${answer.status}`,
    answer: keptAnswer(answer.text, token),
  };
}

function retryAfterMs({ headers }: HttpAnswer): number | null {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3600) * 1000 : null;
}

/** A pause that only a change at Foundry or in the settings ends is checked again after this time, or when the user asks. */
const lastingMs = 60 * 60_000;

/** Codes whose texts speak of one item. */
const ofItems: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['sync.rejected', 'sync.too_large']);

/** The code of a failure that is no chunk's. */
export const codeOfAll = ({ code }: RequestFailure): ErrorCode => (ofItems.has(code) ? 'sync.refused' : code);

/** While a rate limit lasts, its end, UTC ms; else null. */
export function limitedUntilMs({ destination, clock }: TargetContext): number | null {
  const untilMs = foundryState(destination()).limitedUntilMs ?? 0;
  return untilMs > clock.nowMs() ? untilMs : null;
}

/** The pause of the whole destination after a request that failed for a reason that is no chunk's. Touches no chunk. */
export function pauseFor(failure: RequestFailure, context: TargetContext): Step {
  const { clock } = context;
  const now = clock.nowMs();
  const until = (atMs: number) => Math.max(atMs, now + (failure.retryAfterMs ?? 0));
  const pause = (untilMs: number | null): Step => ({ kind: 'pause', code: codeOfAll(failure), untilMs });
  switch (failure.meaning) {
    case 'cancelled':
      return { kind: 'idle', dueAtMs: null };
    case 'unauthorized':
      return pause(null);
    case 'limited': {
      const limited = (foundryState(context.destination()).limited ?? 0) + 1;
      const limitedUntilMs = until(nextTryMs(clock, limited));
      context.saveState({ limited, limitedUntilMs });
      return pause(limitedUntilMs);
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
