/**
 * The limits of an import, whatever a file contains. An export of many years stays far below each. Data beyond them is left
 * out with a remark in the receipt that names its kind and place, and the rest of the file is read.
 */
export const limits = {
  /** Between the first and the last attribute of one start tag; Apple's longest have about 500 bytes. */
  tagBytes: 1024 * 1024,
  tagAttributes: 1024,
  /** Levels of one element: code that walks a tree is recursive. The deepest known has five (healthkit/README §1.5). */
  levels: 32,
  /** Memory of one element that is gathered as a tree, by `heldBytes`; a workout with a thousand events takes one megabyte. */
  treeBytes: 16 * 1024 * 1024,
  /** Of one record or correlation, as JSON. */
  metadataBytes: 1024 * 1024,
  metadataPairs: 10_000,
  /** Heart beats of one record. */
  beats: 100_000,
  /** Records in one correlation; those beyond are read as records of their own. */
  members: 1000,
  /** Metadata, beats and items of one batch: a few of these are in transit between the threads. */
  batchBytes: 4 * 1024 * 1024,
  /** A type, source, unit, version or value that names something; a device's text has about 150 bytes. */
  nameBytes: 1024,
  /** Different names of one kind, and all of them together: a database of twenty years has some hundred. */
  names: 10_000,
  nameTableBytes: 8 * 1024 * 1024,
  /** Different pairs of unit, version and device. */
  origins: 50_000,
} as const;
