import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWriter } from '../../../../src/core/db/open.ts';
import { openQuery, queryRowAsJson, queryValueAsField } from '../../../../src/core/db/query.ts';
import { CodedError } from '../../../../src/shared/errors.ts';
import { scratchDir } from '../../data/scratch.ts';

function database(): string {
  const path = join(scratchDir(), 'history.sqlite');
  const writer = openWriter(path);
  writer.exec('CREATE TABLE t (x, y); INSERT INTO t VALUES (1, 2), (3, 4)');
  writer.close();
  return path;
}

function all(path: string, sql: string) {
  const query = openQuery(path, sql);
  try {
    return [query.columns, ...[...query.rows()].map((row) => [...row])];
  } finally {
    query.close();
  }
}

const codeOf = (path: string, sql: string): string => {
  try {
    all(path, sql);
    return 'ran';
  } catch (error) {
    return error instanceof CodedError ? error.code : String(error);
  }
};

test.each([
  "ATTACH 'other.sqlite' AS other",
  'PRAGMA writable_schema = ON',
  'PRAGMA query_only = OFF',
  'EXPLAIN PRAGMA query_only = OFF',
  'EXPLAIN QUERY PLAN PRAGMA query_only = OFF',
  'PRAGMA journal_mode = DELETE',
  'PRAGMA hard_heap_limit = 0',
  "PRAGMA temp_store_directory = '/'",
  'INSERT INTO t VALUES (5, 6)',
  'INSERT INTO t VALUES (5, 6) RETURNING x',
  'WITH a AS (SELECT 5, 6) INSERT INTO t SELECT * FROM a RETURNING x',
  'UPDATE t SET x = 9 RETURNING x',
  'DELETE FROM t RETURNING x',
  'REPLACE INTO t VALUES (5, 6)',
  'CREATE TEMP TABLE u (x)',
  'CREATE VIRTUAL TABLE temp.f USING fts5(a)',
  'DROP TABLE t',
  'SELECT 1; SELECT 2',
  'SELECT 1; DROP TABLE t',
  'SELECT 1\0; DROP TABLE t',
  'BEGIN',
  'VACUUM',
  "VACUUM INTO 'copy.sqlite'",
  'REINDEX',
  'ANALYZE',
  'SAVEPOINT a',
  '',
  '-- only words',
  '/* SELECT */ DROP TABLE t',
  'SELECTED',
])('%j is refused and leaves the file as it was', (sql) => {
  const path = database();
  const digest = () => createHash('sha256').update(readFileSync(path)).digest('hex');
  const before = digest();
  expect(codeOf(path, sql)).toBe('query.refused');
  expect(digest()).toBe(before);
  expect(existsSync('copy.sqlite')).toBe(false);
  expect(existsSync('other.sqlite')).toBe(false);
});

test.each([
  "SELECT load_extension('libother')",
  "SELECT fts3_tokenizer('simple', x'00')",
  "SELECT writefile('a', 'b')",
  "SELECT readfile('/etc/hostname')",
  'SELECT * FROM nowhere',
  'SELECT nothing FROM t',
  'SELECT ?',
  'SELECT (',
])('%j is invalid, in SQLite’s own words', (sql) => {
  const path = database();
  expect(() => all(path, sql)).toThrow(
    expect.objectContaining({ code: 'query.invalid', details: { reason: expect.stringMatching(/./) } }),
  );
});

test('what reads is run: SELECT, WITH, VALUES, EXPLAIN, in any case and behind comments', () => {
  const path = database();
  expect(all(path, 'SELECT x FROM t ORDER BY x;')).toEqual([['x'], [1n], [3n]]);
  expect(all(path, '-- first\n /* then */ with a as (select 1.5 as b) select b from a -- last')).toEqual([
    ['b'],
    [1.5],
  ]);
  expect(all(path, 'VALUES (NULL)')).toEqual([['column1'], [null]]);
  expect(all(path, 'EXPLAIN QUERY PLAN SELECT * FROM t')).toHaveLength(2);
  expect(all(path, "SELECT name FROM pragma_table_info('t')")).toEqual([['name'], ['x'], ['y']]);
});

test('two columns of one name stay two', () => {
  expect(all(database(), 'SELECT 1 AS a, 2 AS a, 3 AS a_2')).toEqual([
    ['a', 'a_2', 'a_2_2'],
    [1n, 2n, 3n],
  ]);
});

test('more than a text of SQLite can hold is too large', () => {
  expect(codeOf(database(), 'SELECT zeroblob(2000000000)')).toBe('query.too_large');
  expect(codeOf(database(), 'SELECT length(randomblob(700000000))')).toBe('query.too_large');
});

test('integers of 64 bits, infinity, bytes and odd names are printed without loss', () => {
  const path = database();
  const query = openQuery(
    path,
    `SELECT 9007199254740993 AS big, 9007199254740991 AS most, -9223372036854775808 AS least, 9e999 AS endless,
       x'00ff' AS bytes, 'a"b' AS "__proto__", NULL AS none`,
  );
  const [row = []] = [...query.rows()];
  query.close();
  const text = queryRowAsJson(query.columns, row);
  expect(text).toBe(
    '{"big":"9007199254740993","most":9007199254740991,"least":"-9223372036854775808","endless":"Infinity",' +
      '"bytes":{"base64":"AP8="},"__proto__":"a\\"b","none":null}',
  );
  expect(row.map(queryValueAsField)).toEqual([
    '9007199254740993',
    '9007199254740991',
    '-9223372036854775808',
    Number.POSITIVE_INFINITY,
    'AP8=',
    'a"b',
    null,
  ]);
});
