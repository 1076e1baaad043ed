import { z } from 'zod';
import { CodedError, type ErrorCode } from '../../../shared/errors.ts';
import type { Reader, Writer } from '../../db/open.ts';
import type { Chunk, ServerReport } from '../chunk-store.ts';
import { type BirthOf, type EventOf, prepareChange, prepareNew } from '../states.ts';

/** Column `members` of a chunk: [first row id, count, seq of the first], in the order of its lines. */
const membersSchema = z.array(z.tuple([z.int(), z.int(), z.int()]));
export type Members = z.infer<typeof membersSchema>;

/** Errors: profile.damaged. */
export function parseMembers(text: string): Members {
  const parsed = membersSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new CodedError('profile.damaged', { reason: 'members' });
  return parsed.data;
}

/** Adds one row behind the others; rows that follow one another are one entry. */
export function addMember(members: Members, row: number, seq: number): void {
  const last = members.at(-1);
  if (last && last[0] + last[1] === row && last[2] + last[1] === seq) last[1]++;
  else members.push([row, 1, seq]);
}

/** The members of the first `lines` lines, and those of the rest. */
export function splitMembers(members: Members, lines: number): [Members, Members] {
  const before: Members = [];
  const after: Members = [];
  let left = lines;
  for (const [row, count, seq] of members) {
    const here = Math.min(left, count);
    if (here > 0) before.push([row, here, seq]);
    if (here < count) after.push([row + here, count - here, seq + here]);
    left -= here;
  }
  return [before, after];
}

/** A row of `chunk` with its internal fields. */
export interface ChunkRow extends Chunk {
  readonly destination: number;
  /** JSON, see `membersSchema`. */
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
/** A discard of the user's, as the index of these has it. */
export const isDiscarded = "state = 'discarded' AND code IS NOT 'sync.other_route'";

/** Recounts superseded chunks, into the state of their destinations: no list and no card reads the ledger for it. */
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

export function insertChunk(writer: Writer, birth: BirthOf<'chunk'>, chunk: NewChunk, at: number): void {
  const columns = {
    destination: '?',
    class: '?',
    members: '?',
    line_count: '?',
    bytes: '?',
    sha256: '?',
    spool: '?',
    first_at: '?',
    last_at: '?',
    attempts: '?',
    code: '?',
    may_be_repeated: '?',
    created_at: '?',
    updated_at: '?',
  };
  prepareNew(writer, 'chunk', birth, columns).run(
    chunk.destination,
    chunk.class,
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
  event: EventOf<'chunk'>,
  change: Change,
  at: number,
): boolean {
  const report = change.report ?? {};
  const set: Record<string, string | number | null | undefined> = {
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
    far_path: report.remotePath,
    transaction_rid: report.transactionRid,
    warning: report.warning,
  };
  const given = Object.entries(set).filter(([, value]) => value !== undefined);
  const columns: Record<string, string> = Object.fromEntries(given.map(([name]) => [name, '?']));
  const { changes } = prepareChange(writer, 'chunk', event, { set: columns, where: 'id = ?' }).run(
    ...given.map(([, value]) => value),
    id,
  );
  return changes > 0;
}
