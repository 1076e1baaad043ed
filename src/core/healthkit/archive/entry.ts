/** One file of an export, wherever it stands: in a zip, in a folder, or alone. */
export interface ArchiveEntry {
  /** Relative to the top folder, `/` between parts, NFC. */
  readonly path: string;
  /** Bytes as the archive claims them; never trusted (Finder writes sizes modulo 2^32, healthkit/README §1.2). */
  readonly declaredSize: number;
  /**
   * The content from its beginning, inflated, in fresh buffers of at most 128 KiB, which are the caller's. Where the data is cut or damaged,
   * everything readable before that point is yielded first, then comes a CodedError: import.truncated_archive,
   * import.damaged_archive, import.bomb, import.changed_while_reading, import.unreadable.
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
  /** What a `FileReference` or `resourceFilePath` means. Errors: import.reference_outside, import.reference_missing. */
  resolve(reference: string): ArchiveEntry;
  /** Equal for byte-identical originals; prefixed with the kind and a version. */
  fingerprint(): Promise<string>;
  /** Bytes of the original used up by the stream of the main XML opened last: compressed ones in a zip. */
  consumedBytes(): number;
  /** What `consumedBytes` reaches at the end; an estimate where the archive lies about sizes. */
  readonly totalBytes: number;
  /** Paths of entries that were read to their end and are not what the zip's checksum (CRC-32) says; none where there is no zip. */
  alteredEntries(): readonly string[];
  /** Error import.changed_while_reading when the zip or the main XML is no longer the file that was opened. */
  verifyUnchanged(): Promise<void>;
  close(): Promise<void>;
}

/** An entry that can tell how far its latest stream has come, in bytes of the original. */
export interface MeasuredEntry extends ArchiveEntry {
  consumedBytes(): number;
}
