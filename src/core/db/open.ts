import Database from 'better-sqlite3';
import { asCoded } from './as-coded.ts';
import { makePrivateFile } from './private-files.ts';

/** A statement of a reading connection: it has no `run`. */
export interface ReadStatement<P extends unknown[], R> {
  get(...params: P): R | undefined;
  all(...params: P): R[];
  iterate(...params: P): IterableIterator<R>;
  pluck(isOn?: boolean): this;
  raw(isOn?: boolean): this;
}

export interface WriteStatement<P extends unknown[], R> extends ReadStatement<P, R> {
  run(...params: P): { changes: number; lastInsertRowid: number | bigint };
}

type Bound<P> = P extends unknown[] ? P : [P];

/** A connection that can only read: writing through it does not compile, and SQLite refuses it besides. */
export interface Reader {
  readonly name: string;
  readonly open: boolean;
  prepare<P = unknown[], R = unknown>(sql: string): ReadStatement<Bound<P>, R>;
  /** `progress` is called after each step and says how many pages the next has; what it throws ends the copy. */
  backup(path: string, options?: { progress: () => number }): Promise<unknown>;
  close(): unknown;
}

/** The one connection that writes. May be given wherever a Reader is asked for. */
export interface Writer extends Reader {
  readonly inTransaction: boolean;
  prepare<P = unknown[], R = unknown>(sql: string): WriteStatement<Bound<P>, R>;
  exec(sql: string): unknown;
  pragma(text: string, options?: { simple?: boolean }): unknown;
  /** The body must be done when it returns: one that returns a promise does not compile, and throws at run time, rolled back. */
  transaction<A extends unknown[], T extends NoPromise<T>>(body: (...args: A) => T): Transaction<A, T>;
}

/** Bound of a type parameter that takes every type but promises, also in a union: `<T extends NoPromise<T>>`. */
export type NoPromise<T> = [Extract<T, PromiseLike<unknown>>] extends [never] ? unknown : never;

export interface Transaction<A extends unknown[], T> {
  (...args: A): T;
  immediate(...args: A): T;
}

const cacheKiB = 16 * 1024;
const busyTimeoutMs = 5000;

/** Schema text from a file is not trusted with functions and views (sqlite.org/security.html). */
const common = [
  `cache_size = -${cacheKiB}`,
  'temp_store = MEMORY',
  'trusted_schema = OFF',
  'cell_size_check = ON',
];

/**
 * In WAL with synchronous NORMAL a power cut may lose the last commits but never tears one; a killed process loses
 * nothing. Foreign keys are declared for the reader of the schema and not enforced: an import inserts millions of rows.
 */
const writing = [
  'journal_mode = WAL',
  'synchronous = NORMAL',
  'foreign_keys = OFF',
  'journal_size_limit = 67108864',
];

/** Opens (or makes, 0600) the database for writing. Errors: profile.damaged, profile.unreadable, profile.in_use, disk.full. */
export function openWriter(path: string): Writer {
  return guarded(() => {
    if (path !== ':memory:') makePrivateFile(path);
    return prepared(new Database(path, { timeout: busyTimeoutMs }), [...writing, ...common]);
  });
}

/** Opens an existing database for reading; it may have a writer. Errors: profile.damaged, profile.unreadable. */
export function openReader(path: string): Reader {
  return guarded(() => {
    const options = { timeout: busyTimeoutMs, readonly: true, fileMustExist: true };
    return prepared(new Database(path, options), [...common, 'query_only = ON']);
  });
}

function prepared(database: Database.Database, pragmas: readonly string[]): Database.Database {
  try {
    for (const pragma of pragmas) database.pragma(pragma);
    // The first real read: pragmas alone do not notice a file that is no database.
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function guarded(open: () => Database.Database): Writer {
  try {
    return open() as unknown as Writer;
  } catch (error) {
    throw asCoded(error);
  }
}
