// What a dataset holds, read as NDJSON: the direct target stores one row a line (foundry/README §6).
import type { HeldFile } from './transaction.ts';

/** One record of a dataset: how often it lies there, and the lines. */
export interface HeldLine {
  readonly uuid: string;
  readonly count: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Every line of these files by its `uuid` ('' for lines without one). Throws on a line that is not a JSON object, naming its file. */
export function recordsIn(files: Iterable<HeldFile>): ReadonlyMap<string, HeldLine> {
  const rowsByUuid = new Map<string, Record<string, unknown>[]>();
  for (const row of rowsIn(files)) {
    const uuid = String(row['uuid'] ?? '');
    const rows = rowsByUuid.get(uuid) ?? [];
    rows.push(row);
    rowsByUuid.set(uuid, rows);
  }
  return new Map([...rowsByUuid].map(([uuid, rows]) => [uuid, { uuid, count: rows.length, rows }]));
}

/** Every line, one at a time: a dataset may be larger than what is wanted of it. Throws as `recordsIn`. */
export function* rowsIn(files: Iterable<HeldFile>): Generator<Record<string, unknown>> {
  for (const file of files) {
    for (const line of file.bytes.toString('utf8').split('\n')) {
      if (line.length > 0) yield objectIn(line, file.path);
    }
  }
}

function objectIn(line: string, path: string): Record<string, unknown> {
  try {
    const value = JSON.parse(line) as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new Error(`${path} holds a line that is not a JSON object`);
}
