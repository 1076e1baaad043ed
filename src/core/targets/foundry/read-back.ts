import { parse } from 'csv-parse/sync';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { FoundryParts } from './foundry-parts.ts';
import { foundryState } from './transaction-intent.ts';

/** What of a row is compared. The others are text that the same reader gave back, or longer than a check needs. */
const columns = ['uuid', 'sample_type', 'value_double', 'unit'] as const;
type Row = Readonly<Record<(typeof columns)[number], string>>;

/** Rows that are read back: enough to meet several chunks, and small. */
const rowLimit = 100;
/** Of the errors of the table route (`@osdk/foundry.datasets`), those that the dataset is the reason of. */
const unreadable: ReadonlySet<string> = new Set([
  'ReadTableError',
  'DatasetReadNotSupported',
  'ColumnTypesNotSupported',
]);
const dayMs = 86_400_000;
/** What was not readable is looked at again with the next commit after this. */
const againMs = 60 * 60_000;

/** Whether the next commit is one to read back: the first, then one a day; one an hour while it is not readable. */
export function isReadBackDue({ context }: Pick<FoundryParts, 'context'>): boolean {
  const { readBack } = foundryState(context.destination());
  if (!readBack) return true;
  const ageMs = context.clock.nowMs() - readBack.atMs;
  return ageMs < 0 || ageMs >= (readBack.code == null ? dayMs : againMs);
}

/** The rows of one transaction as they were sent, to be compared with what the table says. */
export class SentRows {
  readonly #rows = new Map<string, Omit<Row, 'uuid'>>();

  /** NDJSON as it was uploaded (foundry/README §6). */
  add(bytes: Uint8Array): void {
    for (const line of Buffer.from(bytes).toString('utf8').split('\n')) {
      if (line === '') continue;
      const fields = JSON.parse(line) as Readonly<Record<string, unknown>>;
      const text = (name: string) => String(fields[name] ?? '');
      this.#rows.set(text('uuid'), {
        sample_type: text('sample_type'),
        value_double: text('value_double'),
        unit: text('unit'),
      });
    }
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Whether a row of the table is one of these, to the value. A number may be printed in another way ("72" and "72.0"). */
  has(row: Row): boolean {
    const sent = this.#rows.get(row.uuid);
    if (sent === undefined || sent.sample_type !== row.sample_type || sent.unit !== row.unit) return false;
    return sent.value_double === row.value_double || isSameNumber(sent.value_double, row.value_double);
  }
}

function isSameNumber(a: string, b: string): boolean {
  return a !== '' && b !== '' && Number(a) === Number(b);
}

/**
 * Reads rows of a committed transaction through the table route, which goes by the dataset's schema as every reader there does, and
 * compares them with what was sent. A commit and a list of files prove neither. How it ended is kept for the card; what is delivered
 * stays so either way, and a request that did not get through is tried with the next commit.
 */
export async function readBack(
  { api, context }: FoundryParts,
  rid: string,
  sent: SentRows,
  signal: AbortSignal,
): Promise<void> {
  const table = await api.table(rid, columns, rowLimit, signal);
  const note = (code: ErrorCode | null, error: string | null = null) =>
    context.saveState({ readBack: { atMs: context.clock.nowMs(), code, error } });
  if (!table.isOk) {
    const { meaning, far } = table.trouble;
    const name = far.error ?? '';
    if (name === 'SchemaNotFound') note('sync.no_schema', name);
    else if (unreadable.has(name)) note('sync.not_readable', name);
    else if (meaning === 'forbidden') note('sync.not_allowed_to_read', name);
    return;
  }
  const rows = rowsOf(table.value);
  if (rows === null) return note('sync.not_readable', 'columns missing');
  const isWhole = rows.length === Math.min(sent.size, rowLimit);
  note(isWhole && rows.every((row) => sent.has(row)) ? null : 'sync.read_back_differs');
}

/** CSV with a header (RFC 4180); null where it is none, or lacks one of the columns. */
function rowsOf(csv: string): Row[] | null {
  try {
    const rows = parse(csv, { columns: true, skip_empty_lines: true, relax_column_count: false }) as Row[];
    return rows.every((row) => columns.every((column) => typeof row[column] === 'string')) ? rows : null;
  } catch {
    return null;
  }
}
