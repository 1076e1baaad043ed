import type { SandboxClock } from './clock.ts';
import type { FaultPlan } from './faults.ts';
import type { WireAnswer, WireReply, WireRequest } from './loopback-server.ts';
import type { LoggedRequest } from './request-log.ts';
import { underWireFaults } from './wire-faults.ts';

export interface LoggedPassage<Fault> {
  readonly route: string;
  readonly requestId?: string;
  readonly idempotencyKey?: string | null;
  readonly faults: FaultPlan<Fault>;
  readonly requests: LoggedRequest[];
  readonly clock: SandboxClock;
}

/**
 * Takes the faults of one request, logs it as it arrives (so that the log is in that order and shows what never got an
 * answer) and does the work under them; `work` gets the faults that are the stand-in's own business too.
 */
export async function serveLogged<Fault extends { readonly kind: string }>(
  request: WireRequest,
  passage: LoggedPassage<Fault>,
  work: (met: readonly Fault[]) => Promise<WireReply>,
): Promise<WireAnswer> {
  const { route, faults, requests, clock } = passage;
  const met = faults.take({ route, count: requests.length + 1, body: request.body });
  const entry: LoggedRequest = {
    method: request.method,
    route,
    path: request.path,
    status: null,
    requestId: passage.requestId ?? '',
    idempotencyKey: passage.idempotencyKey ?? null,
    bodyBytes: request.body.length,
    at: clock.now(),
    faults: met.map(({ kind }) => kind),
  };
  const at = requests.push(entry) - 1;
  const answer = await underWireFaults(met, clock, () => work(met));
  if (answer !== 'drop') requests[at] = { ...entry, status: answer.status };
  return answer;
}
