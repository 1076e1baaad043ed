// One file in the dataset behind the Atlas proxy: one chunk (atlas/README §5).
import type { DatasetRow, RowOrigin } from './dataset-row.ts';

export interface FileFacts {
  readonly path: string;
  readonly format: 'json' | 'ndjson';
  /** When it was stored, in milliseconds of the sandbox's clock. */
  readonly at: number;
  readonly transactionRid: string;
}

/** What is stored: its path, its rows and, on request, the bytes as they lie in the dataset. */
export class StoredFile {
  readonly path: string;
  readonly format: 'json' | 'ndjson';
  readonly at: number;
  readonly transactionRid: string;
  readonly origin: RowOrigin;
  readonly rows: readonly DatasetRow[];

  constructor(facts: FileFacts, origin: RowOrigin, rows: readonly DatasetRow[]) {
    this.path = facts.path;
    this.format = facts.format;
    this.at = facts.at;
    this.transactionRid = facts.transactionRid;
    this.origin = origin;
    this.rows = rows;
  }

  /** The text of the file: a wrapper with `data`, indented by two (HEAD of the proxy), or one row a line. */
  content(): string {
    if (this.format === 'ndjson') return this.rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    const { sub, device, ingestedAt, exportTimestamp } = this.origin;
    return JSON.stringify(
      {
        auth0_user_id: sub,
        device,
        ingested_at: ingestedAt,
        export_timestamp: exportTimestamp,
        record_count: this.rows.length,
        data: this.rows,
      },
      null,
      2,
    );
  }
}

/** One record as the dataset holds it: how often it lies there, and its rows. */
export interface HeldRecord {
  readonly uuid: string;
  readonly count: number;
  readonly rows: readonly DatasetRow[];
}

/** Every stored row by its uuid (the text '' gathers the rows that have none), so that doubles show as a count above 1. */
export function recordsIn(files: readonly StoredFile[]): ReadonlyMap<string, HeldRecord> {
  const rowsByUuid = new Map<string, DatasetRow[]>();
  for (const row of files.flatMap((file) => file.rows)) {
    const uuid = String(row.uuid);
    const rows = rowsByUuid.get(uuid) ?? [];
    rows.push(row);
    rowsByUuid.set(uuid, rows);
  }
  return new Map([...rowsByUuid].map(([uuid, rows]) => [uuid, { uuid, count: rows.length, rows }]));
}
