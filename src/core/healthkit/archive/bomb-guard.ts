import { CodedError } from '../../../shared/errors.ts';

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
export function guardAgainstBomb(inflatedBytes: number, compressedBytes: number): void {
  if (inflatedBytes > unguarded && inflatedBytes > highestRatio * compressedBytes) {
    throw new CodedError('import.bomb', { inflatedBytes, compressedBytes });
  }
}
