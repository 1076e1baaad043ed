// The Atlas proxy as a stand-in over real HTTP on loopback (atlas/README §1).
import { AccountLog } from '../http/account-log.ts';
import { createClock, type SandboxClock } from '../http/clock.ts';
import { createFaultPlan } from '../http/faults.ts';
import { listenOnLoopback, type WireReply, type WireRequest } from '../http/loopback-server.ts';
import type { LoggedRequest } from '../http/request-log.ts';
import { serveLogged } from '../http/serve-logged.ts';
import type { StandIn } from '../http/stand-in.ts';
import type { WireFault } from '../http/wire-faults.ts';
import { internalError, refusalReply } from './envelope.ts';
import { FoundryBehind, ProxyDied } from './foundry-behind.ts';
import { type Claims, IssuedTokens, type TokenOptions } from './issued-tokens.ts';
import { answer } from './pipeline.ts';
import { type LimiterMode, RateLimits } from './rate-limits.ts';
import { type HeldRecord, recordsIn, type StoredFile } from './stored-file.ts';

/**
 * What can be made to go wrong before the proxy's routes. `unauthorized`: 401 (once with `next`, for good with `every`). `rateLimited`: 429
 * as in a burst. `internalError`: 500 before anything is stored; with `afterStore` all was stored. `keysAway`: the same 500, because the
 * keys of tokens cannot be fetched (atlas/README §2): only the limiter by address was met, so its headers show 1000.
 */
export type AtlasFault =
  | WireFault
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'rateLimited' }
  | { readonly kind: 'keysAway' }
  | { readonly kind: 'internalError'; readonly afterStore?: boolean };

export interface AtlasOptions {
  readonly clock?: SandboxClock;
  /** The deployed proxy counts in Redis, so that is the default (atlas/README §8). */
  readonly limiter?: LimiterMode;
  readonly format?: 'json' | 'ndjson';
  /** Tokens of another issuer in the same sandbox. */
  readonly acceptToken?: (token: string) => Claims | null;
}

/** A running stand-in. What it holds stays readable after `close`. A route of faults: `POST /api/v1/healthkit/export/batch`. */
export interface AtlasSandbox extends StandIn<AtlasFault> {
  readonly baseUrl: string;
  /** Switches: `limits.mode`; `upstream.format`, `.samePath`, `.oneAtATime`, `.next(...)`, `.whenever(rule)`. */
  readonly limits: RateLimits;
  readonly upstream: FoundryBehind;
  readonly tokens: IssuedTokens;
  /** Requests with a good token, by `sub`. */
  readonly seen: AccountLog;
  /** What lies in the dataset, oldest first. */
  readonly files: readonly StoredFile[];
  /** As when the process ends, by itself or by `upstream`'s fault `dies`; `comeBack` starts it on the same port. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  token(sub?: string, options?: TokenOptions): string;
  records(): ReadonlyMap<string, HeldRecord>;
}

export async function startAtlas(options: AtlasOptions = {}): Promise<AtlasSandbox> {
  const clock = options.clock ?? createClock();
  const now = () => clock.now();
  const tokens = new IssuedTokens(now, options.acceptToken);
  const limits = new RateLimits(options.limiter ?? 'redis', now);
  const upstream = new FoundryBehind(clock);
  upstream.format = options.format ?? 'json';
  const faults = createFaultPlan<AtlasFault>();
  const requests: LoggedRequest[] = [];
  const seen = new AccountLog();

  const server = await listenOnLoopback(async (request) => {
    const route = `${request.method} ${request.path}`;
    const requestId = String(request.headers['x-correlation-id'] ?? '');
    try {
      return await serveLogged(request, { route, requestId, faults, requests, clock }, (met) =>
        work(request, met),
      );
    } catch (error) {
      if (!(error instanceof ProxyDied)) throw error;
      await server.goAway();
      return 'drop';
    }
  });

  async function work(request: WireRequest, met: readonly AtlasFault[]): Promise<WireReply> {
    const broken = met.find((fault) => fault.kind === 'internalError');
    const forced = {
      isUnauthorized: met.some(({ kind }) => kind === 'unauthorized'),
      isRateLimited: met.some(({ kind }) => kind === 'rateLimited'),
      areKeysAway: met.some(({ kind }) => kind === 'keysAway'),
      isBroken: broken !== undefined && broken.afterStore !== true,
    };
    const parts = { now, tokens, limits, behind: upstream, seen };
    const reply = await answer(request, parts, forced);
    if (broken?.afterStore !== true) return reply;
    const correlationId = String(reply.headers['X-Correlation-Id'] ?? '');
    const failed = refusalReply(internalError(500), { correlationId, now });
    return { ...failed, headers: { ...reply.headers, ...failed.headers } };
  }

  return {
    baseUrl: server.origin,
    clock,
    limits,
    upstream,
    faults,
    tokens,
    requests,
    seen,
    files: upstream.files,
    token: (sub = 'auth0|sandbox', tokenOptions = {}) => tokens.issue(sub, tokenOptions),
    records: () => recordsIn(upstream.files),
    goAway: () => server.goAway(),
    comeBack: () => server.comeBack(),
    close: () => server.close(),
  };
}
