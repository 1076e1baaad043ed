import { fork } from 'node:child_process';
import { schemaSql } from '../../core/db/query.ts';
import { profilePaths } from '../../core/profile/profile-paths.ts';
import { CodedError, type Failure } from '../../shared/errors.ts';
import type { QueryArguments } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { openHistory } from './open-history.ts';
import { requireHistory } from './open-program.ts';
import type { Output } from './output.ts';

/** The order for the statement's process. */
export interface QueryOrder {
  readonly path: string;
  readonly sql: string;
  readonly form: 'csv' | 'json';
  /** Maximum number of rows. */
  readonly limit: number;
}

/** The result; `isCut`: there were more rows than the limit. */
export type QueryEnd =
  | { readonly isDone: true; readonly rows: number; readonly isCut: boolean }
  | { readonly isDone: false; readonly failure: Failure };

/**
 * Prints the rows of one read-only statement, as CSV (RFC 4180) or one JSON object per line. The statement runs in its own
 * process, which is ended after `seconds`. Errors: profile.unknown, query.refused, query.invalid, query.too_large, query.too_slow.
 */
export async function runQuery(given: QueryArguments, output: Output): Promise<ExitCode> {
  const { database } = profilePaths(given.profile);
  requireHistory(given.profile);
  const { reader } = await openHistory(given.profile);
  try {
    if (given.schema) {
      const statements = reader.prepare<[], string>(schemaSql).pluck().all();
      await output.result(statements.map((sql) => `${sql};`).join('\n'));
      return exitCodes.done;
    }
  } finally {
    reader.close();
  }
  const [sql = ''] = given.paths;
  const order = { path: database, sql, form: given.json ? 'json' : 'csv', limit: given.limit } as const;
  const end = await answerOf(order, given.seconds, output);
  if (end === null) return exitCodes.done;
  if (!end.isDone) throw new CodedError(end.failure.code, end.failure.details);
  if (!end.isCut) return exitCodes.done;
  output.note(`These are only the first ${end.rows} rows. To see more: --limit N`);
  return exitCodes.partial;
}

/** Null: the reader is gone (`| head`). */
async function answerOf(order: QueryOrder, seconds: number, output: Output): Promise<QueryEnd | null> {
  const child = fork(new URL('./query-child.ts', import.meta.url), {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let end: QueryEnd | null = null;
  let isLate = false;
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.on('message', (message) => {
    end = message as QueryEnd;
  });
  // A failed message shows in how the process ends.
  child.on('error', () => {});
  const timer = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, seconds * 1000);
  try {
    child.send(order);
    await passOn(child.stdout, output);
    if (output.isClosed) child.kill('SIGKILL');
    await ended;
  } finally {
    clearTimeout(timer);
    child.kill('SIGKILL');
  }
  if (output.isClosed) return null;
  if (isLate) throw new CodedError('query.too_slow', { seconds });
  // The system ended it for lack of memory.
  if (end === null) throw new CodedError('query.too_large');
  return end;
}

/** Passes on whole lines; each piece is taken before the next is read. */
async function passOn(stdout: NodeJS.ReadableStream | null, output: Output): Promise<void> {
  let rest = '';
  stdout?.setEncoding('utf8');
  for await (const piece of stdout ?? []) {
    rest += piece;
    const last = rest.lastIndexOf('\n');
    if (last === -1) continue;
    await output.result(rest.slice(0, last));
    rest = rest.slice(last + 1);
    if (output.isClosed) return;
  }
  if (rest !== '') await output.result(rest);
}
