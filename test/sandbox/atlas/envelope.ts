// The proxy's answers: success as plain JSON, errors in one envelope (atlas/README §4, §7).
import type { WireReply } from '../http/loopback-server.ts';

/**
 * What every answer needs to know. `correlationId` is undefined for faults of the body parser, which runs before it exists
 * (atlas/README §1).
 */
export interface AnswerContext {
  readonly correlationId: string | undefined;
  readonly now: () => number;
}

/** A request that ends with an error envelope. `extra` joins the envelope: `details` of a batch, `retryAfter` of a 429. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, message: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.extra = extra;
  }
}

/** The envelope for anything unexpected: in production every such text is replaced (atlas/README §7). */
export const internalError = (status: number) =>
  new Refusal(status, 'INTERNAL_ERROR', 'Internal server error');

export function json(status: number, body: unknown): WireReply {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  };
}

export function refusalReply(refusal: Refusal, context: AnswerContext): WireReply {
  const { code, message, extra } = refusal;
  const timestamp = new Date(context.now()).toISOString();
  return json(refusal.status, {
    error: { code, message, ...extra, correlationId: context.correlationId, timestamp },
  });
}

export const withHeaders = (reply: WireReply, headers: Readonly<Record<string, string>>): WireReply => ({
  ...reply,
  headers: { ...reply.headers, ...headers },
});
