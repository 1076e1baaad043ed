import type { WireReply, WireRequest } from '../http/loopback-server.ts';
import { endSession, issueToken, login, ownUser } from './auth-routes.ts';
import { hasFault, type TrendyBackend } from './backend.ts';
import type { TrendyUser } from './identity.ts';
import { phoneOf } from './phone.ts';
import {
  jsonReply,
  panicReply,
  securityHeaders,
  tooManyRequests,
  unauthorized,
  unknownRoute,
  withoutSlash,
} from './replies.ts';
import { findRoute } from './route-table.ts';
import type { TrendyFault } from './trendy-faults.ts';

/** One request with what is already known of it. */
export interface Passage {
  readonly request: WireRequest;
  readonly template: string;
  readonly requestId: string;
  readonly faults: readonly TrendyFault[];
}

const goTrue = ['POST /auth/v1/token', 'POST /auth/v1/logout'];

/** The template a request is known by in faults and log; `none` for unknown paths. */
export function templateOf({ method, path }: Pick<WireRequest, 'method' | 'path'>): string {
  if (method === 'GET' && path === '/health') return 'GET /health';
  if (goTrue.includes(`${method} ${path}`)) return `${method} ${path}`;
  const auth = /^\/api\/v1(\/auth\/(login|logout|me))$/.exec(path)?.[1];
  if (auth && (method === 'POST') === (auth !== '/auth/me')) return `${method} ${auth}`;
  return findRoute(method, path)?.route.template ?? 'none';
}

/** Request id, CORS, limiter, auth, idempotency, route: the order of the backend (trendy/README §1.2, §1.3, §1.4, §1.5, §1.16). */
export async function passThrough(backend: TrendyBackend, passage: Passage): Promise<WireReply> {
  const { request, requestId, faults } = passage;
  // GoTrue is a server of its own: none of the backend's middlewares stand before it.
  if (passage.template === 'POST /auth/v1/token') return issueToken(backend, request);
  if (passage.template === 'POST /auth/v1/logout') return endSession(backend, request);
  const reply = await respond(backend, passage);
  const fault = faults.find(({ kind }) => kind === 'panic');
  const shown = fault?.kind === 'panic' && fault.afterCommit ? panicReply : reply;
  const usual = { ...securityHeaders, 'X-Request-ID': requestId, ...corsHeaders(request) };
  return { ...shown, headers: { ...usual, ...shown.headers } };
}

async function respond(backend: TrendyBackend, passage: Passage): Promise<WireReply> {
  const { request, template, requestId, faults } = passage;
  if (request.method === 'OPTIONS')
    return { status: isForeignOrigin(request) ? 403 : 204, headers: {}, body: '' };
  const { limiter, authLimiter, settings } = backend;
  const ip = clientIp(request);
  if (hasFault({ faults }, 'tooManyRequests')) return tooManyRequests(limiter.limit);
  if (!limiter.admit(ip) && settings.limiter === 'on') return tooManyRequests(limiter.limit);
  if (faults.some((fault) => fault.kind === 'panic' && !fault.afterCommit)) return panicReply;
  if (template.startsWith('POST /auth/') && !authLimiter.admit(ip) && settings.limiter === 'on')
    return tooManyRequests(authLimiter.limit);
  switch (template) {
    case 'GET /health':
      return jsonReply(200, { status: 'ok', env: 'sandbox' });
    case 'POST /auth/login':
      return login(backend, request.body);
    case 'POST /auth/logout':
      return jsonReply(200, { message: 'logged out successfully' });
    case 'none':
      return isSlashed(request) ? withoutSlash(request.path, request.query.toString()) : unknownRoute;
  }
  const user = authenticate(backend, passage);
  if (!user) return unauthorized(requestId);
  if (template === 'GET /auth/me') return ownUser(user);
  return route(backend, passage, user);
}

