import type { ErrorCode } from '../../../shared/errors.ts';
import { fieldsOf, textOrNull } from '../../../shared/lookup.ts';
import { type Chunk, type ChunkStore, maxAttempts, type ServerReport } from '../../outbox/chunk-store.ts';
import { type Clock, nextTryMs } from '../../outbox/target.ts';

/** The proxy's report on one chunk. `error` is the proxy's own free text that may contain internal addresses (atlas/README §4). */
export type ChunkVerdict =
  | {
      readonly kind: 'delivered';
      readonly warning: ErrorCode | null;
      readonly remotePath: string | null;
      readonly transactionRid: string | null;
    }
  | {
      readonly kind: 'waiting';
      readonly code: ErrorCode;
      readonly isItemSpecific: boolean;
      readonly error: string;
    }
  | { readonly kind: 'uncertain'; readonly code: ErrorCode; readonly error: string | null }
  | { readonly kind: 'rejected'; readonly code: ErrorCode; readonly error: string };

/** Verdicts of a 200, which may hold failed chunks (atlas/README §0.3). Each chunk must be in exactly one of the two lists. */
export function chunkVerdicts(
  body: Readonly<Record<string, unknown>>,
  lineCounts: readonly number[],
): ChunkVerdict[] {
  const results = byIndex(body['upload_results']);
  const errors = byIndex(body['errors']);
  return lineCounts.map((lines, i) => {
    const [result] = results.get(i) ?? [];
    const [error] = errors.get(i) ?? [];
    const told = (results.get(i)?.length ?? 0) + (errors.get(i)?.length ?? 0);
    if (told !== 1) return { kind: 'uncertain', code: 'sync.unknown_outcome', error: null };
    return result ? ofResult(result, lines) : ofError(error?.['error']);
  });
}

/** Verdicts of 500 BATCH_UPLOAD_FAILED: every chunk failed, `details` has the reasons. */
export function errorVerdicts(details: readonly unknown[], lineCounts: readonly number[]): ChunkVerdict[] {
  return chunkVerdicts({ upload_results: [], errors: details }, lineCounts);
}

function ofResult(result: Readonly<Record<string, unknown>>, lines: number): ChunkVerdict {
  if (result['success'] !== true) return { kind: 'uncertain', code: 'sync.unknown_outcome', error: null };
  if (result['records_ingested'] !== lines)
    return {
      kind: 'uncertain',
      code: 'sync.count_mismatch',
      error: `${String(result['records_ingested'])} of ${lines}`,
    };
  return {
    kind: 'delivered',
    warning: result['file_format'] === 'ndjson' ? null : 'sync.stored_as_json',
    remotePath: textOrNull(result['file_path']),
    transactionRid: textOrNull(result['transaction_rid']),
  };
}

/** Statuses of Foundry that concern this file, not the proxy's credentials or another upload in progress. */
const aboutTheFile = new Set(['400', '413', '422']);

/** Responses of the proxy itself, which did not pass the upload on to Foundry. */
const saidAtTheGate = new Set(['400', '401', '403', '404', '405', '411', '413', '414', '415', '429', '431']);

/**
 * The texts of atlas/README §4. A token that was not given, an upload that Foundry refused (4xx, 503) in its own words and a
 * connection never
 * made: not stored, for certain. Anything else may have been: Foundry's 500s, a 503 of a load balancer whose connection behind it
 * ended, a response that the proxy could not read. The token is requested before the upload (healthkit.js:104-137), so whatever
 * ends that request, without any reason too where a name has several addresses, comes before the upload.
 */
function ofError(error: unknown): ChunkVerdict {
  const text = textOrNull(error) ?? '';
  if (text.startsWith('rawhealthkit must be base64-encoded NDJSON'))
    return { kind: 'rejected', code: 'sync.rejected', error: text };
  const [, status, body] = /^Foundry upload failed: (4\d\d|503)\b(?: - ([\s\S]*))?/.exec(text) ?? [];
  const isRefused = status !== undefined && (saidAtTheGate.has(status) || isFoundrysOwn(body));
  const isNotStored =
    isRefused ||
    text.startsWith('Failed to get Foundry token') ||
    /^request to \S*\/oauth2\/token\S* failed, reason:/.test(text) ||
    /, reason: (?:connect ECONNREFUSED|getaddrinfo )/.test(text);
  if (!isNotStored) return { kind: 'uncertain', code: 'sync.unknown_outcome', error: text };
  const isItemSpecific = status !== undefined && aboutTheFile.has(status);
  return {
    kind: 'waiting',
    code: isItemSpecific ? 'sync.rejected' : 'sync.not_stored',
    isItemSpecific,
    error: text,
  };
}

function isFoundrysOwn(body: string | undefined): boolean {
  try {
    return textOrNull(fieldsOf(JSON.parse(body ?? ''))['errorName']) !== null;
  } catch {
    return false;
  }
}

function byIndex(list: unknown): Map<number, Readonly<Record<string, unknown>>[]> {
  const map = new Map<number, Readonly<Record<string, unknown>>[]>();
  for (const item of Array.isArray(list) ? (list as unknown[]) : []) {
    const fields = fieldsOf(item);
    const index = fields['chunkIndex'];
    if (typeof index !== 'number') continue;
    const known = map.get(index);
    if (known) known.push(fields);
    else map.set(index, [fields]);
  }
  return map;
}

/** Atlas's message about the whole request. `cleaned` removes credentials from a text of Atlas. */
interface Told {
  readonly report: ServerReport;
  readonly cleaned: (text: string | null) => string | null;
}

/** Records the outcome of one chunk by the proxy's verdict on it. */
export async function recordOutcome(
  store: ChunkStore,
  chunk: Chunk,
  verdict: ChunkVerdict,
  { report: request, cleaned }: Told,
  clock: Clock,
): Promise<void> {
  if (verdict.kind === 'delivered') {
    const { remotePath, transactionRid, warning } = verdict;
    store.delivered(chunk, { ...request, error: null, remotePath, transactionRid, warning });
    return;
  }
  const { code } = verdict;
  const report = { ...request, error: cleaned(verdict.error) };
  const nextAtMs = nextTryMs(clock, chunk.tries + 1);
  const isGivenUp = verdict.kind === 'waiting' && verdict.isItemSpecific && chunk.attempts + 1 >= maxAttempts;
  if (verdict.kind === 'rejected' || isGivenUp) await store.rejected(chunk, code, report);
  else if (verdict.kind === 'waiting') store.waiting(chunk, code, nextAtMs, report, verdict.isItemSpecific);
  else store.uncertain(chunk, code, nextAtMs, report);
}
