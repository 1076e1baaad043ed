import type { OutboxState } from '../../../shared/domain/sync.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { Reader, Writer } from '../../db/open.ts';
import type { Chunk, ServerReport } from '../chunk-store.ts';
import { nextState, type OutboxEvent, statesBefore } from '../states.ts';
import type { Members } from './members.ts';

/** A row of `chunk` with what stays inside. */
export interface ChunkRow extends Chunk {
  readonly destination: number;
  /** JSON, see members.ts. */
  readonly members: string;
  readonly spool: string | null;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  /**
   * The server may hold these very bytes. At Foundry that is so without a mark: there a resend of the same bytes is recognized by
   * its path, but the same records in other bytes are not.
   */
  readonly mayBeStored: boolean;
}

interface Stored extends Omit<ChunkRow, 'mayBeRepeated' | 'mayBeStored'> {
  readonly mayBeRepeated: number;
  readonly mayBeStored: number;
}

export interface NewChunk {
  readonly destination: number;
  readonly class: string;
  readonly state: OutboxState;
  readonly members: Members;
  readonly lineCount: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly spool: string | null;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  readonly attempts?: number;
  readonly code?: ErrorCode | null;
  readonly mayBeRepeated?: boolean;
}

/** `ChunkRow.mayBeStored` of a row of `chunk` under this name. */
export const mayBeStored = (
  chunk: string,
) => `(${chunk}.state <> 'failed' AND ${chunk}.tries > 0 AND (${chunk}.may_be_repeated
    OR coalesce((SELECT target = 'foundry' FROM destination WHERE destination.id = ${chunk}.destination), 0)))`;

const select = `SELECT id, destination, class, state, members, line_count AS lineCount, bytes, sha256, spool, first_at AS firstAt,
  last_at AS lastAt, tries, attempts, resends, may_be_repeated AS mayBeRepeated,
  ${mayBeStored('chunk')} AS mayBeStored FROM chunk`;

/**
 * A discard that the user did not make: the members are carried by another route (carry-cursors.ts). It is not taken back, so no
 * list and no total has it.
 */
export const isSuperseded = "(state = 'discarded' AND code IS 'sync.other_route')";

/** Counts superseded chunks anew, into the state of their destinations: no list and no card reads the ledger for it. */
export function noteSuperseded(writer: Writer): void {
  writer.exec(
    `UPDATE destination SET state = json_set(state, '$.superseded', found.superseded, '$.supersededMarked', found.marked)
     FROM (SELECT destination AS id, count(*) AS superseded, sum(iif(may_be_repeated, line_count, 0)) AS marked
       FROM chunk WHERE ${isSuperseded} GROUP BY destination) found
     WHERE destination.id = found.id`,
  );
}

/** Superseded chunks of a destination, or of all. */
export function countSuperseded(reader: Reader, destination: number | null): number {
  return reader
    .prepare<[number | null], number | null>(
      "SELECT state ->> '$.superseded' FROM destination WHERE id = coalesce(?, id)",
    )
    .pluck()
    .all(destination)
    .reduce<number>((total, rows) => total + (rows ?? 0), 0);
}

/** Lines of superseded chunks that are marked as a possible repeat: the chunks that took their place are marked, too. */
export function supersededMarked(reader: Reader, destination: number): number {
  return (
    reader
      .prepare<[number], number | null>("SELECT state ->> '$.supersededMarked' FROM destination WHERE id = ?")
      .pluck()
      .get(destination) ?? 0
  );
}

/** Chunks that satisfy `where`, in its order. */
export function chunkRows(reader: Reader, where: string, ...parameters: (string | number)[]): ChunkRow[] {
  return reader
    .prepare<unknown[], Stored>(`${select} ${where}`)
    .all(...parameters)
    .map((row) => ({ ...row, mayBeRepeated: row.mayBeRepeated === 1, mayBeStored: row.mayBeStored === 1 }));
}

export function insertChunk(writer: Writer, chunk: NewChunk, at: number): void {
  writer
    .prepare<unknown[]>(
      `INSERT INTO chunk (destination, class, state, members, line_count, bytes, sha256, spool, first_at, last_at, attempts, code, may_be_repeated, created_at, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      chunk.destination,
      chunk.class,
      chunk.state,
      JSON.stringify(chunk.members),
      chunk.lineCount,
      chunk.bytes,
      chunk.sha256,
      chunk.spool,
      chunk.firstAt,
      chunk.lastAt,
      chunk.attempts ?? 0,
      chunk.code ?? null,
      chunk.mayBeRepeated ? 1 : 0,
      at,
      at,
    );
}

/** The columns that change besides the state; undefined leaves a column as it is. */
export interface Change {
  readonly nextAtMs?: number | null;
  readonly code?: ErrorCode | null;
  readonly report?: ServerReport;
  readonly attempts?: number;
  readonly resends?: number;
  readonly tries?: number;
  readonly mayBeRepeated?: boolean;
  readonly spool?: null;
}

/**
 * Lets `event` happen to a chunk. False, with nothing written, when it cannot happen to the state that the row is in by now: the
 * user discarded it, or its destination is gone. `at`: UTC seconds.
 */
export function changeChunk(
  writer: Writer,
  id: number,
  event: OutboxEvent,
  change: Change,
  at: number,
): boolean {
  const [from] = statesBefore(event);
  const to = from === undefined ? null : nextState(from, event);
  if (to === null) return false;
  const report = change.report ?? {};
  const set: Record<string, string | number | null | undefined> = {
    state: to,
    updated_at: at,
    next_at_ms: change.nextAtMs,
    code: change.code,
    attempts: change.attempts,
    resends: change.resends,
    tries: change.tries,
    may_be_repeated: change.mayBeRepeated || report.mayBeRepeated ? 1 : undefined,
    spool: change.spool,
    request_id: report.requestId,
    answer: report.answer,
    error: report.error,
    far_path: report.farPath,
    transaction_rid: report.transactionRid,
    warning: report.warning,
  };
  const columns = Object.entries(set).filter(([, value]) => value !== undefined);
  const states = statesBefore(event);
  const { changes } = writer
    .prepare<unknown[]>(
      `UPDATE chunk SET ${columns.map(([name]) => `${name} = ?`).join(', ')}
       WHERE id = ? AND state IN (${states.map(() => '?').join(', ')})`,
    )
    .run(...columns.map(([, value]) => value), id, ...states);
  return changes > 0;
}
