// Reading a chunk as the Atlas proxy does (atlas/README §3.3).

/** A line is not JSON: 400, and on a single export the code is lost on the way (atlas/README §7 notes). */
export class UnreadableChunk extends Error {
  constructor() {
    super('rawhealthkit must be base64-encoded NDJSON');
  }
}

/**
 * The parsed lines of a chunk. Base64 is decoded leniently, lines end in LF or CRLF, blank lines are skipped, and one line that is not
 * JSON (a BOM before line 1 included) refuses the whole chunk with `UnreadableChunk`.
 */
export function ndjsonLines(base64: string): unknown[] {
  const text = Buffer.from(base64, 'base64').toString('utf8');
  const lines = text.split(/\r?\n/).filter((line) => line.trim().length > 0);
  try {
    return lines.map((line) => JSON.parse(line) as unknown);
  } catch {
    throw new UnreadableChunk();
  }
}
