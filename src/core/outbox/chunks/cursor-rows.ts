import type { Reader, Writer } from '../../db/open.ts';
import { alignRanges, type CursorRange, type Scope } from './cursor-ranges.ts';

/** A stored range. Its id changes whenever the range does otherwise than by being cut. */
export interface StoredRange extends CursorRange {
  readonly id: number;
}

const columns =
  'id, class, next_seq AS nextSeq, end_seq AS endSeq, from_day AS fromDay, to_day AS toDay, may_be_repeated AS mayBeRepeated FROM cursor';

export function loadRanges(reader: Reader, destination: number): StoredRange[] {
  return reader
    .prepare<[number], StoredRange>(`SELECT ${columns} WHERE destination = ? ORDER BY id`)
    .all(destination);
}

/**
 * Brings a destination's cursors to a scope, inside the caller's transaction where there is one: on consent (a class first
 * switched on begins at 0) and at every later change, in both directions. Narrowing keeps the place of the parts that it leaves out;
 * widening makes exactly the excluded parts pending. Nothing is written if nothing changes.
 */
export function setScope(
  writer: Writer,
  destination: number,
  kinds: ReadonlySet<string>,
  fromDay: number | null,
): void {
  align(writer, destination, { kinds, fromDay });
}

/** As `setScope`; returns the resulting ranges. */
export function align(writer: Writer, destination: number, scope: Scope): StoredRange[] {
  const before = loadRanges(writer, destination);
  const after = alignRanges(before, scope);
  const kept = new Set<CursorRange>(after);
  if (after.length === before.length && before.every((range) => kept.has(range))) return before;
  writer.transaction(() => {
    const remove = writer.prepare<[number]>('DELETE FROM cursor WHERE id = ?');
    for (const range of before) if (!kept.has(range)) remove.run(range.id);
    for (const range of after) if (!('id' in range)) insertRange(writer, destination, range);
  })();
  return loadRanges(writer, destination);
}

export function insertRange(writer: Writer, destination: number, range: CursorRange): void {
  writer
    .prepare<unknown[]>(
      'INSERT INTO cursor (destination, class, next_seq, end_seq, from_day, to_day, may_be_repeated) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    .run(
      destination,
      range.class,
      range.nextSeq,
      range.endSeq,
      range.fromDay,
      range.toDay,
      range.mayBeRepeated,
    );
}

/** Advances a range to `nextSeq`, or removes it if it is drained. False: it has changed since it was cut. */
export function advance(writer: Writer, range: StoredRange, nextSeq: number): boolean {
  const now = writer.prepare<[number], StoredRange>(`SELECT ${columns} WHERE id = ?`).get(range.id);
  if (
    now === undefined ||
    now.nextSeq !== range.nextSeq ||
    now.fromDay !== range.fromDay ||
    now.toDay !== range.toDay
  )
    return false;
  if (range.endSeq !== null && nextSeq >= range.endSeq)
    writer.prepare<[number]>('DELETE FROM cursor WHERE id = ?').run(range.id);
  else writer.prepare<[number, number]>('UPDATE cursor SET next_seq = ? WHERE id = ?').run(nextSeq, range.id);
  return true;
}
