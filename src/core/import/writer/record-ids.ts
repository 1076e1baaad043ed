import type { Writer } from '../../db/open.ts';

/** Ids are never given twice, even when the last rows were folded into others: destinations remember them. */
export function nextRecordId(writer: Writer): number {
  const lastArrived = writer
    .prepare<[], number | null>(
      "SELECT max(first_row + row_count) FROM arrival WHERE class IN ('record', 'reproductive', 'unknown')",
    )
    .pluck()
    .get();
  const lastStored = writer
    .prepare<[], number | null>(
      'SELECT max(coalesce((SELECT max(id) FROM record), 0), coalesce((SELECT max(id) FROM removed_record), 0)) + 1',
    )
    .pluck()
    .get();
  return Math.max(1, lastArrived ?? 1, lastStored ?? 1);
}
