import { openReader, type Reader } from '../../src/core/db/open.ts';
import { categoryOfType } from '../../src/shared/domain/event-category.ts';
import { recordClassOf } from '../../src/shared/domain/record-class.ts';
import { dumpTable } from './history-dump.ts';

type RecordRow = readonly [
  type: string,
  source: string,
  start: number,
  duration: number,
  key: number | string,
];

const secondsPerDay = 86_400;

function monthOf(day: number): number {
  const date = new Date(day * secondsPerDay * 1000);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

interface Figures {
  readonly head: readonly (string | number)[];
  readonly starts: number[];
}

/** What record_summary, record_day and record_month must hold, from record alone: other code than the one under test. */
function recomputed(rows: readonly RecordRow[]): Record<string, string[]> {
  const groups = {
    summary: new Map<string, Figures>(),
    day: new Map<string, Figures>(),
    month: new Map<string, Figures>(),
  };
  const put = (map: Map<string, Figures>, head: readonly (string | number)[], row: RecordRow) => {
    const name = JSON.stringify(head);
    const figures = map.get(name) ?? { head, starts: [] };
    map.set(name, figures);
    figures.starts.push(row[2]);
  };
  for (const row of rows) {
    const [type, source, start] = row;
    const day = Math.floor(start / secondsPerDay);
    put(groups.summary, [type, source], row);
    put(groups.day, [type, source, day], row);
    put(groups.month, [type, monthOf(day)], row);
  }
  const lines = (map: Map<string, Figures>, tail: (figures: Figures) => (number | null)[]) =>
    [...map.values()].map((one) => JSON.stringify([...one.head, one.starts.length, ...tail(one)])).sort();
  return {
    record_summary: lines(groups.summary, ({ starts }) => [least(starts), most(starts)]),
    record_day: lines(groups.day, () => []),
    record_month: lines(groups.month, () => []),
  };
}

const least = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.min(a, b));
const most = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.max(a, b));

/** What is wrong with the tables derived from record; empty when all equal a recomputation. */
export function derivedFaults(path: string): string[] {
  const reader = openReader(path);
  try {
    const rows = reader
      .prepare<[], RecordRow>(
        'SELECT t.name, s.folded, r.start, r.duration, r.value_key FROM record r JOIN record_type t ON t.id = r.type JOIN source s ON s.id = r.source',
      )
      .raw()
      .all();
    const expected = recomputed(rows);
    const faults = Object.entries(expected).flatMap(([table, lines]) => {
      const stored = new Set(dumpTable(reader, table));
      const wanted = new Set(lines);
      return [
        ...lines.filter((line) => !stored.has(line)).map((line) => `${table} lacks ${line}`),
        ...[...stored].filter((line) => !wanted.has(line)).map((line) => `${table} has ${line}`),
      ];
    });
    return [...faults, ...originFaults(reader), ...untouched(reader, rows)].slice(0, 20);
  } finally {
    reader.close();
  }
}

/** How many rows of each source and origin there are must be what source_origin says. */
function originFaults(reader: Reader): string[] {
  const list = (sql: string) => new Set(reader.prepare<[], string>(sql).pluck().all());
  const counted = list(`SELECT source || '/' || origin || ' ' || count FROM source_origin WHERE count <> 0`);
  const stored = list(
    `SELECT source || '/' || origin || ' ' || count(*) FROM (SELECT source, origin FROM record UNION ALL SELECT source, origin FROM workout)
     GROUP BY source, origin`,
  );
  return [
    ...[...stored].filter((line) => !counted.has(line)).map((line) => `source_origin lacks ${line}`),
    ...[...counted].filter((line) => !stored.has(line)).map((line) => `source_origin has ${line}`),
  ];
}

