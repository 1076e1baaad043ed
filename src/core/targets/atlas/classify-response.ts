import type { ErrorCode } from '../../../shared/errors.ts';
import { certificateCodes, type HttpAnswer, type HttpOutcome } from '../http-client.ts';
import { type ChunkVerdict, chunkVerdicts, errorVerdicts } from './chunk-verdicts.ts';
import { fieldsOf } from './fields-of.ts';

/**
 * What an answer to a batch means (atlas-proxy §4, §7, §8; ARCHITECTURE, Outbox).
 * chunks: each has its own verdict. unsent: nothing reached the proxy, or it did nothing; the destination waits.
 * maybe: its balancer answered for it: stored perhaps, and that never counts. unknown: stored perhaps.
 * tooLarge: nothing was stored, fewer or smaller. malformed: a line is not JSON, of which chunk is not said.
 * refused: nothing was stored, and the same again would not help.
 */
export type BatchVerdict =
  | { readonly kind: 'chunks'; readonly chunks: readonly ChunkVerdict[] }
  | { readonly kind: 'unsent'; readonly pause: ErrorCode }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'rateLimited'; readonly waitMs: number }
  | { readonly kind: 'maybe' | 'unknown'; readonly code: ErrorCode }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly isLasting: boolean };

/** `lineCounts`: lines of the chunks sent, in their order. */
export function classifyResponse(outcome: HttpOutcome, lineCounts: readonly number[]): BatchVerdict {
  if (outcome.kind === 'answer') return classifyAnswer(outcome.answer, lineCounts);
  const { code, hasLeft } = outcome;
  if (code === 'sync.redirected') return { kind: 'unsent', pause: 'sync.redirected' };
  if (code === 'cancelled' && !hasLeft) return { kind: 'unsent', pause: 'cancelled' };
  const isCertificate = certificateCodes.some((certificate) => certificate === code);
  if (!hasLeft) return { kind: 'unsent', pause: isCertificate ? code : 'sync.offline' };
  return { kind: 'unknown', code: code === 'sync.timeout' ? 'sync.timeout' : 'sync.cut_short' };
}

function classifyAnswer(answer: HttpAnswer, lineCounts: readonly number[]): BatchVerdict {
  const { status } = answer;
  const error = fieldsOf(fieldsOf(answer.json)['error']);
  if (status === 200) return classifySuccess(answer, lineCounts);
  if (status === 401) return { kind: 'unauthorized' };
  if (status === 413) return { kind: 'tooLarge' };
  if (status === 429) return { kind: 'rateLimited', waitMs: waitMs(answer.headers) };
  if (isHtml(answer) || (status >= 502 && status <= 504)) {
    if (status >= 500) return { kind: 'maybe', code: 'sync.server_error' };
    return { kind: 'unsent', pause: 'sync.not_their_answer' };
  }
  if (status === 400) return classifyBadRequest(answer, error);
  if (status === 403) return { kind: 'refused', code: 'sync.forbidden', isLasting: true };
  if (status === 404) return { kind: 'refused', code: 'sync.not_found', isLasting: true };
  const details = error['details'];
  if (status === 500 && error['code'] === 'BATCH_UPLOAD_FAILED' && Array.isArray(details))
    return { kind: 'chunks', chunks: errorVerdicts(details, lineCounts) };
  // Anything else of theirs is a 500 that explains nothing, an authentication fault as well as a file that was stored.
  return { kind: 'unknown', code: 'sync.server_error' };
}

function classifySuccess(answer: HttpAnswer, lineCounts: readonly number[]): BatchVerdict {
  const body = fieldsOf(answer.json);
  if (Array.isArray(body['upload_results']))
    return { kind: 'chunks', chunks: chunkVerdicts(body, lineCounts) };
  if (isHtml(answer)) return { kind: 'unsent', pause: 'sync.not_their_answer' };
  // Half an answer of theirs: the work was done. JSON of another make tells nothing.
  return { kind: 'unknown', code: answer.json === undefined ? 'sync.cut_short' : 'sync.not_their_answer' };
}

function classifyBadRequest(answer: HttpAnswer, error: Readonly<Record<string, unknown>>): BatchVerdict {
  const code = error['code'];
  const hasCorrelation = error['correlationId'] !== undefined || answer.headers.has('x-correlation-id');
  if (code === 'MISSING_IDENTITY') return { kind: 'refused', code: 'sync.signed_out', isLasting: true };
  if (code === 'TOO_MANY_CHUNKS') return { kind: 'tooLarge' };
  // Without an id it is the parser of the outer JSON, before anything was looked at: a fault of ours or of the way there.
  if (code === 'INTERNAL_ERROR' && hasCorrelation) return { kind: 'malformed' };
  if (code === 'INTERNAL_ERROR') return { kind: 'refused', code: 'sync.far_side_failing', isLasting: false };
  return { kind: 'refused', code: 'sync.rejected', isLasting: true };
}

/** RateLimit-Reset is the true rest of the window, Retry-After a constant 60 (§8). */
function waitMs(headers: Headers): number {
  const seconds = [headers.get('ratelimit-reset'), headers.get('retry-after')]
    .map((text) => (text === null || text.trim() === '' ? Number.NaN : Number(text)))
    .find((value) => value >= 0 && value <= 3600);
  return (seconds ?? 60) * 1000;
}

function isHtml({ headers, text, json }: HttpAnswer): boolean {
  if (json !== undefined) return false;
  return /html/i.test(headers.get('content-type') ?? '') || /^\s*</.test(text);
}
