import { CodedError } from '../../../shared/errors.ts';
import type { Writer } from '../../db/open.ts';
import { chunkRows } from './chunk-rows.ts';
import { type CursorRange, cutOut } from './cursor-ranges.ts';
import { insertRange, loadRanges } from './cursor-rows.ts';
import { ChunkRanges } from './return-members.ts';

/**
 * Another route to the same dataset (the user says so): `to` begins where `from` stands, `from` is turned off, and everything of
 * `from` that was not confirmed is backlog of `to`, marked where it may be stored already. What `to` delivered by itself is not
 * sent again; what it may have delivered is marked. What both had cut is superseded. One transaction; returns the spool files
 * without a row. `at`: UTC seconds. Error sync.route_busy while either is sending: the outcome would be unknown.
 */
export function carryCursors(writer: Writer, from: number, to: number, at: number): string[] {
  return writer.transaction(() => {
    if (chunkRows(writer, "WHERE destination IN (?, ?) AND state = 'sending' LIMIT 1", from, to).length > 0)
      throw new CodedError('sync.route_busy');
    writer.prepare<[number]>('UPDATE destination SET is_enabled = 0 WHERE id = ?').run(from);

    const open = "state IN ('queued', 'waiting', 'uncertain', 'failed')";
    const chunkRanges = new ChunkRanges(writer);
    let ranges: CursorRange[] = [
      ...loadRanges(writer, from),
      ...chunkRows(writer, `WHERE destination = ? AND ${open}`, from).flatMap((row) => chunkRanges.of(row)),
    ];
    for (const row of chunkRows(writer, 'WHERE destination = ?', to)) {
      if (row.state !== 'delivered' && !row.mayBeRepeated && !row.mayBeStored) continue;
      for (const range of chunkRanges.of(row)) {
        const { rest, inside } = cutOut(ranges, range);
        ranges = rest;
        if (row.state !== 'delivered')
          ranges.push(...inside.map((part) => ({ ...part, mayBeRepeated: 1 as const })));
      }
    }
    writer.prepare<[number]>('DELETE FROM cursor WHERE destination = ?').run(to);
    for (const range of ranges) insertRange(writer, to, range);

    const superseded = chunkRows(writer, `WHERE destination IN (?, ?) AND ${open}`, from, to);
    writer
      .prepare<[number, number, number]>(
        `UPDATE chunk SET state = 'discarded', code = 'sync.other_route', next_at_ms = NULL, spool = NULL, updated_at = ?
         WHERE destination IN (?, ?) AND ${open}`,
      )
      .run(at, from, to);
    return superseded.flatMap(({ spool }) => spool ?? []);
  })();
}
