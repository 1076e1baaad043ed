/** Padding after the data, so names can be compared in words without an end check each time. */
const padding = 64;

/** Bytes of a chunk processed at once: small enough to stay in the processor's cache. */
const pieceBytes = 128 * 1024;

/** The bytes being scanned: the unread rest of the last piece, then the next piece. Bytes from `end` on are stale. */
export class ScanBuffer {
  bytes = Buffer.alloc(2 * pieceBytes + padding);
  view = viewOf(this.bytes);
  end = 0;
  /** Offset in the document of `bytes[0]`. */
  offset = 0;

  /** Drops the bytes before `from`, appends one piece of `chunk` from `taken` on, and returns its length. */
  refill(from: number, chunk: Uint8Array, taken: number): number {
    const kept = this.end - from;
    const added = Math.min(pieceBytes, chunk.length - taken);
    if (kept + added + padding > this.bytes.length) {
      const larger = Buffer.alloc(2 * (kept + added) + padding);
      larger.set(this.bytes.subarray(from, this.end));
      this.bytes = larger;
      this.view = viewOf(larger);
    } else if (from > 0) {
      this.bytes.copyWithin(0, from, this.end);
    }
    this.bytes.set(chunk.subarray(taken, taken + added), kept);
    this.offset += from;
    this.end = kept + added;
    return added;
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
