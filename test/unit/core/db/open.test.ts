import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type NoPromise, openReader, openWriter, type Reader } from '../../../../src/core/db/open.ts';
import { CodedError } from '../../../../src/shared/errors.ts';
import { expectMode, scratchDir } from '../../data/scratch.ts';

test('a new database and what SQLite lays beside it are the owner’s alone, whatever the umask', () => {
  const before = process.umask(0);
  try {
    const path = join(scratchDir(), 'history.sqlite');
    const writer = openWriter(path);
    writer.exec('CREATE TABLE t (x)');
    for (const file of [path, `${path}-wal`, `${path}-shm`]) expectMode(file, '600');
    writer.close();
  } finally {
    process.umask(before);
  }
});

test('the writer has the pragmas of the design', () => {
  const writer = openWriter(join(scratchDir(), 'history.sqlite'));
  const value = (name: string) => writer.pragma(name, { simple: true });
  expect(value('journal_mode')).toBe('wal');
  expect(value('synchronous')).toBe(1);
  expect(value('cache_size')).toBe(-16384);
  expect(value('trusted_schema')).toBe(0);
  writer.close();
});

test('a reader sees what is committed and cannot write, even by a statement that returns rows', () => {
  const path = join(scratchDir(), 'history.sqlite');
  const writer = openWriter(path);
  writer.exec('CREATE TABLE t (x); INSERT INTO t VALUES (1)');
  const reader: Reader = openReader(path);
  expect(reader.prepare<[], { x: number }>('SELECT x FROM t').get()).toEqual({ x: 1 });
  expect(() => reader.prepare('INSERT INTO t VALUES (2) RETURNING x').get()).toThrow(/readonly/);
  // @ts-expect-error a statement of a reader has no `run`
  expect(() => reader.prepare('DELETE FROM t').run()).toThrow(/readonly/);
  // @ts-expect-error a reader has no `exec`
  expect(() => reader.exec('DELETE FROM t')).toThrow(/readonly/);
  expect(writer.prepare<[], { n: number }>('SELECT count(*) n FROM t').get()).toEqual({ n: 1 });
  reader.close();
  writer.close();
});

test('a transaction takes no body that returns a promise: it does not compile, and what it wrote is rolled back', () => {
  const writer = openWriter(join(scratchDir(), 'history.sqlite'));
  writer.exec('CREATE TABLE t (x)');
  const insert = writer.prepare('INSERT INTO t VALUES (1)');
  const refused = /cannot return a promise/;
  // @ts-expect-error an async body would be committed at its first await
  const isAsync = writer.transaction(async () => insert.run());
  expect(() => isAsync()).toThrow(refused);
  expect(() => isAsync.immediate()).toThrow(refused);
  // @ts-expect-error a promise in one of its ends is one too many
  const mayBe = writer.transaction((isLate: boolean) => (isLate ? Promise.resolve(insert.run()) : 1));
  expect(() => mayBe(true)).toThrow(refused);
  const through = <T extends NoPromise<T>>(body: () => T): T => writer.transaction(body)();
  // @ts-expect-error nor by a function of ours that passes the body on
  expect(() => through(async () => insert.run())).toThrow(refused);
  expect(writer.inTransaction).toBe(false);
  expect(writer.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 0 });
  expect(through(() => insert.run().changes)).toBe(1);
  expect(writer.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 1 });
  writer.close();
});

test('a file that is no database is profile.damaged, for both', () => {
  const path = join(scratchDir(), 'history.sqlite');
  writeFileSync(path, 'this was never a database '.repeat(400));
  for (const open of [openWriter, openReader]) {
    expect(codeOf(() => open(path))).toBe('profile.damaged');
  }
});

test('a reader does not make a database, and a folder cannot be one', () => {
  const dir = scratchDir();
  expect(codeOf(() => openReader(join(dir, 'none.sqlite')))).toBe('profile.unreadable');
  expect(existsSync(join(dir, 'none.sqlite'))).toBe(false);
  expect(codeOf(() => openWriter(dir))).toBe('profile.unreadable');
});

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof CodedError ? error.code : String(error);
  }
  return 'no error';
}
