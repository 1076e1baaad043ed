import { randomUUID } from 'node:crypto';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { HttpAnswer, HttpRequest } from '../../network/http-client.ts';
import { noServerMessage, type ServerMessage } from '../../outbox/mutations/mutation-queue.ts';
import {
  backoffUntilMs,
  type NoToken,
  nextTryMs,
  type Step,
  type TargetContext,
} from '../../outbox/target.ts';
import { type Reading, type Refusal, readOutcome, wordsOf } from './read-answer.ts';
import { afterRequest, blockedUntilMs, quietAfter429 } from './request-budget.ts';
import { readTrendyState } from './trendy-rows.ts';

export interface Ask {
  readonly method: HttpRequest['method'];
  /** Below `/api/v1`. */
  readonly path: string;
  readonly body?: string;
  readonly idempotencyKey?: string;
  readonly timeoutMs?: number;
  readonly signal: AbortSignal;
  /** Whether the consent still allows it, asked once the token is renewed. */
  readonly mayLeave?: () => boolean;
}

/**
 * `stop`: the whole destination waits as `step` says. `isSafe`: the request was certainly not acted on, so its rows are as
 * before it; otherwise its outcome is unknown and the same request must follow.
 */
export type Reply =
  | { readonly kind: 'answered'; readonly answer: HttpAnswer; readonly words: ServerMessage }
  | { readonly kind: 'refused'; readonly answer: HttpAnswer; readonly refusal: Refusal }
  | Stop;

export interface Stop {
  readonly kind: 'stop';
  readonly step: Step;
  readonly isSafe: boolean;
  readonly code: ErrorCode;
  readonly untilMs: number;
  readonly words: ServerMessage;
}

const shortTimeoutMs = 30_000;
/** Fifty events take the real backend 5 to 8 s, and its own clients failed at 15 s (trendy/README §4.4). */
export const batchTimeoutMs = 120_000;

/** Requests to one Trendy backend: one at a time, within its limiter, every response read the same way. */
export class TrendyApi {
  readonly #context: TargetContext;
  /** How far Trendy's clock is behind ours; from its `Date` header. */
  #behindMs = 0;

  constructor(context: TargetContext) {
    this.#context = context;
  }

  /** Until when nothing may be sent, null for now. */
  blockedUntilMs(): number | null {
    const { burst, quietUntilMs } = this.#state();
    return blockedUntilMs(burst, quietUntilMs, this.#context.clock.nowMs());
  }

  /** The current time, never ahead of Trendy's clock: its ids must not be (trendy/README §2.5). */
  serverNowMs(): number {
    return this.#context.clock.nowMs() - Math.max(0, this.#behindMs);
  }

  async ask(ask: Ask): Promise<Reply> {
    const { credentials } = this.#context;
    const given = await credentials.token('trendy');
    if (!given.isOk) return this.#withoutToken(given, noServerMessage);
    const { token } = given;
    // A token that was about to expire has just been renewed, which takes as long as the sign-in service takes.
    if (ask.mayLeave?.() === false) return this.#reply({ kind: 'cancelled', mayHaveActed: false }, token);
    const first = await this.#send(ask, token);
    if (first.kind !== 'unauthorized') return this.#reply(first, token);
    const renewal = await credentials.renew('trendy', token);
    if (renewal.kind === 'alive') return this.failing(first.words);
    if (renewal.kind === 'ended') return this.#withoutToken(renewal.reason, first.words);
    const fresh = renewal.token;
    if (this.blockedUntilMs() !== null) return this.#rateLimited();
    if (ask.mayLeave?.() === false) return this.#reply({ kind: 'cancelled', mayHaveActed: false }, fresh);
    return this.#reply(await this.#send(ask, fresh), fresh);
  }

  /** A 2xx without the route's JSON: as a lost connection (trendy/README §1.4). */
  notTheirs(words: ServerMessage): Stop {
    return this.#stopped('sync.not_their_answer', false, words);
  }

  /** Trendy as a whole is failing: everything waits. */
  failing(words: ServerMessage): Stop {
    return this.#stopped('sync.far_side_failing', true, words);
  }

  /** A time for one item's next try after so many tries of it. */
  retryAtMs(tries: number): number {
    return nextTryMs(this.#context.clock, tries);
  }

  async #send(ask: Ask, token: string): Promise<Reading> {
    const { http, clock, saveState, countRequest, destination } = this.#context;
    const { method, path, body, idempotencyKey, timeoutMs = shortTimeoutMs, signal } = ask;
    countRequest();
    saveState({ burst: afterRequest(this.#state().burst, clock.nowMs()) });
    const outcome = await http.send({
      method,
      url: `${destination().baseUrl}/api/v1${path}`,
      headers: {
        Accept: 'application/json',
        Authorization: `Bearer ${token}`,
        'X-Request-ID': randomUUID(),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
      },
      ...(body === undefined ? {} : { body }),
      timeoutMs,
      signal,
    });
    // The silence Trendy wants begins when it last heard of us, not when we asked.
    saveState({ burst: { lastMs: clock.nowMs() } });
    if (outcome.kind === 'answer') this.#learnClock(outcome.answer);
    return readOutcome(outcome, token);
  }

  #reply(reading: Reading, token: string): Reply {
    const { clock, saveState } = this.#context;
    switch (reading.kind) {
      case 'answered':
        return { kind: 'answered', answer: reading.answer, words: wordsOf(reading.answer, token) };
      case 'refused':
        return reading;
      case 'away':
        return this.#stopped(reading.code, !reading.mayHaveActed, reading.words);
      case 'cancelled':
        return {
          kind: 'stop',
          step: { kind: 'idle', dueAtMs: null },
          isSafe: !reading.mayHaveActed,
          code: 'cancelled',
          untilMs: clock.nowMs(),
          words: noServerMessage,
        };
      case 'limited':
        saveState({ quietUntilMs: quietAfter429(reading.retryAfterMs, clock.nowMs()) });
        return this.#rateLimited();
      case 'unauthorized':
        // A new token is rejected as well: the login service does not respond to the backend (trendy/README §1.2).
        return this.failing(reading.words);
    }
  }

  #rateLimited(): Stop {
    const untilMs = this.blockedUntilMs() ?? this.#context.clock.nowMs();
    return this.#stopped('sync.rate_limited', true, noServerMessage, untilMs);
  }

  #withoutToken({ code, isPassing }: NoToken, words: ServerMessage): Stop {
    return this.#stopped(code, true, words, isPassing ? undefined : null);
  }

  /** Without a time: backs off with the destination's failures in a row. */
  #stopped(code: ErrorCode, isSafe: boolean, words: ServerMessage, until?: number | null): Stop {
    const untilMs = until === undefined ? backoffUntilMs(this.#context) : until;
    return {
      kind: 'stop',
      step: { kind: 'pause', code, untilMs },
      isSafe,
      code,
      untilMs: untilMs ?? this.#context.clock.nowMs(),
      words,
    };
  }

  #learnClock(answer: HttpAnswer): void {
    const date = Date.parse(answer.headers.get('Date') ?? '');
    if (!Number.isFinite(date)) return;
    // The header has whole seconds: up to one of them is not a difference.
    this.#behindMs = Math.max(0, this.#context.clock.nowMs() - date - 1_000);
  }

  #state() {
    return readTrendyState(this.#context.destination().state);
  }
}
