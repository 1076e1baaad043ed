import type { Writer } from '../open.ts';

/**
 * A row is in the log of arrivals once, by its newest arrival, and not while it's removed. Earlier versions left removed rows and
 * earlier arrivals in it, so destinations that were behind counted rows that no longer exist, and got a changed row once for each arrival.
 * Both are taken out here. Chunks that the user discarded are found by class: no later import sends their rows. Never edit: add a migration.
 */
export const arrivedOnce = `
CREATE INDEX IF NOT EXISTS arrival_rows ON arrival (class, first_row);
CREATE INDEX IF NOT EXISTS chunk_discarded ON chunk (destination, class) WHERE state = 'discarded' AND code IS NOT 'sync.other_route';
`;

interface Arrival {
  readonly seq: number;
  readonly run: number;
  readonly first: number;
  readonly end: number;
}

const tables: Readonly<Record<string, string>> = {
  record: 'removed_record',
  reproductive: 'removed_record',
  unknown: 'removed_record',
  workout: 'removed_workout',
  route: '(SELECT id FROM route WHERE workout NOT IN (SELECT id FROM workout))',
  correlation: 'removed_correlation',
  ecg: 'removed_ecg',
  audiogram: 'removed_document',
  vision: 'removed_document',
  clinical: 'removed_clinical',
};

/** Errors: SQLite's. */
export function keepNewestArrivals(writer: Writer): void {
  const end = () =>
    writer.prepare<[], number | null>('SELECT max(seq + row_count) FROM arrival').pluck().get() ?? null;
  const before = end();
  const classes = writer.prepare<[], string>('SELECT DISTINCT class FROM arrival').pluck().all();
  for (const name of classes) keepNewestOf(writer, name);
  // A number that was given out is never given to another row: cursors are past it.
  if (before !== null && end() !== before)
    writer
      .prepare<[number]>(
        "INSERT INTO arrival (seq, run, class, first_row, row_count) VALUES (?, coalesce((SELECT min(id) FROM import_run), 0), '', 0, 1)",
      )
      .run(before - 1);
}

function keepNewestOf(writer: Writer, name: string): void {
  const table = tables[name];
  const removed =
    table === undefined
      ? []
      : writer.prepare<[], number>(`SELECT id FROM ${table} ORDER BY id`).pluck().all();
  const arrivals = writer
    .prepare<[string], Arrival>(
      'SELECT seq, run, first_row AS first, first_row + row_count AS "end" FROM arrival WHERE class = ? ORDER BY first_row, seq',
    )
    .all(name);
  let next = 0;
  for (let from = 0, to = 0; from < arrivals.length; from = to) {
    // Those that overlap, one with another.
    let end = 0;
    for (to = from; to < arrivals.length; to++) {
      const one = arrivals[to] as Arrival;
      if (to > from && one.first >= end) break;
      end = Math.max(end, one.end);
    }
    const gone = new Set<number>();
    for (; next < removed.length && (removed[next] as number) < end; next++)
      gone.add(removed[next] as number);
    if (to - from > 1 || gone.size > 0) rewrite(writer, name, arrivals.slice(from, to), gone);
  }
}

/** The newest arrival keeps a row; `gone` are rows that none keeps. */
function rewrite(writer: Writer, name: string, arrivals: readonly Arrival[], gone: Set<number>): void {
  const remove = writer.prepare<[number]>('DELETE FROM arrival WHERE seq = ?');
  const insert = writer.prepare<[number, number, string, number, number]>(
    'INSERT INTO arrival (seq, run, class, first_row, row_count) VALUES (?, ?, ?, ?, ?)',
  );
  for (const { seq, run, first, end } of arrivals.toSorted((a, b) => b.seq - a.seq)) {
    const kept: [first: number, end: number][] = [];
    for (let row = first; row < end; row++) {
      if (gone.has(row)) continue;
      gone.add(row);
      const last = kept.at(-1);
      if (last?.[1] === row) last[1]++;
      else kept.push([row, row + 1]);
    }
    remove.run(seq);
    for (const [from, to] of kept) insert.run(seq + from - first, run, name, from, to - from);
  }
}
