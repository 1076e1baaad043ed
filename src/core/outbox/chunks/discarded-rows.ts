import { recordClasses } from '../../../shared/domain/record-class.ts';
import type { Reader, ReadStatement, Writer } from '../../db/open.ts';
import { addMember, isDiscarded, type Members, parseMembers } from './chunk-rows.ts';

/** Row ids `first` ≤ id < `end`. */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}

interface Chunk {
  readonly id: number;
  readonly members: string;
}

const none: readonly RowRange[] = [];

/** Chunks that the user discarded at a destination, or at one that it took over as another route to the same dataset. */
const discardedAt = `chunk INDEXED BY chunk_discarded WHERE ${isDiscarded} AND class IN (SELECT value FROM json_each(@classes))
  AND destination IN (SELECT id FROM destination WHERE id = @destination OR state ->> '$.goesBy' = @destination)`;

/** Records may have moved to another class since (reclass-arrivals.ts). */
const classesOf = (arrivalClass: string): string =>
  JSON.stringify(
    (recordClasses as readonly string[]).includes(arrivalClass) ? recordClasses : [arrivalClass],
  );

/**
 * The rows of discarded chunks: whatever a later import says of them isn't sent there until the user takes the discard back. The rows of a
 * discarded chunk never change, so they're read once. Where nothing is discarded, it's one look into an empty index.
 */
export class DiscardedRows {
  readonly #ids: ReadStatement<[Record<string, unknown>], string | null>;
  readonly #chunks: ReadStatement<[Record<string, unknown>], Chunk>;
  readonly #known = new Map<string, { readonly ids: string; readonly rows: readonly RowRange[] }>();

  constructor(reader: Reader) {
    this.#ids = reader
      .prepare<[Record<string, unknown>], string | null>(
        `SELECT group_concat(id) FROM (SELECT id FROM ${discardedAt} ORDER BY id)`,
      )
      .pluck();
    this.#chunks = reader.prepare(`SELECT id, members FROM ${discardedAt} ORDER BY id`);
  }

  /** In ascending order and apart from one another; the same array while no chunk of the class was discarded or taken back. */
  of(destination: number, arrivalClass: string): readonly RowRange[] {
    const at = { destination, classes: classesOf(arrivalClass) };
    const ids = this.#ids.get(at) ?? null;
    if (ids === null) return none;
    const key = `${destination} ${arrivalClass}`;
    const known = this.#known.get(key);
    if (known?.ids === ids) return known.rows;
    const rows = merged(this.#chunks.all(at).flatMap(({ members }) => parseMembers(members)));
    this.#known.set(key, { ids, rows });
    return rows;
  }
}

export function isAmong(rows: readonly RowRange[], row: number): boolean {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] as RowRange).end > row) high = middle;
    else low = middle + 1;
  }
  const range = rows[low];
  return range !== undefined && range.first <= row;
}

/**
 * Gives arrivals that were passed over to the discarded chunks that their rows belong to, inside the caller's transaction: once a chunk's
 * discard is taken back, they're its backlog. A row of several goes with the newest one.
 */
export function keepWithDiscarded(
  writer: Writer,
  destination: number,
  arrivalClass: string,
  passed: Members,
): void {
  if (passed.length === 0) return;
  const chunks = writer.prepare<[Record<string, unknown>], Chunk>(
    `SELECT id, members FROM ${discardedAt} ORDER BY id DESC`,
  );
  const setMembers = writer.prepare<[string, number]>('UPDATE chunk SET members = ? WHERE id = ?');
  let left = eachOf(passed);
  for (const { id, members: text } of chunks.all({ destination, classes: classesOf(arrivalClass) })) {
    const members = parseMembers(text);
    const rows = merged(members);
    const own = left.filter(({ row }) => isAmong(rows, row));
    if (own.length === 0) continue;
    const known = new Set(eachOf(members).map(({ seq }) => seq));
    const fresh: Members = [];
    for (const { row, seq } of own) if (!known.has(seq)) addMember(fresh, row, seq);
    // In the order of the log: its lines are gone.
    setMembers.run(JSON.stringify([...members, ...fresh].sort((a, b) => a[2] - b[2])), id);
    left = left.filter(({ row }) => !isAmong(rows, row));
  }
}

function eachOf(members: Members): { readonly row: number; readonly seq: number }[] {
  return members.flatMap(([row, count, seq]) =>
    Array.from({ length: count }, (_, i) => ({ row: row + i, seq: seq + i })),
  );
}

function merged(members: Members): readonly RowRange[] {
  const rows: { first: number; end: number }[] = [];
  for (const [first, count] of members.toSorted((a, b) => a[0] - b[0])) {
    const last = rows.at(-1);
    if (last && last.end >= first) last.end = Math.max(last.end, first + count);
    else rows.push({ first, end: first + count });
  }
  return rows;
}