/** A GET of a path that there is without its last slash: gin sends the client there. */
const isSlashed = ({ method, path }: WireRequest): boolean =>
  method === 'GET' && /[^/]\/$/.test(path) && templateOf({ method, path: path.slice(0, -1) }) !== 'none';

/** `Bearer` and one token, split on single spaces, case as is (trendy/README §1.2). */
function authenticate(backend: TrendyBackend, { request, faults }: Passage): TrendyUser | null {
  const parts = (request.headers.authorization ?? '').split(' ');
  const [scheme, token = ''] = parts;
  if (parts.length !== 2 || scheme !== 'Bearer') return null;
  if (backend.settings.loginService === 'down') return null;
  const user = backend.identity.verify(token);
  if (user && hasFault({ faults }, 'signedOut')) {
    backend.identity.signOut(user);
    return null;
  }
  if (user === null || hasFault({ faults }, 'unauthorized')) return null;
  backend.seen.count(user.name);
  return user;
}

async function route(backend: TrendyBackend, passage: Passage, user: TrendyUser): Promise<WireReply> {
  const { request, requestId, faults } = passage;
  const found = findRoute(request.method, request.path);
  if (!found) return unknownRoute;
  const key = found.route.hasKeys ? idempotencyKeyOf(request) : null;
  // The template, not the path: one key for two events of PUT /events/:id collides (trendy/README §1.16).
  const scope = found.route.template;
  const replayed = key === null ? null : backend.keys.replay(key, scope, user.id);
  if (replayed) return replayed;
  spoilBefore(backend, faults, user);
  const { query, body } = request;
  const reply = await found.route.handler(backend, { user, id: found.id, query, body, requestId, faults });
  if (key !== null && !hasFault({ faults }, 'idempotencyNotKept'))
    backend.keys.keep(key, scope, user.id, reply);
  return reply;
}

/** Faults of the rows themselves, as if they had happened a moment earlier. */
function spoilBefore(backend: TrendyBackend, faults: readonly TrendyFault[], user: TrendyUser): void {
  const { changes, events } = backend.store;
  for (const fault of faults) {
    if (fault.kind === 'changeLogTruncated') changes.truncate(fault.keepNewest);
    if (fault.kind === 'poisonedChange') {
      const newest = events.of(user.id).at(-1);
      if (newest) phoneOf(backend, user.id).poison(newest.id);
    }
  }
}

export const idempotencyKeyOf = ({ headers }: WireRequest): string | null => {
  const key = headers['idempotency-key'];
  return typeof key === 'string' && key !== '' ? key : null;
};

/** gin's ClientIP with every proxy trusted: the first of X-Forwarded-For, else the peer (trendy/README §1.3). */
function clientIp({ headers, remoteAddress }: WireRequest): string {
  const forwarded = headers['x-forwarded-for'];
  const first = (typeof forwarded === 'string' ? forwarded : '').split(',')[0]?.trim();
  return first || remoteAddress;
}

const origins = ['http://localhost:3000', 'http://localhost:5173', 'http://localhost:8080'];
const allowedOrigins = new Set([...origins, 'http://127.0.0.1:3000', 'http://127.0.0.1:5173']);

const isForeignOrigin = ({ headers }: WireRequest): boolean =>
  headers.origin !== undefined && !allowedOrigins.has(headers.origin);

/** trendy/README §1.5: `Idempotency-Key` is not among the allowed headers; a foreign origin gets no permission. */
function corsHeaders(request: WireRequest): Record<string, string> {
  const { origin } = request.headers;
  const always = {
    'Access-Control-Allow-Headers':
      'Content-Type, Content-Length, Accept-Encoding, X-CSRF-Token, Authorization, accept, origin, Cache-Control, X-Requested-With, X-Request-ID',
    'Access-Control-Allow-Methods': 'POST, OPTIONS, GET, PUT, DELETE, PATCH',
    'Access-Control-Expose-Headers': 'X-Request-ID',
  };
  if (origin === undefined || isForeignOrigin(request)) return always;
  return { ...always, 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true' };
}
