// The proxy's order of work (atlas/README §1): parser, correlation id, limit by address, health, token, limits by user, routes, 404.
import { randomUUID } from 'node:crypto';
import type { AccountLog } from '../http/account-log.ts';
import type { WireReply, WireRequest } from '../http/loopback-server.ts';
import { type AnswerContext, internalError, json, Refusal, refusalReply, withHeaders } from './envelope.ts';
import { type FoundryBehind, ProxyDied } from './foundry-behind.ts';
import { healthReply } from './health-routes.ts';
import { exportBatch, exportOne } from './healthkit-routes.ts';
import type { Claims, IssuedTokens } from './issued-tokens.ts';
import { UnreadableChunk } from './ndjson-lines.ts';
import { parseBody } from './parse-body.ts';
import type { RateLimits } from './rate-limits.ts';

/** What stands behind the proxy's routes, and whether this request is refused as if its token or the budget were bad. */
export interface AtlasParts {
  readonly now: () => number;
  readonly tokens: IssuedTokens;
  readonly limits: RateLimits;
  readonly behind: FoundryBehind;
  readonly seen: AccountLog;
}

export interface ForcedAnswers {
  readonly isUnauthorized: boolean;
  readonly isRateLimited: boolean;
  /** The keys of tokens cannot be had: before anything of the user is known (atlas/README §2). */
  readonly areKeysAway: boolean;
  readonly isBroken: boolean;
}

const healthkitRoot = '/api/v1/healthkit';

/** Answers one request. Never throws: whatever goes wrong ends in the proxy's envelope. */
export async function answer(
  request: WireRequest,
  parts: AtlasParts,
  forced: ForcedAnswers,
): Promise<WireReply> {
  const cors = corsHeaders(request);
  if (request.method === 'OPTIONS') return { status: 204, headers: cors, body: '' };
  let body: unknown;
  try {
    body = parseBody(request);
  } catch (error) {
    return withHeaders(refusalReply(asRefusal(error), { correlationId: undefined, now: parts.now }), cors);
  }
  const sent = request.headers['x-correlation-id'];
  const correlationId = typeof sent === 'string' && sent !== '' ? sent : randomUUID();
  const context = { correlationId, now: parts.now };
  const headers: Record<string, string> = { ...cors, 'X-Correlation-Id': correlationId };
  try {
    const reply = await afterParsing(request, body, { parts, forced, context, headers });
    return withHeaders(reply, headers);
  } catch (error) {
    if (error instanceof ProxyDied) throw error;
    return withHeaders(refusalReply(asRefusal(error), context), headers);
  }
}

interface Step {
  readonly parts: AtlasParts;
  readonly forced: ForcedAnswers;
  readonly context: AnswerContext;
  readonly headers: Record<string, string>;
}

async function afterParsing(request: WireRequest, body: unknown, step: Step): Promise<WireReply> {
  const { parts, forced, context, headers } = step;
  const health = healthReply(request, context);
  if (health !== null) return health;
  limit(parts.limits.countAddress(request.remoteAddress), headers);
  if (request.path === '/' && request.method === 'GET')
    return json(200, { service: 'atlas', status: 'running' });
  if (forced.areKeysAway) throw internalError(500);
  const claims = parts.tokens.claimsOf(request.headers.authorization);
  if (claims === null || forced.isUnauthorized)
    throw new Refusal(401, 'INVALID_TOKEN', 'Invalid or malformed token');
  if (typeof claims['sub'] === 'string') parts.seen.count(claims['sub']);
  const isHealthkit = request.path === healthkitRoot || request.path.startsWith(`${healthkitRoot}/`);
  const key = typeof claims['sub'] === 'string' ? claims['sub'] : request.remoteAddress;
  limit(parts.limits.countUser(key, isHealthkit), headers);
  if (forced.isRateLimited) limit({ isRefused: true, headers: burst }, headers);
  if (forced.isBroken) throw internalError(500);
  return route(request, { body, claims, context, behind: parts.behind });
}

interface Routed {
  readonly body: unknown;
  readonly claims: Claims;
  readonly context: AnswerContext;
  readonly behind: FoundryBehind;
}

async function route(request: WireRequest, { body, claims, context, behind }: Routed): Promise<WireReply> {
  const healthkit = { ...context, sub: claims['sub'], body };
  // Express takes a trailing slash.
  switch (`${request.method} ${request.path.replace(/(?<=.)\/$/, '')}`) {
    case `POST ${healthkitRoot}/export`:
      return exportOne(healthkit, behind, 'export');
    case `POST ${healthkitRoot}/ingest`:
      return exportOne(healthkit, behind, 'ingest');
    case `POST ${healthkitRoot}/export/batch`:
      return exportBatch(healthkit, behind);
    case 'GET /api/v1/debug/whoami':
      return json(200, whoAmI(request, claims, context));
    default:
      throw new Refusal(404, 'NOT_FOUND', 'Endpoint not found');
  }
}

function whoAmI(request: WireRequest, claims: Claims, context: AnswerContext) {
  return {
    success: true,
    claims,
    username: null,
    headers: {
      xAuth0Username: request.headers['x-auth0-username'] ?? null,
      xCorrelationId: request.headers['x-correlation-id'] ?? null,
    },
    correlationId: context.correlationId,
    timestamp: new Date(context.now()).toISOString(),
  };
}

function limit(verdict: ReturnType<RateLimits['countUser']>, headers: Record<string, string>): void {
  Object.assign(headers, verdict.headers);
  if (verdict.isRefused)
    throw new Refusal(429, 'RATE_LIMITED', 'Too many requests, please try again later', { retryAfter: 60 });
}

/** The headers of a refusal in the middle of its window (atlas/README §8: `Retry-After` is constant, `RateLimit-Reset` is true). */
const burst = {
  'RateLimit-Policy': '50;w=60',
  'RateLimit-Limit': '50',
  'RateLimit-Remaining': '0',
  'RateLimit-Reset': '52',
  'Retry-After': '60',
};

/** A line that is not JSON is 400, its own code lost (atlas/README §7); any other surprise is 500. */
function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  return internalError(error instanceof UnreadableChunk ? 400 : 500);
}

/** A page of another origin is served, but its browser may not read the answer (atlas/README §2). */
function corsHeaders(request: WireRequest): Record<string, string> {
  const common = { 'Access-Control-Expose-Headers': 'X-Correlation-Id', Vary: 'Origin' };
  if (request.headers.origin !== 'http://localhost:3000') return common;
  return {
    ...common,
    'Access-Control-Allow-Origin': request.headers.origin,
    'Access-Control-Allow-Credentials': 'true',
  };
}
