import type { Writer } from './open.ts';

/** A table, and the columns of which an update counts; without any, every update does. */
export interface WatchedTable {
  readonly table: string;
  readonly columns?: readonly string[];
}

const timesAtMost = 3;
let watches = 0;

/**
 * For a number that is counted in turns and then acted on: `count` is repeated as long as rows of `tables` were written meanwhile, a
 * few times at most. `use` follows in the same turn as the last look, in one transaction: `isCurrent` is false where they were
 * written each time, so the count may be outdated. If `use` throws, the transaction is rolled back and the error passed on.
 */
export async function countThenUse<T>(
  writer: Writer,
  tables: readonly WatchedTable[],
  count: () => Promise<T>,
  use: (counted: T, isCurrent: boolean) => void,
): Promise<void> {
  const watch = watchTables(writer, tables);
  try {
    for (let time = 1; ; time++) {
      const before = watch.writes();
      const counted = await count();
      const isCurrent = watch.writes() === before;
      if (!isCurrent && time < timesAtMost) continue;
      writer.transaction(() => use(counted, isCurrent))();
      return;
    }
  } finally {
    watch.end();
  }
}

/** Counts rows that this connection writes, by triggers that are nobody else's to see and are there until `end` alone. */
function watchTables(writer: Writer, tables: readonly WatchedTable[]) {
  const name = `watch_${++watches}`;
  const triggers = tables.flatMap(({ table, columns = [] }) => {
    const update = columns.length === 0 ? 'UPDATE' : `UPDATE OF ${columns.join(', ')}`;
    return [update, 'INSERT', 'DELETE'].map((act, index) => ({
      trigger: `${name}_${table}_${index}`,
      on: `AFTER ${act} ON main.${table}`,
    }));
  });
  const end = () => {
    for (const { trigger } of triggers) writer.exec(`DROP TRIGGER IF EXISTS temp.${trigger}`);
    writer.exec(`DROP TABLE IF EXISTS temp.${name}`);
  };
  try {
    writer.exec(`CREATE TEMP TABLE ${name} (writes INTEGER NOT NULL); INSERT INTO temp.${name} VALUES (0)`);
    for (const { trigger, on } of triggers)
      writer.exec(`CREATE TEMP TRIGGER ${trigger} ${on} BEGIN UPDATE ${name} SET writes = writes + 1; END`);
  } catch (error) {
    end();
    throw error;
  }
  const written = writer.prepare<[], number>(`SELECT writes FROM temp.${name}`).pluck();
  return { writes: () => written.get() ?? 0, end };
}
