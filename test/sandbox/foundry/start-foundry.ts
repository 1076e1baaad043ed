// Foundry's datasets API v2 as a stand-in over real HTTP on loopback (foundry/README §2).
import { createClock, type SandboxClock } from '../http/clock.ts';
import { createFaultPlan } from '../http/faults.ts';
import { listenOnLoopback, type WireReply, type WireRequest } from '../http/loopback-server.ts';
import type { LoggedRequest } from '../http/request-log.ts';
import { serveLogged } from '../http/serve-logged.ts';
import type { StandIn } from '../http/stand-in.ts';
import type { WireFault } from '../http/wire-faults.ts';
import { Access, type FoundryTokenOptions } from './access.ts';
import { ApiError, type ErrorCode, errorReply, notFound } from './api-error.ts';
import { Dataset, type Undecided } from './dataset.ts';
import { handle } from './handle.ts';
import { type HeldLine, recordsIn } from './held-records.ts';
import { OAuthGrants } from './oauth-grants.ts';
import { answerOAuth, isOAuthRoute } from './oauth-routes.ts';
import { type Matched, matchRoute } from './routes.ts';
import type { HeldFile, Transaction } from './transaction.ts';

/**
 * What can be made to go wrong. `unauthorized`: 401, once with `next`, for good with `every`. `overloaded`: 429 or 503, with JSON or, as
 * balancers do, without a body. `refused`: that error. `internalError`: 500 before the work, or after it with `afterCommit`.
 */
export type FoundryFault =
  | WireFault
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'overloaded'; readonly status: 429 | 503; readonly hasBody?: boolean }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly errorCode: ErrorCode;
      readonly errorName: string;
    }
  | { readonly kind: 'internalError'; readonly afterCommit?: boolean };

export interface FoundryOptions {
  readonly clock?: SandboxClock;
  /** Datasets that exist; one unless told. */
  readonly datasetRids?: readonly string[];
  readonly filesPageSize?: number;
  /** Requests under way at once above which the answer is 429: 30 for a person (foundry/README §5). */
  readonly maxAtOnce?: number;
  /** The registered application: its id, and where it may be come back to (`http://127.0.0.1:*` + path is every port). */
  readonly clientId?: string;
  readonly callbacks?: readonly string[];
}

/** A running stand-in. What it holds stays readable after `close`. Faults go by route template (`routes`). */
export interface FoundrySandbox extends StandIn<FoundryFault> {
  /** For `createPlatformClient`: without `/api`. */
  readonly baseUrl: string;
  readonly datasetRid: string;
  /** What Palantir's pages leave open; change at any time. */
  readonly undecided: Undecided;
  readonly clientId: string;
  /** Sign-ins: `settings.accessLifetimeS`, `revoke(person)`, `refreshesOf(person)`. */
  readonly grants: OAuthGrants;
  /** `forbidden.add('commit')` and the like; `revokeAll()`; `expire(person)`; `seen`: who came. */
  readonly access: Access;
  token(options?: FoundryTokenOptions): string;
  dataset(rid?: string): Dataset;
  /** What is committed and visible. */
  files(rid?: string, branch?: string): readonly HeldFile[];
  records(rid?: string, branch?: string): ReadonlyMap<string, HeldLine>;
  /** Of all branches, oldest first, aborted ones included. */
  transactions(rid?: string): readonly Transaction[];
}

const usualDataset = 'ri.foundry.main.dataset.5a0db0c5-3a52-4d5f-9a4e-6f1c2f0d7b11';

const usualCallbacks = ['http://127.0.0.1:*/callback', 'app.healthrelay.desktop:/callback'];

