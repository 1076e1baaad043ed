// POST /export, /ingest and /export/batch (atlas/README §3, §4).
import type { WireReply } from '../http/loopback-server.ts';
import { type AnswerContext, json, Refusal } from './envelope.ts';
import { datasetRid, type FoundryBehind, ProxyDied } from './foundry-behind.ts';
import { ndjsonLines } from './ndjson-lines.ts';

const maxSingleBytes = 5 * 1024 * 1024;
const maxChunkBytes = 2 * 1024 * 1024;
const maxChunks = 7;

/** One authenticated request on a HealthKit route. */
export interface HealthkitRequest extends AnswerContext {
  readonly sub: unknown;
  readonly body: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** `/export` and `/ingest`: one chunk of at most 5 MiB; only `/export` echoes the manifest. */
export async function exportOne(
  request: HealthkitRequest,
  behind: FoundryBehind,
  route: 'export' | 'ingest',
): Promise<WireReply> {
  const sub = identity(request.sub);
  const fields = fieldsOf(request.body);
  const raw = fields['rawhealthkit'];
  if (!isText(raw)) throw invalidPayload('rawhealthkit (base64 NDJSON) is required');
  const size = Buffer.from(raw, 'base64').length;
  if (size === 0) throw invalidPayload('rawhealthkit decoded payload is empty');
  if (size > maxSingleBytes)
    throw new Refusal(413, 'PAYLOAD_TOO_LARGE', 'HealthKit export exceeds supported payload size');
  const result = await storeChunk(request, behind, { sub, raw, fields, chunkIndex: null });
  return json(200, route === 'export' ? { ...result, manifest: fields['manifest'] || null } : result);
}

/** `/export/batch`: every chunk is checked before any is stored, then they are stored one after another; partial failure is 200. */
export async function exportBatch(request: HealthkitRequest, behind: FoundryBehind): Promise<WireReply> {
  const sub = identity(request.sub);
  const chunks = fieldsOf(request.body)['chunks'];
  if (!Array.isArray(chunks) || chunks.length === 0) throw invalidPayload('chunks array is required');
  if (chunks.length > maxChunks)
    throw new Refusal(400, 'TOO_MANY_CHUNKS', `Maximum ${maxChunks} chunks allowed per batch`);
  const checked = (chunks as unknown[]).map(checkChunk);
  const stored: unknown[] = [];
  const errors: { chunkIndex: number; error: string }[] = [];
  for (const [chunkIndex, { raw, fields }] of checked.entries()) {
    // A missing device becomes a phone here, unlike on /export (atlas/README §3.2).
    const withDevice = { ...fields, device: fields['device'] || 'iPhone' };
    try {
      const result = await storeChunk(request, behind, { sub, raw, fields: withDevice, chunkIndex });
      stored.push({ chunkIndex, ...result });
    } catch (error) {
      if (error instanceof ProxyDied) throw error;
      errors.push({ chunkIndex, error: error instanceof Error ? error.message : String(error) });
    }
  }
  if (stored.length === 0)
    throw new Refusal(500, 'BATCH_UPLOAD_FAILED', 'All chunks failed to upload', { details: errors });
  return json(200, {
    success: true,
    dataset_rid: datasetRid,
    chunks_processed: chunks.length,
    chunks_successful: stored.length,
    chunks_failed: errors.length,
    total_records: claimedRecords(checked.map(({ fields }) => fields['recordCount'])),
    upload_results: stored,
    errors: errors.length > 0 ? errors : undefined,
    timestamp: new Date(request.now()).toISOString(),
    correlationId: request.correlationId,
  });
}

function checkChunk(chunk: unknown): { readonly raw: string; readonly fields: Fields } {
  if (chunk === null || chunk === undefined)
    throw new TypeError("Cannot destructure property 'rawhealthkit' of 'chunk'");
  const fields = fieldsOf(chunk);
  const raw = fields['rawhealthkit'];
  if (!isText(raw)) throw invalidPayload('Each chunk must have rawhealthkit (base64 NDJSON)');
  if (Buffer.from(raw, 'base64').length > maxChunkBytes)
    throw new Refusal(413, 'CHUNK_TOO_LARGE', 'Each chunk must be under 2MB');
  return { raw, fields };
}

interface Chunk {
  readonly sub: string;
  readonly raw: string;
  readonly fields: Fields;
  readonly chunkIndex: number | null;
}

async function storeChunk(request: HealthkitRequest, behind: FoundryBehind, chunk: Chunk) {
  const lines = ndjsonLines(chunk.raw);
  const now = () => new Date(request.now()).toISOString();
  const { device, timestamp } = chunk.fields;
  const origin = {
    sub: chunk.sub,
    device: isText(device) ? device : 'unknown',
    exportTimestamp: isText(timestamp) ? timestamp : now(),
    ingestedAt: now(),
  };
  const { file, transactionRid } = await behind.store(lines, origin, chunk.chunkIndex);
  return {
    success: true,
    dataset_rid: datasetRid,
    records_ingested: lines.length,
    dataset_records_created: file.rows.length,
    file_path: file.path,
    file_format: file.format,
    transaction_rid: transactionRid,
    ingestion_timestamp: now(),
    correlationId: request.correlationId,
  };
}

/**
 * The client's own claims over all chunks, failed ones included, joined by JavaScript's `+`: a string concatenates
 * (atlas/README §3.2, §4).
 */
function claimedRecords(claims: readonly unknown[]): unknown {
  return claims.reduce((total, claim) => {
    const next = claim || 0;
    if (typeof total === 'number' && typeof next === 'number') return total + next;
    return total === 0 ? String(next) : `${String(total)}${String(next)}`;
  }, 0 as unknown);
}

function identity(sub: unknown): string {
  if (isText(sub)) return sub;
  throw new Refusal(400, 'MISSING_IDENTITY', 'Unable to resolve Auth0 identifier for HealthKit export');
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0;
const invalidPayload = (message: string) => new Refusal(400, 'INVALID_PAYLOAD', message);

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
