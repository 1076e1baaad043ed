import type { ErrorCode } from '../../../shared/errors.ts';
import type { HttpAnswer, HttpOutcome } from '../../network/http-client.ts';
import type { ServerMessage } from '../../outbox/mutations/mutation-queue.ts';
import { bodyWithoutValues, withoutValues } from '../../outbox/mutations/server-words.ts';
import { keptAnswer } from '../kept-answer.ts';

/**
 * The meaning of an outcome, independent of the request (trendy/README §1.4). `away`: the server could not say
 * anything about the items; nothing of it ever counts as an attempt. `refused`: the backend itself said no.
 */
export type Reading =
  | { readonly kind: 'answered'; readonly answer: HttpAnswer }
  | { readonly kind: 'refused'; readonly answer: HttpAnswer; readonly refusal: Refusal }
  | {
      readonly kind: 'away';
      readonly code: ErrorCode;
      readonly mayHaveActed: boolean;
      readonly words: ServerMessage;
    }
  | { readonly kind: 'unauthorized'; readonly words: ServerMessage }
  | { readonly kind: 'limited'; readonly retryAfterMs: number }
  | { readonly kind: 'cancelled'; readonly mayHaveActed: boolean };

export interface Refusal {
  readonly status: number;
  /** SQLSTATE of Postgres or code of PostgREST, where the error carries one. */
  readonly databaseCode: string | null;
  readonly words: ServerMessage;
}

const minBackoffMs = 60_000;
const keptError = 500;

/** `token`: removed from the kept part of a response. */
export function readOutcome(outcome: HttpOutcome, token: string): Reading {
  if (outcome.kind === 'failure') {
    const { code, hasLeft } = outcome;
    return code === 'cancelled'
      ? { kind: 'cancelled', mayHaveActed: hasLeft }
      : { kind: 'away', code, mayHaveActed: hasLeft, words: { error: null, requestId: null, answer: null } };
  }
  const { answer } = outcome;
  const { status } = answer;
  const words = wordsOf(answer, token);
  const away = (code: ErrorCode): Reading => ({ kind: 'away', code, mayHaveActed: true, words });
  if (status === 204) return { kind: 'answered', answer };
  // A captive portal's page with 200, or a truncated response: the outcome of the request is unknown.
  if (status < 300)
    return isObject(answer.json) ? { kind: 'answered', answer } : away('sync.not_their_answer');
  if (status < 400) return away('sync.redirected');
  if (status === 401) return { kind: 'unauthorized', words };
  if (status === 429) return { kind: 'limited', retryAfterMs: retryAfterMs(answer) };
  if (status === 403) return away('sync.forbidden');
  // The backend itself has no other 5xx than 500, and what an intermediary says may be JSON.
  if (status > 500) return away('sync.far_side_failing');
  // A recovered panic has an empty body; any other page is not the backend's (a proxy's 404, say).
  const isTheirs = isObject(answer.json) || (status === 500 && answer.text.trim() === '') || status === 413;
  if (!isTheirs) return away('sync.not_their_answer');
  return { kind: 'refused', answer, refusal: { status, databaseCode: databaseCodeOf(words.error), words } };
}

/**
 * Trendy's words: `error` (plain), else `detail` or `title` (problem document), trendy/README §1.4. They are kept and
 * shown, so no event data stays in them: neither returned rows nor the values of a row that its database rejects.
 */
export function wordsOf(answer: HttpAnswer, token: string): ServerMessage {
  const body = isObject(answer.json) ? answer.json : {};
  const error = [body['error'], body['detail'], body['title']].find((text) => typeof text === 'string');
  return {
    error: typeof error === 'string' ? keptAnswer(withoutValues(error), token).slice(0, keptError) : null,
    requestId: answer.requestId,
    answer: keptBody(answer, token),
  };
}

function keptBody({ text }: HttpAnswer, token: string): string | null {
  const kept = bodyWithoutValues(text);
  return kept === null ? null : keptAnswer(kept, token);
}

/** The Go error chain carries PostgREST's JSON: `… supabase error: {"code":"23505",…}` (trendy/README §1.4 b). */
function databaseCodeOf(error: string | null): string | null {
  return /"code":\s*"([0-9A-Z]{5}|PGRST\d{3})"/.exec(error ?? '')?.[1] ?? null;
}

/** SQLSTATE 22 (bad data), 23 (constraint) and PostgREST's request errors speak of rows, not of the server's state. */
export function isAboutRows({ databaseCode }: Refusal): boolean {
  return databaseCode !== null && /^(22|23|PGRST1)/.test(databaseCode);
}

function retryAfterMs(answer: HttpAnswer): number {
  const seconds = Number(answer.headers.get('Retry-After') ?? '0');
  return Math.max(Number.isFinite(seconds) ? seconds * 1000 : 0, minBackoffMs);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
