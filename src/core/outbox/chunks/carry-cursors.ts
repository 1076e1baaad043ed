import { CodedError } from '../../../shared/errors.ts';
import type { Reader, Writer } from '../../db/open.ts';
import { DestinationStore } from '../destination-store.ts';
import { mayHappen, prepareChange } from '../states.ts';
import { type ChunkRow, chunkRows, isSuperseded, noteSuperseded, parseMembers } from './chunk-rows.ts';
import { type CursorRange, cutOut } from './cursor-ranges.ts';
import { insertRange, loadRanges } from './cursor-rows.ts';
import { ChunkRanges } from './return-members.ts';

/** Arrived, or discarded by the user, until they undo it. */
const isDecided = `(state = 'delivered' OR state = 'discarded' AND NOT ${isSuperseded})`;

/**
 * Another route to the same dataset (the user says so): `to` begins at the position of `from`, `from` is turned off, and everything of
 * `from` that was not confirmed is backlog of `to`, marked if it may be stored already. Items that `to` delivered itself, or that
 * the user discarded there, are not sent; items that it may have delivered are marked. A class that only `to` gets continues
 * there. Chunks that both had cut are superseded. One transaction; returns the spool files without a row. `at`: UTC seconds. Error
 * sync.route_busy while either is sending: the outcome would be unknown.
 */
export function carryCursors(writer: Writer, from: number, to: number, at: number): string[] {
  return writer.transaction(() => {
    if (chunkRows(writer, "WHERE destination IN (?, ?) AND state = 'sending' LIMIT 1", from, to).length > 0)
      throw new CodedError('sync.route_busy');
    writer.prepare<[number]>('UPDATE destination SET is_enabled = 0 WHERE id = ?').run(from);

    const open = mayHappen('chunk', 'supersede');
    const chunkRanges = new ChunkRanges(writer);
    const backlogOf = (id: number): CursorRange[] => [
      ...loadRanges(writer, id),
      ...chunkRows(writer, `WHERE destination = ? AND ${open}`, id).flatMap((row) => chunkRanges.of(row)),
    ];
    const taken = backlogOf(from);
    // A class that `from` was never meant to get says nothing about the dataset: `to` continues at its own position.
    const met = new Set(taken.flatMap((range) => (range.endSeq === null ? range.class : [])));
    const ranges = [
      ...whatIsMissing(writer, chunkRanges, taken, to),
      ...backlogOf(to).filter((range) => !met.has(range.class)),
    ];
    writer.prepare<[number]>('DELETE FROM cursor WHERE destination = ?').run(to);
    for (const range of ranges) insertRange(writer, to, range);

    const superseded = chunkRows(writer, `WHERE destination IN (?, ?) AND ${open}`, from, to);
    prepareChange(writer, 'chunk', 'supersede', {
      set: { code: "'sync.other_route'", next_at_ms: 'NULL', spool: 'NULL', updated_at: '?' },
      where: 'destination IN (?, ?)',
    }).run(at, from, to);
    noteSuperseded(writer);
    nameRoute(writer, from, to);
    return superseded.flatMap(({ spool }) => spool ?? []);
  })();
}

/** The parts of these ranges that a destination neither has nor is meant to get; marked if it may have them. */
function whatIsMissing(
  writer: Writer,
  chunkRanges: ChunkRanges,
  ranges: readonly CursorRange[],
  destination: number,
): CursorRange[] {
  let missing = [...ranges];
  // A look at the members alone: one chunk is compared with all that were ever delivered.
  const isMet = ({ members }: ChunkRow) =>
    parseMembers(members).some(([, count, seq]) =>
      missing.some(({ nextSeq, endSeq }) => nextSeq < seq + count && (endSeq ?? Infinity) > seq),
    );
  for (const row of chunkRows(writer, `WHERE destination = ? AND NOT ${isDecided}`, destination)) {
    if ((!row.mayBeRepeated && !row.mayBeStored) || !isMet(row)) continue;
    for (const range of chunkRanges.of(row)) {
      const { rest, inside } = cutOut(missing, range);
      missing = [...rest, ...inside.map((part) => ({ ...part, mayBeRepeated: 1 as const }))];
    }
  }
  for (const row of chunkRows(writer, `WHERE destination = ? AND ${isDecided}`, destination))
    if (isMet(row)) for (const range of chunkRanges.of(row)) missing = cutOut(missing, range).rest;
  return missing;
}

/** `from`, and destinations routed through it, use `to` from now on: `goesBy` in the state of each (DestinationStore.goesBy). */
function nameRoute(writer: Writer, from: number, to: number): void {
  writer
    .prepare<[number, number, number]>(
      "UPDATE destination SET state = json_set(state, '$.goesBy', ?) WHERE id = ? OR state ->> '$.goesBy' = ?",
    )
    .run(to, from, from);
  writer
    .prepare<[number]>("UPDATE destination SET state = json_remove(state, '$.goesBy') WHERE id = ?")
    .run(to);
}

/** Destinations that send through this one, as another route to the same dataset. */
export function routedBy(reader: Reader, destination: number): number[] {
  return reader
    .prepare<[number], number>("SELECT id FROM destination WHERE state ->> '$.goesBy' = ? ORDER BY id")
    .pluck()
    .all(destination);
}

/**
 * Makes the members of a chunk backlog of the route that its dataset has now, and removes its row, inside the caller's transaction.
 * Data that the dataset got by another route is not sent again; data that it may have got is marked.
 */
export function returnToRoute(writer: Writer, chunk: ChunkRow): void {
  const store = new DestinationStore(writer);
  const own = store.row(chunk.destination);
  const route = (own && store.goesBy(own)) ?? chunk.destination;
  const chunkRanges = new ChunkRanges(writer);
  let ranges: CursorRange[] = chunkRanges.of(chunk);
  for (const other of [route, ...routedBy(writer, route)])
    if (other !== chunk.destination) ranges = whatIsMissing(writer, chunkRanges, ranges, other);
  for (const range of ranges) insertRange(writer, route, range);
  writer.prepare<[number]>('DELETE FROM chunk WHERE id = ?').run(chunk.id);
}
