import { randomUUID } from 'node:crypto';
import { AccountLog } from '../http/account-log.ts';
import { createClock, type SandboxClock } from '../http/clock.ts';
import { createFaultPlan, type FaultPlan } from '../http/faults.ts';
import { listenOnLoopback, type WireAnswer, type WireRequest } from '../http/loopback-server.ts';
import type { LoggedRequest } from '../http/request-log.ts';
import { serveLogged } from '../http/serve-logged.ts';
import type { StandIn } from '../http/stand-in.ts';
import { people } from '../identity/people.ts';
import type { TrendyBackend, TrendySettings } from './backend.ts';
import { IdempotencyKeys } from './idempotency-keys.ts';
import { type Grant, Identity, type TrendyUser } from './identity.ts';
import { Limiter } from './limiter.ts';
import { type Phone, phoneOf } from './phone.ts';
import { idempotencyKeyOf, passThrough, templateOf } from './pipeline.ts';
import { type ChangeRow, type EventRow, type EventTypeRow, usualMaxRows } from './rows.ts';
import { createStore } from './store.ts';
import type { TrendyFault } from './trendy-faults.ts';

export interface TrendyOptions extends Partial<TrendySettings> {
  readonly clock?: SandboxClock;
  /** Life of an access token in seconds; 3600 as Supabase's default. */
  readonly tokenLifetimeS?: number;
  /** Whose token of another issuer it is (a user's name), where the deployment takes such tokens. */
  readonly acceptToken?: (token: string) => string | null;
}

/** A running stand-in of the Trendy backend with its GoTrue. Users are named; without a name it is `owner`. */
export interface TrendySandbox extends StandIn<TrendyFault> {
  /** `http://127.0.0.1:<port>/`, without `api/v1`; `/auth/v1/token` of the same origin is GoTrue. */
  readonly baseUrl: string;
  /** GoTrue's address, without a slash at the end: what `trendy.supabaseUrl` is set to. */
  readonly supabaseUrl: string;
  readonly anonKey: string;
  readonly settings: TrendySettings;
  /** Requests with a good token, by the user's name. */
  readonly seen: AccountLog;
  readonly phone: Phone;
  phoneOf(user: string): Phone;
  /** Who logs in with which password; made on first use. */
  user(name: string): TrendyUser;
  /** A new access token, good until it expires by the clock. */
  token(user?: string): string;
  /** Both tokens and the user, as after a sign-in. */
  signIn(user?: string): Grant;
  /** Access tokens end now, one or all; refresh tokens still work. */
  expireTokens(token?: string): void;
  signOut(user?: string): void;
  events(user?: string): readonly EventRow[];
  eventTypes(user?: string): readonly EventTypeRow[];
  changes(user?: string): readonly ChangeRow[];
  /** What the limiter has counted for an IP since its last silence. */
  limiterCount(ip?: string): number;
  /** The kept answers are gone, as after the 24 h clean-up. */
  forgetIdempotencyKeys(): void;
}

const owner = 'owner';

/** Starts a stand-in with nothing in it (trendy/README §6). */
export async function startTrendy(options: TrendyOptions = {}): Promise<TrendySandbox> {
  const clock = options.clock ?? createClock();
  const identity = new Identity(clock, options.tokenLifetimeS ?? 3600, options.acceptToken);
  // They can log in with their password before anybody asked for them.
  for (const { id } of people) identity.user(id);
  const settings: TrendySettings = {
    limiter: options.limiter ?? 'on',
    latencyPerEventMs: options.latencyPerEventMs ?? 0,
    maxRows: options.maxRows ?? usualMaxRows,
    loginService: options.loginService ?? 'up',
  };
  const backend: TrendyBackend = {
    clock,
    store: createStore(clock, settings),
    identity,
    seen: new AccountLog(),
    keys: new IdempotencyKeys(),
    limiter: new Limiter(300, clock),
    authLimiter: new Limiter(10, clock),
    anonKey: 'sandbox-anon-key',
    settings,
  };
  const faults = createFaultPlan<TrendyFault>();
  const requests: LoggedRequest[] = [];
  const server = await listenOnLoopback((request) => serve(backend, faults, requests, request));
  const idOf = (user = owner) => identity.user(user).id;
  return {
    baseUrl: `${server.origin}/`,
    supabaseUrl: server.origin,
    anonKey: backend.anonKey,
    clock,
    settings: backend.settings,
    faults,
    requests,
    seen: backend.seen,
    phone: phoneOf(backend, idOf()),
    phoneOf: (user) => phoneOf(backend, idOf(user)),
    user: (name) => identity.user(name),
    token: (user = owner) => identity.grant(identity.user(user)).accessToken,
    signIn: (user = owner) => identity.grant(identity.user(user)),
    expireTokens: (token) => identity.expire(token),
    signOut: (user = owner) => identity.signOut(identity.user(user)),
    events: (user) => backend.store.events.of(idOf(user)),
    eventTypes: (user) => backend.store.types.of(idOf(user)),
    changes: (user) => backend.store.changes.of(idOf(user)),
    limiterCount: (ip = '127.0.0.1') => backend.limiter.count(ip),
    forgetIdempotencyKeys: () => backend.keys.clear(),
    close: () => server.close(),
  };
}

async function serve(
  backend: TrendyBackend,
  plan: FaultPlan<TrendyFault>,
  log: LoggedRequest[],
  request: WireRequest,
): Promise<WireAnswer> {
  const template = templateOf(request);
  const sent = request.headers['x-request-id'];
  const requestId = typeof sent === 'string' && sent !== '' ? sent : randomUUID();
  const idempotencyKey = idempotencyKeyOf(request);
  const { clock } = backend;
  const answer = await serveLogged(
    request,
    { route: template, requestId, idempotencyKey, faults: plan, requests: log, clock },
    (faults) => passThrough(backend, { request, template, requestId, faults }),
  );
  if (answer === 'drop') return answer;
  // The stand-in's clock, not the machine's: clients clamp their v7 ids by this header (trendy/README §6.4).
  return { ...answer, headers: { Date: new Date(backend.clock.now()).toUTCString(), ...answer.headers } };
}
