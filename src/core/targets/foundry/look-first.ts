import { CodedError } from '../../../shared/errors.ts';
import type { Chunk } from '../../outbox/chunk-store.ts';
import { type DatasetFile, hasSize } from './dataset-shapes.ts';
import { type FoundryParts, fileOf, formatOf, pathOf, retryAtMs } from './foundry-parts.ts';
import type { RequestFailure } from './request-failure.ts';

/** Of the 30 requests at once that Foundry allows a person (foundry/README §5). */
const atOnce = 4;

export interface LookResult {
  /** Not in the dataset: to be uploaded. */
  readonly missing: readonly Chunk[];
  /** Not looked for, because of `failure`. */
  readonly unknown: readonly Chunk[];
  readonly failure: RequestFailure | null;
}

/**
 * Looks for the file of each claimed chunk before anything is uploaded: files that are there are delivered. This is what makes a
 * resend free and resolves every unknown outcome (foundry/README §3).
 */
export async function lookFirst(
  parts: FoundryParts,
  chunks: readonly Chunk[],
  signal: AbortSignal,
): Promise<LookResult> {
  const missing: Chunk[] = [];
  const unknown = new Set(chunks);
  for (let from = 0; from < chunks.length; from += atOnce) {
    const some = chunks.slice(from, from + atOnce);
    const looks = await Promise.all(some.map((chunk) => parts.api.file(pathOf(parts, chunk), null, signal)));
    for (const [index, look] of looks.entries()) {
      const chunk = some[index];
      if (!chunk) continue;
      if (!look.isOk && look.failure.meaning !== 'file_missing')
        return { missing, unknown: [...unknown], failure: look.failure };
      unknown.delete(chunk);
      if (look.isOk) await recordFound(parts, chunk, look.value);
      else missing.push(chunk);
    }
  }
  return { missing, unknown: [], failure: null };
}

/** The size that a file of an earlier run must have is that of the same lines in the same form. */
async function recordFound(parts: FoundryParts, chunk: Chunk, file: DatasetFile): Promise<void> {
  if (formatOf(parts) === 'ndjson') return recordStored(parts, chunk, file, chunk.bytes);
  try {
    const { length } = await fileOf(parts, await parts.store.read(chunk));
    recordStored(parts, chunk, file, length);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    // The store has handled a chunk with lost lines.
    if (error.code !== 'sync.spool_lost') parts.store.waiting(chunk, error.code, retryAtMs(parts, chunk), {});
  }
}

/** Delivered if it is there with all its `bytes`; with another size it is for the user to check, and nothing is sent twice. */
export function recordStored(parts: FoundryParts, chunk: Chunk, file: DatasetFile, bytes: number): void {
  const report = { remotePath: file.path, transactionRid: file.transactionRid };
  if (hasSize(file, bytes)) parts.store.delivered(chunk, report);
  else
    parts.store.uncertain(chunk, 'sync.count_mismatch', retryAtMs(parts, chunk), {
      ...report,
      error: `${file.sizeBytes ?? '?'} of ${bytes} bytes stored`,
    });
}
