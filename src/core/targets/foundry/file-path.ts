import type { FileFormat } from '../../../shared/domain/sync.ts';

/**
 * Where a chunk lies in the dataset: named by its lines, so that a second upload of the same rows is recognized
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
