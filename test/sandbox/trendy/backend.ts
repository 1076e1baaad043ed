import type { AccountLog } from '../http/account-log.ts';
import type { SandboxClock } from '../http/clock.ts';
import type { WireReply } from '../http/loopback-server.ts';
import type { ChangeInput } from './change-log.ts';
import type { IdempotencyKeys } from './idempotency-keys.ts';
import type { Identity, TrendyUser } from './identity.ts';
import type { Limiter } from './limiter.ts';
import type { TrendyStore } from './store.ts';
import type { TrendyFault } from './trendy-faults.ts';

/** What every route of the stand-in works with. */
export interface TrendyBackend {
  readonly clock: SandboxClock;
  readonly store: TrendyStore;
  readonly identity: Identity;
  readonly seen: AccountLog;
  readonly keys: IdempotencyKeys;
  readonly limiter: Limiter;
  readonly authLimiter: Limiter;
  /** Supabase's anon key, which GoTrue wants beside a refresh token. */
  readonly anonKey: string;
  /** May be changed while it runs. */
  readonly settings: TrendySettings;
}

export interface TrendySettings {
  limiter: 'on' | 'off';
  /** What each event inserted by a batch costs; the real one takes about 120 ms (trendy/README §6.3). */
  latencyPerEventMs: number;
  /** PostgREST's `max_rows`: no single read inside the backend returns more (trendy/README §1.3). The deployment's is not known. */
  maxRows: number;
  /**
   * down: GoTrue answers nobody. Every token is 401 then, every login `invalid credentials`, and nothing is renewed
   * (trendy/README §1.2).
   */
  loginService: 'up' | 'down';
}

/** One request that has passed the middlewares. */
export interface Call {
  readonly user: TrendyUser;
  /** The `:id` of the path, decoded; empty where the route has none. */
  readonly id: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly requestId: string;
  readonly faults: readonly TrendyFault[];
}

export type RouteHandler = (backend: TrendyBackend, call: Call) => WireReply | Promise<WireReply>;

export const hasFault = (call: Pick<Call, 'faults'>, kind: TrendyFault['kind']): boolean =>
  call.faults.some((fault) => fault.kind === kind);

/** Tells the change log of a write, after it and best effort: its failure changes nothing else (trendy/README §1.14). */
export function appendChange(
  backend: TrendyBackend,
  call: Call,
  change: Omit<ChangeInput, 'userId' | 'fate'>,
): void {
  const fate = hasFault(call, 'changeLogSilent')
    ? 'lost'
    : hasFault(call, 'changeLogLate')
      ? 'late'
      : 'written';
  backend.store.changes.append({ ...change, userId: call.user.id, fate });
}
