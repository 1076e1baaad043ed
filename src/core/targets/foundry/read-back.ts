import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import type { ErrorCode } from '../../../shared/errors.ts';
import { msPerDay } from '../../../shared/time.ts';
import { type FoundryParts, formatOf } from './foundry-parts.ts';
import { foundryState } from './transaction-intent.ts';

/** The columns of a row that are compared. The others are text that the same reader gave back, or longer than a check needs. */
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
/** An unreadable table is read again after this time, with a commit or without one. */
const againMs = 60 * 60_000;

/** Whether the next commit is one to read back: the first, then one a day; one an hour while it is not readable. */
export function isReadBackDue({ context }: Pick<FoundryParts, 'context'>): boolean {
  const { readBack } = foundryState(context.destination());
  if (!readBack) return true;
  const ageMs = context.clock.nowMs() - readBack.atMs;
  return ageMs < 0 || ageMs >= (readBack.code == null ? msPerDay : againMs);
}

/**
 * When the server is looked at without a commit: a day after the last time that it was readable, an hour after any other. Null before the
 * first transaction was read back.
 */
export function nextIdleCheckMs({ context }: Pick<FoundryParts, 'context'>): number | null {
  const { readBack, readRows, readTriedAtMs } = foundryState(context.destination());
  if (!readRows) return null;
  const readMs = readBack?.atMs ?? 0;
  const triedMs = readTriedAtMs ?? 0;
  const isGood = readBack?.code == null && readMs >= triedMs;
  return Math.max(readMs, triedMs) + (isGood ? msPerDay : againMs);
}

/** How looking at the schema ended where that is for the user to know. */
export interface SchemaFault {
  readonly code: ErrorCode;
  /** Foundry's own word. */
  readonly error: string;
}

/**
 * After a commit of Parquet files: where the dataset has no schema and every committed transaction of the branch is ours, puts the 21
 * columns with Foundry's Parquet reader, which the user agreed to in the review. A dataset that someone else wrote to is left alone.
 * NDJSON has no reader in the public API (foundry/README §8). A request that did not get through is made again with a later commit or look.
 */
export async function ensureSchema(
  parts: FoundryParts,
  rid: string,
  signal: AbortSignal,
): Promise<SchemaFault | null> {
  const { api, context } = parts;
  const state = foundryState(context.destination());
  if (formatOf(parts) !== 'parquet' || state.hasSchema) return null;
  const markSchema = () => context.saveState({ hasSchema: true });
  const found = await api.schema(rid, signal);
  if (found.isOk) markSchema();
  if (found.isOk || found.failure.report.error !== 'SchemaNotFound') return null;
  const history = await api.latestTransactions(signal);
  if (!history.isOk) return null;
  const ours = new Set(state.ours ?? []);
  if (history.value.some((each) => each.status === 'COMMITTED' && !ours.has(each.rid))) return null;
  const put = await api.putSchema(rid, signal);
  if (put.isOk) markSchema();
  else if (put.failure.meaning === 'forbidden')
    return { code: 'sync.schema_not_allowed', error: put.failure.report.error ?? '' };
  return null;
}

/** The rows of one transaction as they were sent, to be compared with the table. */
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

  /** The stored hashes of some rows, to compare them again: those of `uuids`, or else the first ones. */
  kept(uuids: Iterable<string> = this.#rows.keys()): string[] {
    const kept: string[] = [];
    for (const uuid of uuids) {
      const row = this.#rows.get(uuid);
      if (row !== undefined && kept.length < rowLimit) kept.push(`${uuid} ${hashOf(row)}`);
    }
    return kept;
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

/** The same for a number that is printed in another way. */
function hashOf({ sample_type: type, value_double: value, unit }: Omit<Row, 'uuid'>): string {
  const number = value === '' ? null : Number(value);
  return createHash('sha256')
    .update(JSON.stringify([type, number, unit]))
    .digest('hex')
    .slice(0, 12);
}

function isSameNumber(a: string, b: string): boolean {
  return a !== '' && b !== '' && Number(a) === Number(b);
}

/**
 * Reads rows of a committed transaction through the table route, which uses the dataset's schema like every reader there, and
 * compares them with the sent rows. A commit and a list of files prove neither. The result is kept for the card; delivered chunks
 * stay delivered either way, and a failed request is retried with the next commit or check.
 */
export async function readBack(
  { api, context }: FoundryParts,
  rid: string,
  sent: SentRows,
  signal: AbortSignal,
): Promise<void> {
  const { state, uuids } = await look({ api, context }, rid, signal, (rows) => {
    const isWhole = rows.length === Math.min(sent.size, rowLimit);
    return isWhole && rows.every((row) => sent.has(row));
  });
  context.saveState({ ...state, readRows: { rid, rows: sent.kept(uuids) } });
}

/**
 * The same without a commit: rows of the last transaction that was read back are read again and compared with their stored hashes. If
 * none of them is among the returned rows, nothing is reported. A missing schema is set first: a request for it may have failed,
 * and the permission may have been granted since.
 */
export async function readBackIdle(parts: FoundryParts, signal: AbortSignal): Promise<void> {
  const { api, context } = parts;
  const { readRows, readBack: last } = foundryState(context.destination());
  if (!readRows) return;
  if (last?.code === 'sync.no_schema' || last?.code === 'sync.schema_not_allowed') {
    const fault = await ensureSchema(parts, readRows.rid, signal);
    if (fault !== null && !signal.aborted)
      context.saveState({ readBack: { atMs: context.clock.nowMs(), ...fault } });
    if (fault !== null) return;
  }
  const known = new Map(readRows.rows.map((row) => row.split(' ') as [string, string]));
  const { state } = await look({ api, context }, readRows.rid, signal, (rows) => {
    const met = rows.filter(({ uuid }) => known.has(uuid));
    if (met.length === 0) return rows.length === rowLimit ? null : false;
    return met.every((row) => known.get(row.uuid) === hashOf(row));
  });
  if (!signal.aborted) context.saveState(state);
}

/** One look at rows of a transaction; `isSame` null: they say nothing. Where nothing was learned only that it was tried is kept. */
async function look(
  { api, context }: Pick<FoundryParts, 'api' | 'context'>,
  rid: string,
  signal: AbortSignal,
  isSame: (rows: readonly Row[]) => boolean | null,
): Promise<{ readonly state: Readonly<Record<string, unknown>>; readonly uuids?: readonly string[] }> {
  const table = await api.table(rid, columns, rowLimit, signal);
  const noted = (code: ErrorCode | null, error: string | null = null) => ({
    state: { readBack: { atMs: context.clock.nowMs(), code, error } },
  });
  const nothing = { state: { readTriedAtMs: context.clock.nowMs() } };
  if (!table.isOk) {
    const { meaning, report } = table.failure;
    const name = report.error ?? '';
    if (name === 'SchemaNotFound') return noted('sync.no_schema', name);
    if (unreadable.has(name)) return noted('sync.not_readable', name);
    return meaning === 'forbidden' ? noted('sync.not_allowed_to_read', name) : nothing;
  }
  const rows = rowsOf(table.value);
  if (rows === null) return noted('sync.not_readable', 'columns missing');
  const same = isSame(rows);
  if (same === null) return nothing;
  return same ? { ...noted(null), uuids: rows.map(({ uuid }) => uuid) } : noted('sync.read_back_differs');
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