/** Days of records that events are derived from must be among the touched. */
function untouched(reader: Reader, rows: readonly RecordRow[]): string[] {
  const touched = new Set(dumpTable(reader, 'touched_day'));
  return rows.flatMap(([type, , start, duration]) => {
    const category = categoryOfType[type];
    if (!category) return [];
    const days = [start, start + duration].map((at) =>
      JSON.stringify([category, Math.floor(at / secondsPerDay)]),
    );
    return days.filter((day) => !touched.has(day)).map((day) => `not touched: ${day}`);
  });
}

interface Arrival {
  readonly seq: number;
  readonly run: number;
  readonly class: string;
  readonly first_row: number;
  readonly row_count: number;
  readonly closed: number;
}

const storedIds: Readonly<Record<string, string>> = {
  workout: 'SELECT id FROM workout',
  route: 'SELECT id FROM route WHERE points IS NOT NULL AND workout IN (SELECT id FROM workout)',
  correlation: 'SELECT id FROM correlation',
  ecg: 'SELECT id FROM ecg',
  activity_summary: 'SELECT CAST(unixepoch(date) / 86400 AS INTEGER) FROM activity_summary',
  clinical: 'SELECT id FROM clinical',
  audiogram: "SELECT id FROM document WHERE class = 'audiogram'",
  vision: "SELECT id FROM document WHERE class = 'vision'",
};

/** Ids of the rows that each class must have arrivals for. */
function rowsByClass(reader: Reader): Map<string, number[]> {
  const all = new Map<string, number[]>([
    ['record', []],
    ['reproductive', []],
    ['unknown', []],
  ]);
  const records = reader
    .prepare<[], [number, string]>('SELECT r.id, t.name FROM record r JOIN record_type t ON t.id = r.type')
    .raw()
    .all();
  for (const [id, type] of records) all.get(recordClassOf(type))?.push(id);
  for (const [name, sql] of Object.entries(storedIds))
    all.set(name, reader.prepare<[], number>(sql).pluck().all());
  return all;
}

export interface ArrivalReport {
  /** Ranges that overlap or go back, rows without an arrival or with two, runs not closed. */
  readonly faults: readonly string[];
  /** Arrived rows that are not stored (any more). */
  readonly gone: readonly string[];
  /** Arrivals of each run: rows. */
  readonly byRun: ReadonlyMap<number, number>;
}

/** Compares the arrival log with what is stored (import/README, Arrivals). */
export function arrivalReport(path: string): ArrivalReport {
  const reader = openReader(path);
  try {
    const log = reader
      .prepare<[], Arrival>(
        // One without a class keeps the log's last number from being given out again.
        "SELECT a.*, i.closed FROM arrival a JOIN import_run i ON i.id = a.run WHERE a.class <> '' ORDER BY seq",
      )
      .all();
    const faults: string[] = [];
    const gone: string[] = [];
    const byRun = new Map<number, number>();
    const times = new Map<string, Map<number, number>>();
    let next = 1;
    for (const one of log) {
      if (one.seq < next || one.row_count < 1) faults.push(`seq ${one.seq} before ${next}`);
      if (one.closed !== 1) faults.push(`run ${one.run} is not closed`);
      next = one.seq + one.row_count;
      byRun.set(one.run, (byRun.get(one.run) ?? 0) + one.row_count);
      const ofClass = times.get(one.class) ?? new Map<number, number>();
      times.set(one.class, ofClass);
      for (let id = one.first_row; id < one.first_row + one.row_count; id++)
        ofClass.set(id, (ofClass.get(id) ?? 0) + 1);
    }
    for (const [name, ids] of rowsByClass(reader)) {
      const ofClass = times.get(name) ?? new Map<number, number>();
      const stored = new Set(ids);
      for (const id of ids) if (!ofClass.has(id)) faults.push(`${name} ${id} never arrived`);
      for (const [id, count] of ofClass) {
        if (!stored.has(id)) gone.push(`${name} ${id}`);
        else if (count > 1) faults.push(`${name} ${id} arrived ${count} times`);
      }
    }
    return { faults: faults.slice(0, 20), gone, byRun };
  } finally {
    reader.close();
  }
}
