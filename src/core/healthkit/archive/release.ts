/**
 * Gives the memory of a chunk of `ArchiveEntry.stream` back at once, for a reader that is done with it: left to the garbage
 * collector, some hundred megabytes of chunks make it run again and again (measured: up to 23 times in an import of 300 MB).
 * A chunk that shares its buffer with others is left alone.
 */
export function release({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength) buffer.transfer(0);
}
