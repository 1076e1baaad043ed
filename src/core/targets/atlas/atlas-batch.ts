import { setImmediate as nextTurn } from 'node:timers/promises';
import { CodedError } from '../../../shared/errors.ts';
import type { Chunk, ChunkStore } from '../../outbox/chunk-store.ts';

/** A batch as it will be sent: chunks whose bytes could be read, and the body for them. */
export interface AtlasBatch {
  readonly chunks: readonly Chunk[];
  readonly body: Buffer;
}

export interface BatchLabels {
  readonly device: string;
  /** ISO UTC; becomes `export_timestamp` of every row (atlas-proxy §3.1). */
  readonly timestamp: string;
}

/**
 * Reads claimed chunks and makes the body of `POST /export/batch` (atlas-proxy §3.2). A missing device would become `iPhone`
 * there. Chunks whose bytes are gone are left out; the store has dealt with them.
 */
export async function makeBatch(
  store: ChunkStore,
  claimed: readonly Chunk[],
  labels: BatchLabels,
): Promise<AtlasBatch> {
  const chunks: Chunk[] = [];
  const parts: Buffer[] = [Buffer.from('{"chunks":[')];
  for (const chunk of claimed) {
    const bytes = await readOrNull(store, chunk);
    if (bytes === null) continue;
    const labelled = JSON.stringify({ ...labels, recordCount: chunk.lineCount }).slice(1);
    parts.push(
      Buffer.from(`${chunks.length === 0 ? '' : ','}{"rawhealthkit":"`),
      // Base64 needs no escaping: putting it together by hand spares a walk over twenty megabytes.
      Buffer.from(bytes.toString('base64'), 'latin1'),
      Buffer.from(`",${labelled}`),
    );
    chunks.push(chunk);
    await nextTurn();
  }
  parts.push(Buffer.from(']}'));
  return { chunks, body: Buffer.concat(parts) };
}

async function readOrNull(store: ChunkStore, chunk: Chunk): Promise<Buffer | null> {
  try {
    return await store.read(chunk);
  } catch (error) {
    if (error instanceof CodedError && error.code === 'sync.spool_lost') return null;
    throw error;
  }
}
