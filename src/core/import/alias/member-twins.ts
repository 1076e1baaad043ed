import type { Writer } from '../../db/open.ts';
import { type DayRow, DayRows } from './day-rows.ts';

const secondsPerDay = 86_400;

/**
 * Records of `newer` that stand in its correlations, and the records of `original` that will stand for them: what the
 * fold is going to do, found before it removes anything, so that it may be cut short at any point.
 */
export function memberTwins(writer: Writer, newer: number, original: number): ReadonlyMap<number, number> {
  const lists = writer
    .prepare<[number], string>('SELECT members FROM correlation WHERE source = ?')
    .pluck()
    .all(newer);
  const place = writer.prepare<[number], { type: number; start: number }>(
    'SELECT type, start FROM record WHERE id = ?',
  );
  const rows = new DayRows(writer);
  const pairsOfDay = new Map<string, [DayRow, DayRow | null][]>();
  const twins = new Map<number, number>();
  for (const id of new Set(lists.flatMap((list) => JSON.parse(list) as number[]))) {
    const found = place.get(id);
    if (!found) continue;
    const day = Math.floor(found.start / secondsPerDay);
    const key = `${found.type}/${day}`;
    let pairs = pairsOfDay.get(key);
    if (!pairs) {
      pairs = rows.pair(found.type, rows.rows(found.type, day), newer, original);
      pairsOfDay.set(key, pairs);
    }
    const twin = pairs.find(([row]) => row[0] === id)?.[1];
    if (twin) twins.set(id, twin[0]);
  }
  return twins;
}
