/** One file of an export: in a zip, in a folder, or alone. */
export interface ArchiveEntry {
  /** Relative to the top folder, `/` between parts, NFC. */
  readonly path: string;
  /** The size that the archive claims; never trusted (Finder writes sizes modulo 2^32, healthkit/README §1.2). */
  readonly declaredSize: number;
  /**
   * The inflated content from its beginning, in fresh buffers of at most 128 KiB that the caller owns. If the data is cut or damaged, everything
   * readable before that point is yielded first, followed by a CodedError: import.truncated_archive, import.damaged_archive, import.bomb,
   * import.changed_while_reading, import.unreadable.
   */
  stream(): AsyncIterable<Buffer>;
}

/** An opened export. Reads are positional on the original; nothing is ever unpacked to disk. */
export interface Archive {
  readonly kind: 'zip' | 'folder' | 'xml';
  /** Base name, for people. */
  readonly name: string;
  /** The XML whose root is `HealthData`, under any name. */
  readonly main: ArchiveEntry;
  readonly electrocardiograms: readonly ArchiveEntry[];
  /** Every file beneath the top folder, the main XML included; sorted by path. */
  readonly entries: readonly ArchiveEntry[];
  /** Resolves a `FileReference` or `resourceFilePath`. Errors: import.reference_outside, import.reference_missing. */
  resolve(reference: string): ArchiveEntry;
  /** Equal for byte-identical originals; prefixed with the kind and a version. */
  fingerprint(): Promise<string>;
  /** Bytes of the original consumed by the last opened stream of the main XML; compressed bytes in a zip. */
  consumedBytes(): number;
  /** The final value of `consumedBytes`; an estimate if the archive's sizes are false. */
  readonly totalBytes: number;
  /** Paths of fully read entries that don't match the zip's checksum (CRC-32); none without a zip. */
  alteredEntries(): readonly string[];
  /** Error import.changed_while_reading if the zip or the main XML is no longer the opened file. */
  verifyUnchanged(): Promise<void>;
  close(): Promise<void>;
}

/** An entry that reports the progress of its latest stream, in bytes of the original. */
export interface MeasuredEntry extends ArchiveEntry {
  consumedBytes(): number;
}

/** The same order for every archive, so two imports of one export read the same way. */
export function sortedByPath<E extends { readonly path: string }>(entries: readonly E[]): E[] {
  return [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** `electrocardiograms/*.csv`: the XML doesn't refer to them (healthkit/README §1.9). */
export function electrocardiogramsOf(entries: readonly ArchiveEntry[]): ArchiveEntry[] {
  return entries.filter((entry) => /^electrocardiograms\/[^/]+\.csv$/i.test(entry.path));
}

/**
 * Frees the memory of a used chunk of `ArchiveEntry.stream` at once: left to the garbage collector, hundreds of megabytes of chunks make it run again
 * and again (measured: up to 23 times in an import of 300 MB). A chunk that shares its buffer with others is left alone.
 */
export function release({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength) buffer.transfer(0);
}
