import type { ConnectionTest, DestinationCard, TargetId } from '../../shared/domain/sync.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Writer } from '../db/open.ts';
import type { HttpClient } from '../network/http-client.ts';

/** A row of `destination`, read afresh for each step. `state` is the target's own JSON. */
export interface Destination {
  readonly id: number;
  readonly target: TargetId;
  readonly baseUrl: string;
  readonly dataset: string;
  readonly branch: string;
  readonly account: string;
  readonly kinds: ReadonlySet<string>;
  /** First UTC day in scope, days since 1970; null for all. */
  readonly fromDay: number | null;
  readonly failures: number;
  readonly state: Readonly<Record<string, unknown>>;
}

/**
 * Why there is no token: nobody is signed in, the token belongs to another account, or the sign-in server did not respond.
 * `isPassing`: a later try may succeed; otherwise the user has to act first. Nothing was sent either way.
 */
export interface NoToken {
  readonly isOk: false;
  readonly code: ErrorCode;
  readonly isPassing: boolean;
}

/** Nobody is signed in. */
export const signedOut: NoToken = { isOk: false, code: 'sync.signed_out', isPassing: false };

/** Opaque tokens are valid. */
export type TokenAnswer = { readonly isOk: true; readonly token: string } | NoToken;

/**
 * The outcome for a rejected token. renewed: another one replaces it; alive: nothing can refresh it, and its own claims say that it has
 * not expired, so it is kept; ended: it is no longer used, and there is no other.
 */
export type Renewal =
  | { readonly kind: 'renewed'; readonly token: string }
  | { readonly kind: 'alive' }
  | { readonly kind: 'ended'; readonly reason: NoToken };

/** Access tokens, for as long as the data program runs. */
export interface Credentials {
  token(target: TargetId): Promise<TokenAnswer>;
  /** The server said 401 to this token. */
  renew(target: TargetId, rejected: string): Promise<Renewal>;
}

export interface Clock {
  nowMs(): number;
  /** 0 ≤ x < 1, for jitter. */
  random(): number;
}

export const systemClock: Clock = { nowMs: () => Date.now(), random: () => Math.random() };

/** Labels this computer's uploads (atlas/README §3: always send your own). */
export const deviceLabel = `Health Relay (${process.platform})`;

export type Phase = DestinationCard['phase'];

/** What all runners share. One writing connection; every change of rows is one transaction. */
export interface RunnerParts {
  readonly writer: Writer;
  readonly http: HttpClient;
  readonly clock: Clock;
}

/** The parts that the runner of one destination works with. */
export interface TargetContext extends RunnerParts {
  readonly destination: () => Destination;
  readonly credentials: Credentials;
  /** Merged into the destination's state, inside the caller's transaction where there is one. */
  readonly saveState: (patch: Readonly<Record<string, unknown>>) => void;
  /** For the card; cheap. `total` 0: unknown. */
  readonly phase: (phase: Phase, done?: number, total?: number) => void;
  /** Counts one request of this sync for its summary. */
  readonly countRequest: () => void;
}

/**
 * The result of a step. did: there may be more to do. idle: nothing is due before `dueAtMs` (null: until something is queued);
 * the server is checked again at `checkAtMs`, for which no sync waits. pause: the whole destination waits, and no row was
 * touched; `untilMs` null: until the user or a wake-up changes something.
 */
export type Step =
  | { readonly kind: 'did' }
  | { readonly kind: 'idle'; readonly dueAtMs: number | null; readonly checkAtMs?: number | null }
  | { readonly kind: 'pause'; readonly code: ErrorCode; readonly untilMs: number | null };

/** Sends to one destination. Steps never overlap; `step` honors `signal` within 3 s and leaves nothing half done. */
export interface TargetRunner {
  step(signal: AbortSignal): Promise<Step>;
  /** The cheapest request that proves address and token. */
  test(signal: AbortSignal): Promise<ConnectionTest>;
}

export type MakeRunner = (context: TargetContext) => TargetRunner;

const shortestBackoffMs = 5_000;
export const longestBackoffMs = 15 * 60_000;
const minMs = 1_000;

/**
 * Milliseconds before the next try after `failures` in a row (1 for the first): anything up to 5 s, 10 s, 20 s … 15 min, so that
 * clients that failed together do not come back together (full jitter); never under a second. `random`: 0 ≤ x < 1.
 */
export function backoffMs(failures: number, random: () => number): number {
  const doublings = Math.min(Math.max(failures, 1) - 1, 20);
  const ceiling = Math.min(longestBackoffMs, shortestBackoffMs * 2 ** doublings);
  return Math.round(Math.max(minMs, random() * ceiling));
}

/** UTC milliseconds of the next try after `failures` in a row. */
export function nextTryMs(clock: Clock, failures: number): number {
  return clock.nowMs() + backoffMs(failures, () => clock.random());
}

/** UTC milliseconds of the next try of a destination that failed, by its failures in a row before this one. */
export function backoffUntilMs({ clock, destination }: Pick<TargetContext, 'clock' | 'destination'>): number {
  return nextTryMs(clock, destination().failures + 1);
}

/** The pause of a destination that has no token to send with. */
export function pauseWithoutToken({ code, isPassing }: NoToken, context: TargetContext): Step {
  return { kind: 'pause', code, untilMs: isPassing ? backoffUntilMs(context) : null };
}
