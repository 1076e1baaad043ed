import { CodedError, type ErrorCode } from '../../../shared/errors.ts';
import type { ArchiveEntry } from '../archive/archive.ts';

/** Errors of the entry itself, as opposed to a change of the whole archive. */
const faultsOfEntry: ReadonlySet<ErrorCode> = new Set([
  'import.truncated_archive',
  'import.damaged_archive',
  'import.bomb',
  'import.unreadable',
]);

/**
 * The chunks of a file beside the XML, up to `limit` inflated bytes. A larger or unreadable file ends with `code`: the import continues without it.
 */
export async function* boundedChunks(
  entry: ArchiveEntry,
  limit: number,
  code: ErrorCode,
): AsyncGenerator<Buffer> {
  let size = 0;
  try {
    for await (const chunk of entry.stream()) {
      size += chunk.length;
      if (size > limit) throw new CodedError(code, { reason: 'too_large', limit });
      yield chunk;
    }
  } catch (error) {
    if (!(error instanceof CodedError) || !faultsOfEntry.has(error.code)) throw error;
    throw new CodedError(code, { reason: error.code }, { cause: error });
  }
}

/** The whole content in one buffer; limits and errors as above. */
export async function readBounded(entry: ArchiveEntry, limit: number, code: ErrorCode): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of boundedChunks(entry, limit, code)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
