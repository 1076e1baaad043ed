import type Database from 'better-sqlite3';
import { CodedError } from '../../shared/errors.ts';
import { asCoded } from './as-coded.ts';
import { openReader } from './open.ts';

/** What SQLite gives for one column of one row: integers as bigint, so that 64 bits stay whole. */
export type QueryValue = null | bigint | number | string | Uint8Array;

export interface Query {
  /** Names of the columns, each once: a second `x` is `x_2`. */
  readonly columns: readonly string[];
  /** Rows in the order of SQLite. Errors: query.invalid, query.too_large. */
  rows(): IterableIterator<readonly QueryValue[]>;
  close(): void;
}

/** Sorting and grouping happen in memory: files of a query would be health data beside the profile. */
const heapBytes = 512 * 1024 * 1024;
const reading = /^(?:explain\s+(?:query\s+plan\s+)?)?(?:select|with|values)\b/i;
const leadingBlank = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/;

/**
 * Opens the database for one statement that reads. Four things hold: the file is opened read-only (SQLITE_OPEN_READONLY), `query_only` is
 * on, SQLite says that the statement changes nothing (sqlite3_stmt_readonly) and has columns, and it begins with SELECT, WITH, VALUES or
 * EXPLAIN of these. The last is needed because ATTACH and most PRAGMAs count as reading, and some PRAGMAs act while they are prepared, also
 * behind EXPLAIN (sqlite.org/pragma.html). Load_extension and fts3_tokenizer are off in the library. Errors: query.refused, query.invalid
 * {reason: in SQLite's words}, and those of opening.
 */
export function openQuery(path: string, sql: string): Query {
  // A NUL ends the text for SQLite alone; text after it would go unread.
  if (sql.includes('\0') || !reading.test(sql.replace(leadingBlank, '')))
    throw new CodedError('query.refused');
  const database = openReader(path) as unknown as Database.Database;
  try {
    database.pragma(`hard_heap_limit = ${heapBytes}`);
    const statement = database.prepare<[], QueryValue[]>(sql);
    if (!statement.readonly || !statement.reader) throw new CodedError('query.refused');
    statement.safeIntegers(true).raw(true);
    return {
      columns: distinct(statement.columns().map(({ name }) => name)),
      *rows() {
        try {
          yield* statement.iterate();
        } catch (error) {
          throw queryError(error);
        }
      },
      close: () => void database.close(),
    };
  } catch (error) {
    database.close();
    throw queryError(error);
  }
}

function queryError(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  // The library's own refusal: no statement, or more than one.
  if (error instanceof RangeError && error.message.includes('statement'))
    return new CodedError('query.refused', {}, { cause: error });
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'SQLITE_TOOBIG' || code === 'SQLITE_NOMEM') return new CodedError('query.too_large');
  if (code.startsWith('SQLITE_READONLY')) return new CodedError('query.refused', {}, { cause: error });
  const isOfTheText =
    /^SQLITE_(ERROR|AUTH|MISMATCH|RANGE)/.test(code) ||
    error instanceof TypeError ||
    error instanceof RangeError;
  if (!isOfTheText) return asCoded(error);
  const reason = error instanceof Error ? error.message : '';
  return new CodedError('query.invalid', { reason }, { cause: error });
}

function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let n = 2; taken.has(own); n += 1) own = `${name}_${n}`;
    taken.add(own);
    return own;
  });
}

/** One row as a JSON object: integers beyond ±2^53 and infinite numbers as text, bytes as `{"base64": …}`. */
export function queryRowAsJson(columns: readonly string[], row: readonly QueryValue[]): string {
  return `{${columns.map((name, index) => `${JSON.stringify(name)}:${jsonOf(row[index] ?? null)}`).join(',')}}`;
}

function jsonOf(value: QueryValue): string {
  if (value instanceof Uint8Array) return JSON.stringify({ base64: Buffer.from(value).toString('base64') });
  if (typeof value === 'bigint') return isSafe(value) ? value.toString() : JSON.stringify(value.toString());
  if (typeof value === 'number' && !Number.isFinite(value)) return JSON.stringify(String(value));
  return JSON.stringify(value);
}

const isSafe = (value: bigint) => value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;

/** A value as a field of CSV: bytes in base64, NULL as nothing. */
export function queryValueAsField(value: QueryValue): string | number | null {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return typeof value === 'bigint' ? value.toString() : value;
}

/** The statements that made the tables, indexes and views, in their order. */
export const schemaSql =
  "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, name";
