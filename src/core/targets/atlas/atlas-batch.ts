import { setImmediate as nextTurn } from 'node:timers/promises';
import { CodedError } from '../../../shared/errors.ts';
import type { Chunk, ChunkStore } from '../../outbox/chunk-store.ts';

/** A batch as it will be sent: chunks whose bytes could be read, and the body for them. */
export interface AtlasBatch {
  readonly route: 'export' | 'export/batch';
  readonly chunks: readonly Chunk[];
  readonly body: Buffer;
}

export interface BatchLabels {
  readonly device: string;
  /** ISO UTC; becomes `export_timestamp` of every row (atlas/README §3.1). */
  readonly timestamp: string;
}

/**
 * Reads chunks and makes the body of `POST /export/batch` (atlas/README §3.2), of `POST /export` (atlas/README §3.1) for one that is too
 * long for it. A missing device would become `iPhone` there. Chunks without bytes are left out; the store has handled
 * them.
 */
export async function makeBatch(
  store: ChunkStore,
  chosen: readonly Chunk[],
  labels: BatchLabels,
): Promise<AtlasBatch> {
  const chunks: Chunk[] = [];
  const isAlone = chosen.some(goesAlone);
  const parts: Buffer[] = [Buffer.from(isAlone ? '' : '{"chunks":[')];
  for (const chunk of chosen) {
    const bytes = await readOrNull(store, chunk);
    if (bytes === null) continue;
    const labeled = JSON.stringify({ ...labels, recordCount: chunk.lineCount }).slice(1);
    parts.push(
      Buffer.from(`${chunks.length === 0 ? '' : ','}{"rawhealthkit":"`),
      // Base64 needs no escaping: putting it together by hand spares a walk over twenty megabytes.
      Buffer.from(bytes.toString('base64'), 'latin1'),
      Buffer.from(`",${labeled}`),
    );
    chunks.push(chunk);
    await nextTurn();
  }
  if (!isAlone) parts.push(Buffer.from(']}'));
  return { route: isAlone ? 'export' : 'export/batch', chunks, body: Buffer.concat(parts) };
}

async function readOrNull(store: ChunkStore, chunk: Chunk): Promise<Buffer | null> {
  try {
    return await store.read(chunk);
  } catch (error) {
    if (error instanceof CodedError && error.code === 'sync.spool_lost') return null;
    throw error;
  }
}

/** The proxy takes chunks of 2 MiB in a batch, larger ones alone by `/export` (atlas/README §0.5). */
const maxBatchChunkBytes = 2 * 1024 * 1024 - 1;

const goesAlone = ({ bytes }: Chunk): boolean => bytes > maxBatchChunkBytes;

/**
 * One chunk that tests a failing server: the one that was resent least often, of those preferably one with an unknown outcome
 * already, so the others don't become uncertain. So a chunk that fails alone holds up no other.
 */
export function chooseProbe(due: readonly Chunk[]): Chunk[] {
  const [probe] = due.toSorted(
    (a, b) => a.resends - b.resends || Number(b.mayBeRepeated) - Number(a.mayBeRepeated),
  );
  return probe === undefined ? [] : [probe];
}

/**
 * Which of the due chunks (oldest first) go into the next request. Those of unknown outcome never travel with others, which
 * a bad one among them would make uncertain too; after a second unknown outcome each is sent alone.
 */
export function chooseBatch(due: readonly Chunk[], limit: number): Chunk[] {
  const [first] = due;
  if (first === undefined) return [];
  if (goesAlone(first)) return [first];
  const small = due.filter((chunk) => !goesAlone(chunk));
  if (first.state !== 'uncertain') return small.filter(({ state }) => state !== 'uncertain').slice(0, limit);
  if (!wasSentOnce(first)) return [first];
  return small.filter((chunk) => chunk.state === 'uncertain' && wasSentOnce(chunk)).slice(0, limit);
}

const wasSentOnce = (chunk: Chunk) => chunk.tries <= 1;
