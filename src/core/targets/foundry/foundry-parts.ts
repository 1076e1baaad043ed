import type { FileFormat } from '../../../shared/domain/sync.ts';
import type { Chunk, ChunkStore } from '../../outbox/chunk-store.ts';
import { nextTryMs, type TargetContext } from '../../outbox/target.ts';
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

/** When one chunk is retried automatically, UTC ms: longer with each time it was sent. */
export function retryAtMs({ context: { clock } }: FoundryParts, chunk: Chunk): number {
  return nextTryMs(clock, chunk.tries + 1);
}

/**
 * The path of a chunk in the dataset: named by its lines, so a second upload of the same rows is recognized
 * (foundry/README §3, Semantics), in every file format.
 * The user may have entered any text as a user name: characters that could end a path step are percent-encoded; `|` and `@` of Auth0 ids stay.
 */
export function filePath(userId: string, sha256: string, format: FileFormat = 'ndjson'): string {
  return `${folderOf(userId)}${sha256}.${format}`;
}

/** The sha-256 in one of our paths, null for any other path. */
export function sha256In(userId: string, path: string): string | null {
  const folder = folderOf(userId);
  if (!path.startsWith(folder)) return null;
  return /^([0-9a-f]{64})\.(?:ndjson|parquet)$/.exec(path.slice(folder.length))?.[1] ?? null;
}

function folderOf(userId: string): string {
  const step = encodeURIComponent(userId).replace(/%(7C|40)/g, decodeURIComponent);
  return `healthkit/raw/${step === '' || /^\.+$/.test(step) ? 'unknown' : step}/`;
}
