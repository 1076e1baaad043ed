import type { ErrorCode } from '../../../shared/errors.ts';
import { fieldsOf } from '../../../shared/lookup.ts';
import { type HttpAnswer, type HttpOutcome, wayCodes } from '../../network/http-client.ts';
import { type ChunkVerdict, chunkVerdicts, errorVerdicts } from './chunk-verdicts.ts';

/**
 * The meaning of a response to a batch (atlas/README §4, §7, §8).
 * chunks: each has its own verdict. unsent: nothing reached the proxy, or it did nothing; the destination waits.
 * unknown: stored perhaps; `isGivenUp` if it timed out, so a smaller batch may pass.
 * tooLarge: nothing was stored, fewer or smaller. malformed: a line is not JSON, of which chunk is not said.
 * refused: nothing was stored, and the same again would not help.
 */
export type BatchVerdict =
  | { readonly kind: 'chunks'; readonly chunks: readonly ChunkVerdict[] }
  | { readonly kind: 'unsent'; readonly pause: ErrorCode }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'rateLimited'; readonly waitMs: number }
  | { readonly kind: 'unknown'; readonly code: ErrorCode; readonly isGivenUp: boolean }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly isLasting: boolean };

/**
 * The limiter by address comes before the token check; those by user, of 50 and 100, after it (atlas/README §1, §8). A 500 that
 * shows the first only
 * comes from checking the token: its keys cannot be had, and the body was not looked at.
 */
const onlyByAddress = '1000';

/**
 * Cloudflare has no connection to the server behind it: that one refuses it (521), can't be reached (523), fails its handshake (525), has
 * an invalid certificate (526), or isn't resolved (530); developers.cloudflare.com, "Cloudflare 5xx errors".
 * Its 520, 522, and 524 may follow a request that arrived.
 */
const withoutConnection: ReadonlySet<number> = new Set([521, 523, 525, 526, 530]);

function neverArrived({ status, headers, json }: HttpAnswer): boolean {
  const isCloudflares = headers.get('server')?.toLowerCase() === 'cloudflare';
  return isCloudflares && withoutConnection.has(status) && json === undefined;
}

/** `lineCounts`: lines of the chunks sent, in their order. */
export function classifyResponse(outcome: HttpOutcome, lineCounts: readonly number[]): BatchVerdict {
  if (outcome.kind === 'answer') return classifyAnswer(outcome.answer, lineCounts);
  const { code, hasLeft } = outcome;
  if (code === 'sync.redirected') return { kind: 'unsent', pause: 'sync.redirected' };
  if (code === 'cancelled' && !hasLeft) return { kind: 'unsent', pause: 'cancelled' };
  const isOfTheWay = wayCodes.some((way) => way === code);
  if (!hasLeft) return { kind: 'unsent', pause: isOfTheWay ? code : 'sync.offline' };
  return {
    kind: 'unknown',
    code: code === 'sync.timeout' ? 'sync.timeout' : 'sync.cut_short',
    isGivenUp: code !== 'cancelled',
  };
}

function classifyAnswer(answer: HttpAnswer, lineCounts: readonly number[]): BatchVerdict {
  const { status } = answer;
  const error = fieldsOf(fieldsOf(answer.json)['error']);
  if (status === 200) return classifySuccess(answer, lineCounts);
  if (status === 401) return { kind: 'unauthorized' };
  if (status === 413) return { kind: 'tooLarge' };
  if (status === 429) return { kind: 'rateLimited', waitMs: waitMs(answer.headers) };
  // The proxy itself has no other 5xx than 500 (atlas/README §7).
  if (isHtml(answer) || status > 500) {
    if (neverArrived(answer)) return { kind: 'unsent', pause: 'sync.far_side_failing' };
    if (status >= 500) return { kind: 'unknown', code: 'sync.server_error', isGivenUp: true };
    return { kind: 'unsent', pause: 'sync.not_their_answer' };
  }
  if (status === 400) return classifyBadRequest(answer, error);
  if (status === 403) return { kind: 'refused', code: 'sync.forbidden', isLasting: true };
  if (status === 404) return { kind: 'refused', code: 'sync.not_found', isLasting: true };
  const details = error['details'];
  if (status === 500 && error['code'] === 'BATCH_UPLOAD_FAILED' && Array.isArray(details))
    return { kind: 'chunks', chunks: errorVerdicts(details, lineCounts) };
  if (error['code'] === 'INTERNAL_ERROR' && answer.headers.get('ratelimit-limit') === onlyByAddress)
    return { kind: 'unsent', pause: 'sync.far_side_failing' };
  // Any other response of the proxy is a 500 that explains nothing, an authentication fault as well as a file that was stored.
  return { kind: 'unknown', code: 'sync.server_error', isGivenUp: false };
}

function classifySuccess(answer: HttpAnswer, lineCounts: readonly number[]): BatchVerdict {
  const body = fieldsOf(answer.json);
  if (Array.isArray(body['upload_results']))
    return { kind: 'chunks', chunks: chunkVerdicts(body, lineCounts) };
  // `/export` returns for its one chunk the fields that the list has otherwise (atlas/README §4).
  if (body['records_ingested'] !== undefined) {
    const one = { upload_results: [{ ...body, chunkIndex: 0 }] };
    return { kind: 'chunks', chunks: chunkVerdicts(one, lineCounts) };
  }
  if (isHtml(answer)) return { kind: 'unsent', pause: 'sync.not_their_answer' };
  // A partial response of the proxy: the work was done. JSON of another origin means nothing.
  const code = answer.json === undefined ? 'sync.cut_short' : 'sync.not_their_answer';
  return { kind: 'unknown', code, isGivenUp: false };
}

function classifyBadRequest(answer: HttpAnswer, error: Readonly<Record<string, unknown>>): BatchVerdict {
  const code = error['code'];
  const hasCorrelation = error['correlationId'] !== undefined || answer.headers.has('x-correlation-id');
  if (code === 'MISSING_IDENTITY') return { kind: 'refused', code: 'sync.signed_out', isLasting: true };
  if (code === 'TOO_MANY_CHUNKS') return { kind: 'tooLarge' };
  // Without an id it is the parser of the outer JSON, before anything was looked at: a fault of ours or of the network.
  if (code === 'INTERNAL_ERROR' && hasCorrelation) return { kind: 'malformed' };
  if (code === 'INTERNAL_ERROR') return { kind: 'refused', code: 'sync.far_side_failing', isLasting: false };
  return { kind: 'refused', code: 'sync.refused', isLasting: true };
}

/** RateLimit-Reset is the true rest of the window, Retry-After a constant 60 (atlas/README §8). */
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
