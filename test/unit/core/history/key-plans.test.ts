import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrations } from '../../../../src/core/db/migrations/index.ts';
import type { Reader } from '../../../../src/core/db/open.ts';
import { createHistory } from '../../../../src/core/history/history.ts';

/** Every statement that a history prepares, with SQLite's plan for it. */
function plans(): { sql: string; plan: string }[] {
  const database = new Database(':memory:');
  for (const { sql } of migrations) database.exec(sql);
  const prepared: string[] = [];
  const spy = { prepare: (sql: string) => prepared.push(sql) && database.prepare(sql) };
  createHistory(spy as unknown as Reader);
  return prepared.map((sql) => {
    const parameters = Object.fromEntries([...sql.matchAll(/@(\w+)/g)].map((match) => [match[1], 1]));
    const marks = (sql.match(/\?/g) ?? []).map(() => 1);
    const explain = database.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
    const rows = marks.length > 0 ? explain.all(...marks) : explain.all(parameters);
    return { sql, plan: rows.map((row) => row.detail).join('\n') };
  });
}

test('no query walks or sorts the records', () => {
  const found = plans();
  expect(found.length).toBeGreaterThan(15);
  for (const { sql, plan } of found) {
    expect(plan, sql).not.toMatch(/SCAN record( |$)/m);
    expect(sql).not.toMatch(/OFFSET/i);
  }
});

test('pages of records seek in the unique key alone and sort at most equal starts', () => {
  const pages = plans().filter(({ sql }) => /SELECT start, id FROM record INDEXED BY/.test(sql));
  // Newest and oldest, of one source and of all, begun in a span and lasting into it.
  expect(pages).toHaveLength(8);
  for (const { plan } of pages) {
    expect(plan).toMatch(
      /SEARCH record USING COVERING INDEX record_identity \(type=\? AND start>\? AND start<\?\)/,
    );
    expect(plan).not.toMatch(/USE TEMP B-TREE FOR ORDER BY/);
  }
});

test('workouts of one activity seek in their key, all others in workout_start', () => {
  const pages = plans().filter(({ sql }) => /FROM workout AS workout JOIN/.test(sql) && /LIMIT/.test(sql));
  expect(pages.map(({ plan }) => /SEARCH workout USING INDEX (\S+)/.exec(plan)?.[1])).toEqual([
    'workout_start',
    'sqlite_autoindex_workout_1',
  ]);
  for (const { plan } of pages) expect(plan).not.toMatch(/USE TEMP B-TREE FOR ORDER BY/);
});

test('pages of events walk the index of days and sort one day at a time', () => {
  const pages = plans().filter(({ sql }) => /SELECT day, start, id FROM event/.test(sql));
  expect(pages).toHaveLength(4);
  for (const { plan } of pages) {
    expect(plan).toMatch(/SEARCH event USING INDEX event_day \(day>\? AND day<\?\)/);
    expect(plan).not.toMatch(/USE TEMP B-TREE FOR ORDER BY/);
    expect(plan).toMatch(/USE TEMP B-TREE FOR LAST 2 TERMS OF ORDER BY/);
  }
});

test('pages of ECGs, beats and records among the documents walk their keys and sort at most equal starts', () => {
  const pages = plans().filter(({ sql }) =>
    /\(\w*\.?(start|recorded_at) < @high OR (\w+\.)?id < @id\)/.test(sql),
  );
  const ofTable = (table: string) => pages.filter(({ sql }) => sql.includes(`FROM ${table} `));
  for (const table of ['ecg', 'removed_ecg', 'removed_correlation'])
    expect(ofTable(table).length, table).toBe(1);
  expect(ofTable('correlation').length).toBe(1);
  // Beside the four lists of records: beats, and State of Mind, symptoms and the like.
  expect(ofTable('record').length).toBe(6);
  for (const { sql, plan } of [...ofTable('ecg'), ...ofTable('record'), ...ofTable('correlation')])
    expect(plan, sql).not.toMatch(/USE TEMP B-TREE FOR ORDER BY/);
});

test('readings of blood pressure seek in the keys of pairs and of records', () => {
  const readings = plans().filter(({ sql }) => /json_group_array\(id\)/.test(sql));
  // A page, and their summary.
  expect(readings).toHaveLength(2);
  for (const { sql, plan } of readings) {
    expect(plan, sql).toMatch(
      /SEARCH correlation USING COVERING INDEX \S+ \(type=\? AND start>\? AND start<\?\)/,
    );
    expect(plan.match(/SEARCH record USING (COVERING )?INDEX record_identity \(type=\?/g)).toHaveLength(2);
    expect(plan, sql).not.toMatch(/SCAN (correlation|record)( |$)/m);
  }
});

test('kept figures of a range are read from their key, days ascending', () => {
  const reads = plans().filter(({ sql }) => /FROM figure_(day|total) WHERE .*day BETWEEN/.test(sql));
  expect(reads).toHaveLength(3);
  for (const { sql, plan } of reads) {
    expect(plan, sql).toMatch(
      /SEARCH figure_\w+ USING PRIMARY KEY \(generation=\? AND type=\? AND day>\? AND day<\?\)/,
    );
    expect(plan, sql).not.toMatch(/USE TEMP B-TREE FOR ORDER BY/);
  }
});
