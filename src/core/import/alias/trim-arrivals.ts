import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ArrivalClass } from '../../../shared/domain/sync.ts';
import type { Writer } from '../../db/open.ts';
import { IdSet } from '../removal/export-presence.ts';
import { ArrivalLog } from '../writer/arrival-log.ts';

interface Range {
  readonly class: ArrivalClass;
  readonly first_row: number;
  readonly row_count: number;
}

const tables: Partial<Record<ArrivalClass, string>> = {
  record: 'record',
  reproductive: 'record',
  unknown: 'record',
  workout: 'workout',
  route: 'route',
  correlation: 'correlation',
  audiogram: 'document',
  vision: 'document',
};

/** Writes a run's arrivals again without the rows that were folded away. Only while the run is open: nobody saw them yet. */
export async function trimArrivals(writer: Writer, run: number): Promise<void> {
  const ranges = writer
    .prepare<[number], Range>('SELECT class, first_row, row_count FROM arrival WHERE run = ? ORDER BY seq')
    .all(run);
  const left: { class: ArrivalClass; ids: number[] }[] = [];
  /** Rows that were superseded and taken back within the run arrived twice. */
  const arrived = new Map<ArrivalClass, IdSet>();
  for (const range of ranges) {
    const table = tables[range.class];
    const all = Array.from({ length: range.row_count }, (_, i) => range.first_row + i);
    const ids = table
      ? writer
          .prepare<[number, number], number>(`SELECT id FROM ${table} WHERE id >= ? AND id < ? ORDER BY id`)
          .pluck()
          .all(range.first_row, range.first_row + range.row_count)
      : all;
    const seen = arrived.get(range.class) ?? new IdSet();
    arrived.set(range.class, seen);
    left.push({ class: range.class, ids: ids.filter((id) => !seen.has(id)) });
    for (const id of ids) seen.add(id);
    if (left.length % 10 === 0) await nextTurn();
  }
  writer.transaction(() => {
    writer.prepare<[number]>('DELETE FROM arrival WHERE run = ?').run(run);
    const log = new ArrivalLog(writer, run);
    for (const { class: arrivalClass, ids } of left) if (ids.length > 0) log.appendAll(arrivalClass, ids);
  })();
}