export async function startFoundry(options: FoundryOptions = {}): Promise<FoundrySandbox> {
  const clock = options.clock ?? createClock();
  const now = () => clock.now();
  const undecided: Undecided = {
    openTransactionStatus: 404,
    appendOverFile: 'atCommit',
    sameFileTwice: 'refused',
    saysDate: true,
  };
  const rids = options.datasetRids ?? [usualDataset];
  const datasets = new Map(rids.map((rid) => [rid, new Dataset(rid, now, undecided)]));
  const access = new Access(now);
  const grants = new OAuthGrants(access, now);
  const { clientId = 'sandbox-foundry', callbacks = usualCallbacks } = options;
  const oauth = { access, grants, clientId, callbacks };
  const faults = createFaultPlan<FoundryFault>();
  const requests: LoggedRequest[] = [];
  const most = options.filesPageSize ?? 1000;
  const parts = { datasets, access, filesPage: { usual: most, most } };
  let underway = 0;

  const server = await listenOnLoopback(async (request) => {
    const matched = matchRoute(request.method, request.path);
    underway += 1;
    const isCrowded = underway > (options.maxAtOnce ?? 30);
    const plain = `${request.method} ${request.path}`;
    const route = matched?.route ?? (isOAuthRoute(plain) ? plain : 'none');
    try {
      return await serveLogged(request, { route, faults, requests, clock }, async (met) =>
        dated(isCrowded ? overloaded(429, true) : await work(request, matched, met)),
      );
    } finally {
      underway -= 1;
    }
  });

  const dated = (reply: WireReply): WireReply => {
    const date = undecided.saysDate ? new Date(now()).toUTCString() : '';
    return { ...reply, headers: { ...reply.headers, Date: date } };
  };

  async function work(
    request: WireRequest,
    matched: Matched | null,
    met: readonly FoundryFault[],
  ): Promise<WireReply> {
    try {
      const forced = met.map(answerInstead).find((reply) => reply !== null);
      if (forced !== undefined) return forced;
      const reply = matched === null ? besideData(request) : await handle(request, matched, parts);
      const isLost = met.some((fault) => fault.kind === 'internalError' && fault.afterCommit === true);
      return isLost ? errorReply(null) : reply;
    } catch (error) {
      return errorReply(error);
    }
  }

  function besideData(request: WireRequest): WireReply {
    if (!isOAuthRoute(`${request.method} ${request.path}`)) throw notFound('Default:NotFound');
    return answerOAuth(request, oauth);
  }

  function dataset(rid = rids[0] ?? ''): Dataset {
    const found = datasets.get(rid);
    if (found === undefined) throw new Error(`the sandbox has no dataset ${rid}`);
    return found;
  }
  const files = (rid?: string, branch = 'master') => [...dataset(rid).view({ branch }).values()];

  return {
    baseUrl: server.origin,
    datasetRid: rids[0] ?? '',
    clock,
    undecided,
    clientId,
    grants,
    access,
    faults,
    requests,
    token: (tokenOptions = {}) => access.issue(tokenOptions),
    dataset,
    files,
    records: (rid, branch) => recordsIn(files(rid, branch)),
    transactions: (rid) => dataset(rid).transactions,
    close: () => server.close(),
  };
}

/** The answer of a fault that comes before the work, or null. */
function answerInstead(fault: FoundryFault): WireReply | null {
  if (fault.kind === 'unauthorized')
    return errorReply(new ApiError(401, 'UNAUTHORIZED', 'Default:Unauthorized'));
  if (fault.kind === 'overloaded') return overloaded(fault.status, fault.hasBody ?? true);
  if (fault.kind === 'refused')
    return errorReply(new ApiError(fault.status, fault.errorCode, fault.errorName));
  if (fault.kind === 'internalError' && fault.afterCommit !== true) return errorReply(null);
  return null;
}

function overloaded(status: 429 | 503, hasBody: boolean): WireReply {
  if (!hasBody) return { status, headers: {}, body: '' };
  return status === 429
    ? errorReply(new ApiError(429, 'RATE_LIMITED', 'Default:TooManyRequests'))
    : errorReply(new ApiError(503, 'INTERNAL', 'Default:ServiceUnavailable'));
}
