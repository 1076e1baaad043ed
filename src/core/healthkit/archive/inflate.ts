import type { TransformOptions } from 'node:stream';
import { createInflateRaw, type InflateRaw, type ZlibOptions } from 'node:zlib';
import { CodedError } from '../../../shared/errors.ts';
import { salvage } from './salvage.ts';
import { readSize, type SourceFile } from './source-file.ts';

/** Compressed bytes up to which a second pass recovers data that the first one lost at the damage; takes under two seconds. */
const salvageLimit = 32 * 1024 * 1024;

/** Large chunks, a few of them inflated ahead of the reader. */
const inflating: ZlibOptions & TransformOptions = {
  chunkSize: readSize,
  readableHighWaterMark: 2 * readSize,
};

/**
 * Inflates the deflate data that begins at `start`, up to its own end marker and never beyond `end`: sizes in zips can't be trusted (healthkit/README
 * §1.2). Inflating runs on a pool thread ahead of the reader. `onConsumed` receives the number of compressed bytes used. Errors, after all readable
 * data was yielded: import.truncated_archive, import.damaged_archive; and import.bomb.
 */
export async function* inflateRange(
  file: SourceFile,
  start: number,
  end: number,
  onConsumed: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const inflater = createInflateRaw(inflating);
  const feeding = feed(file, start, end, inflater);
  let inflatedBytes = 0;
  let failure: CodedError;
  try {
    for await (const chunk of inflater) {
      inflatedBytes += chunk.length;
      guardAgainstBomb(inflatedBytes, inflater.bytesWritten);
      onConsumed(inflater.bytesWritten);
      yield chunk;
    }
    return;
  } catch (error) {
    failure = inflateError(error);
  } finally {
    inflater.destroy();
    await feeding;
  }
  const isOfData = failure.code === 'import.truncated_archive' || failure.code === 'import.damaged_archive';
  if (isOfData && inflater.bytesWritten <= salvageLimit) {
    yield* salvage(file, start, end, { skip: inflatedBytes, careFrom: inflater.bytesWritten });
  }
  throw failure;
}

/** Feeds the range to the inflater until its end marker, its failure, or its destruction. Never rejects. */
async function feed(file: SourceFile, start: number, end: number, inflater: InflateRaw): Promise<void> {
  const closed = new Promise<void>((resolve) => inflater.once('close', resolve));
  try {
    for await (const piece of file.readRange(start, end)) {
      if (inflater.destroyed) return;
      if (!inflater.write(piece)) {
        await Promise.race([closed, new Promise<void>((resolve) => inflater.once('drain', resolve))]);
      }
    }
    if (!inflater.destroyed) inflater.end();
  } catch (error) {
    inflater.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

function inflateError(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  // Z_BUF_ERROR: the data ended before the end marker.
  const code = reason === 'Z_BUF_ERROR' ? 'import.truncated_archive' : 'import.damaged_archive';
  return new CodedError(code, { reason }, { cause: error });
}

const unguarded = 64 * 1024 * 1024;
const highestRatio = 250;

/** Counts the inflated bytes of all entries of one archive, so many small bombs count as one. */
export class BombGuard {
  #inflated = 0;
  #compressed = 0;

  /** Adds the progress of an entry. Error import.bomb. */
  add(inflatedBytes: number, compressedBytes: number): void {
    this.#inflated += inflatedBytes;
    this.#compressed += compressedBytes;
    guardAgainstBomb(this.#inflated, this.#compressed);
  }
}

/**
 * Stops a bomb by its real output, never by declared sizes: more than 250:1 beyond the first 64 MiB. Exports stay below 35:1 (healthkit/README §1.2).
 * Error import.bomb.
 */
function guardAgainstBomb(inflatedBytes: number, compressedBytes: number): void {
  if (inflatedBytes > unguarded && inflatedBytes > highestRatio * compressedBytes) {
    throw new CodedError('import.bomb', { inflatedBytes, compressedBytes });
  }
}
