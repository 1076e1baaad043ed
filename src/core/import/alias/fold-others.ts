import type { Writer } from '../../db/open.ts';

/**
 * Moves workouts, correlations and documents of source `newer` to `original`; what the original has already goes.
 * `newIds`: members of correlations, and the records that stand for them.
 */
export function foldOthers(
  writer: Writer,
  newer: number,
  original: number,
  newIds: ReadonlyMap<number, number>,
): void {
  foldCorrelations(writer, newer, original, newIds);
  const twins = writer
    .prepare<[number, number], [number, number]>(
      `SELECT n.id, o.id FROM workout n JOIN workout o
       ON o.activity = n.activity AND o.start = n.start AND o."end" = n."end" AND o.source = ? WHERE n.source = ?`,
    )
    .raw()
    .all(original, newer);
  for (const [id, kept] of twins) {
    // A route that only the newer one has is kept with the workout that stays.
    writer
      .prepare<[number, number]>('UPDATE OR IGNORE route SET workout = ? WHERE workout = ?')
      .run(kept, id);
    writer.prepare<[number]>('DELETE FROM route WHERE workout = ?').run(id);
    writer.prepare<[number]>('DELETE FROM workout WHERE id = ?').run(id);
  }
  writer.prepare<[number, number]>('UPDATE workout SET source = ? WHERE source = ?').run(original, newer);
  writer
    .prepare<[number, number]>('UPDATE OR IGNORE document SET source = ? WHERE source = ?')
    .run(original, newer);
  writer.prepare<[number]>('DELETE FROM document WHERE source = ?').run(newer);
}

function foldCorrelations(
  writer: Writer,
  newer: number,
  original: number,
  newIds: ReadonlyMap<number, number>,
): void {
  const rows = writer
    .prepare<[number], { id: number; members: string }>(
      'SELECT id, members FROM correlation WHERE source = ?',
    )
    .all(newer);
  const update = writer.prepare<[number, string, number]>(
    'UPDATE OR IGNORE correlation SET source = ?, members = ? WHERE id = ?',
  );
  const remove = writer.prepare<[number]>('DELETE FROM correlation WHERE id = ?');
  for (const { id, members } of rows) {
    const ids = (JSON.parse(members) as number[]).map((member) => newIds.get(member) ?? member);
    const { changes } = update.run(original, JSON.stringify([...new Set(ids)].sort((a, b) => a - b)), id);
    if (changes === 0) remove.run(id);
  }
}
