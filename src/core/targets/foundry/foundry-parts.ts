import { backoffMs } from '../../outbox/backoff.ts';
import type { Chunk, ChunkStore } from '../../outbox/chunk-store.ts';
import type { TargetContext } from '../target.ts';
import { filePath } from './file-path.ts';
import type { FoundryApi } from './foundry-api.ts';

/** What each step of the Foundry target works with. */
export interface FoundryParts {
  readonly context: TargetContext;
  readonly store: ChunkStore;
  readonly api: FoundryApi;
}

export function pathOf({ context }: FoundryParts, chunk: Chunk): string {
  return filePath(context.destination().account, chunk.sha256);
}

/** When one chunk is tried again by itself, UTC ms: longer with each time it was sent. */
export function retryAtMs({ context: { clock } }: FoundryParts, chunk: Chunk): number {
  return clock.nowMs() + backoffMs(chunk.tries + 1, clock.random);
}
