import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asCoded } from '../../../../src/core/db/as-coded.ts';
import { openWriter } from '../../../../src/core/db/open.ts';
import { CodedError } from '../../../../src/shared/errors.ts';
import { scratchDir } from '../../data/scratch.ts';

test('a full database is disk.full, and what was committed stays', () => {
  const writer = openWriter(join(scratchDir(), 'history.sqlite'));
  writer.exec('CREATE TABLE t (x)');
  writer.pragma('max_page_count = 20');
  const insert = writer.prepare<[number]>('INSERT INTO t VALUES (zeroblob(?))');
  insert.run(4096);
  let thrown: unknown;
  try {
    for (let row = 0; row < 100; row++) insert.run(4096);
  } catch (error) {
    thrown = error;
  }
  expect(asCoded(thrown)).toMatchObject({ code: 'disk.full', cause: thrown });
  expect(writer.prepare<[], { n: number }>('SELECT count(*) n FROM t').get()?.n).toBeGreaterThan(0);
  writer.close();
});

test.each([
  ['SQLITE_FULL', 'disk.full'],
  ['ENOSPC', 'disk.full'],
  ['SQLITE_CORRUPT_INDEX', 'profile.damaged'],
  ['SQLITE_NOTADB', 'profile.damaged'],
  ['SQLITE_BUSY_SNAPSHOT', 'profile.in_use'],
  ['SQLITE_IOERR_WRITE', 'profile.unreadable'],
  ['SQLITE_READONLY_DBMOVED', 'profile.unreadable'],
  ['EACCES', 'profile.unreadable'],
  ['SQLITE_CONSTRAINT_UNIQUE', 'internal'],
  ['SQLITE_FULLER', 'internal'],
])('%s is %s', (code, expected) => {
  expect(asCoded(Object.assign(new Error('of SQLite'), { code })).code).toBe(expected);
});

test('a CodedError stays what it is; anything else is internal', () => {
  const coded = new CodedError('import.not_a_zip');
  expect(asCoded(coded)).toBe(coded);
  expect(asCoded('words').code).toBe('internal');
  expect(asCoded(new TypeError('x')).code).toBe('internal');
});
