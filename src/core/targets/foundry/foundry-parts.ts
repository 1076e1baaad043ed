import type { FileFormat } from '../../../shared/domain/sync.ts';
import { backoffMs } from '../../outbox/backoff.ts';
import type { Chunk, ChunkStore } from '../../outbox/chunk-store.ts';
import type { TargetContext } from '../target.ts';
import { filePath } from './file-path.ts';
import type { FoundryApi } from './foundry-api.ts';
import { parquetFile } from './parquet-file.ts';
import { foundryState } from './transaction-intent.ts';

/** The parts that each step of the Foundry target works with. */
export interface FoundryParts {
  readonly context: TargetContext;
  readonly store: ChunkStore;
  readonly api: FoundryApi;
}

export function formatOf({ context }: Pick<FoundryParts, 'context'>): FileFormat {
  return foundryState(context.destination()).format ?? 'ndjson';
}

export function pathOf(parts: FoundryParts, chunk: Chunk): string {
  return filePath(parts.context.destination().account, chunk.sha256, formatOf(parts));
}

/** The lines of a chunk in the form of this destination's files. */
export async function fileOf(
  parts: Pick<FoundryParts, 'context'>,
  lines: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  return formatOf(parts) === 'parquet' ? parquetFile(lines) : new Uint8Array(lines);
}

/** When one chunk is tried again by itself, UTC ms: longer with each time it was sent. */
export function retryAtMs({ context: { clock } }: FoundryParts, chunk: Chunk): number {
  return clock.nowMs() + backoffMs(chunk.tries + 1, clock.random);
}
