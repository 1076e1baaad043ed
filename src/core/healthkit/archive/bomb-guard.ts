import { CodedError } from '../../../shared/errors.ts';

const unguarded = 64 * 1024 * 1024;
const highestRatio = 250;

/** Counts what comes out of all entries of one archive: many small bombs are one. */
export class BombGuard {
  #inflated = 0;
  #compressed = 0;

  /** An entry went on by so many bytes. Error import.bomb. */
  add(inflatedBytes: number, compressedBytes: number): void {
    this.#inflated += inflatedBytes;
    this.#compressed += compressedBytes;
    guardAgainstBomb(this.#inflated, this.#compressed);
  }
}

/**
 * Stops a bomb by what really came out, never by declared sizes: more than 250:1 once past the first 64 MiB. Exports
 * stay below 35:1 (healthkit/README §1.2). Error import.bomb.
 */
export function guardAgainstBomb(inflatedBytes: number, compressedBytes: number): void {
  if (inflatedBytes > unguarded && inflatedBytes > highestRatio * compressedBytes) {
    throw new CodedError('import.bomb', { inflatedBytes, compressedBytes });
  }
}
