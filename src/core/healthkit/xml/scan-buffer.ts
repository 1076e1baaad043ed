import { byte } from './markup-bytes.ts';
import { isReferenceCode, maxReferenceLength } from './references.ts';

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

/**
 * The end of the text in `[from, end)` that can be decoded before more bytes come: not within a UTF-8 sequence, a reference, or a `\r\n` that `end`
 * may cut.
 */
export function wholeTextEnd(bytes: Uint8Array, from: number, end: number): number {
  const lead = cutSequenceStart(bytes, from, end);
  if (lead < end) return lead;
  if (bytes[end - 1] === byte.carriageReturn) return end - 1;
  const lowest = Math.max(from, end - maxReferenceLength);
  let i = end - 1;
  while (i >= lowest && isReferenceCode(bytes[i] as number)) i--;
  return i >= lowest && bytes[i] === byte.ampersand ? i : end;
}

/** The start of a UTF-8 sequence that `end` cuts; else `end`. */
function cutSequenceStart(bytes: Uint8Array, from: number, end: number): number {
  for (let i = end - 1; i >= from && i >= end - 3; i--) {
    const value = bytes[i] as number;
    if (value < 0x80) return end;
    if (value >= 0xc0) {
      const length = value >= 0xf0 ? 4 : value >= 0xe0 ? 3 : 2;
      return i + length > end ? i : end;
    }
  }
  return end;
}

/** Finds the next `<`, or `end`. Most text is short, so a call into the runtime would cost more than checking a few bytes. */
export function findLess(bytes: Buffer, from: number, end: number): number {
  const near = Math.min(from + 32, end);
  let i = from;
  while (i < near && bytes[i] !== byte.less) i++;
  if (i < near || i >= end) return i;
  const found = bytes.indexOf(byte.less, i);
  return found < 0 ? end : Math.min(found, end);
}
