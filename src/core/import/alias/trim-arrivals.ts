import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ArrivalClass } from '../../../shared/domain/sync.ts';
import type { Writer } from '../../db/open.ts';
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

/**
 * Writes a run's arrivals again without the rows that were folded away. Only while the run is open: nobody saw them yet. Begins again if another
 * import lets some of the rows arrive again meanwhile.
 */
export async function trimArrivals(writer: Writer, run: number): Promise<void> {
  const read = writer.prepare<[number], Range>(
    "SELECT class, first_row, row_count FROM arrival WHERE run = ? AND class <> '' ORDER BY seq",
  );
  for (let isDone = false; !isDone; ) {
    const ranges = read.all(run);
    const left = await rowsLeft(writer, ranges);
    isDone = writer.transaction(() => {
      if (JSON.stringify(read.all(run)) !== JSON.stringify(ranges)) return false;
      writer.prepare<[number]>('DELETE FROM arrival WHERE run = ?').run(run);
      const log = new ArrivalLog(writer, run);
      for (const { class: arrivalClass, ids } of left) if (ids.length > 0) log.appendAll(arrivalClass, ids);
      return true;
    })();
  }
}

async function rowsLeft(writer: Writer, ranges: readonly Range[]) {
  const left: { class: ArrivalClass; ids: number[] }[] = [];
  for (const range of ranges) {
    const table = tables[range.class];
    const all = Array.from({ length: range.row_count }, (_, i) => range.first_row + i);
    const ids = table
      ? writer
          .prepare<[number, number], number>(`SELECT id FROM ${table} WHERE id >= ? AND id < ? ORDER BY id`)
          .pluck()
          .all(range.first_row, range.first_row + range.row_count)
      : all;
    left.push({ class: range.class, ids });
    if (left.length % 10 === 0) await nextTurn();
  }
  return left;
}
