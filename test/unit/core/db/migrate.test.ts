import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { migrate, requireKnownSchema, schemaVersion } from '../../../../src/core/db/migrate.ts';
import { knownVersion, type Migration, migrations } from '../../../../src/core/db/migrations/index.ts';
import { openReader, openWriter } from '../../../../src/core/db/open.ts';
import { expectMode, scratchDir } from '../../data/scratch.ts';

const first: Migration = { version: 1, slug: 'one', sql: 'CREATE TABLE a (x); INSERT INTO a VALUES (41)' };
const second: Migration = { version: 2, slug: 'two', sql: 'UPDATE a SET x = x + 1' };

function scratch() {
  const dir = scratchDir();
  return { path: join(dir, 'history.sqlite'), backups: join(dir, 'backups') };
}

test('the list is numbered from 1 without gaps and ends at the known version', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
  expect(migrations.at(-1)?.version).toBe(knownVersion);
});

test('a new database gets the whole schema and no copy', async () => {
  const { path, backups } = scratch();
  const writer = openWriter(path);
  await migrate(writer, backups);
  expect(schemaVersion(writer)).toBe(knownVersion);
  expect(writer.prepare('SELECT count(*) n FROM record').get()).toEqual({ n: 0 });
  expect(existsSync(backups)).toBe(false);
  await migrate(writer, backups);
  expect(schemaVersion(writer)).toBe(knownVersion);
  writer.close();
});

test('an existing database is copied as it was before it is migrated', async () => {
  const { path, backups } = scratch();
  const writer = openWriter(path);
  await migrate(writer, backups, [first]);
  await migrate(writer, backups, [first, second]);
  expect(writer.prepare('SELECT x FROM a').get()).toEqual({ x: 42 });
  writer.close();

  expect(readdirSync(backups)).toEqual(['before-0002.sqlite']);
  expectMode(backups, '700');
  expectMode(join(backups, 'before-0002.sqlite'), '600');
  const copy = openReader(join(backups, 'before-0002.sqlite'));
  expect(schemaVersion(copy)).toBe(1);
  expect(copy.prepare('SELECT x FROM a').get()).toEqual({ x: 41 });
  copy.close();
});

test('a migration that fails leaves the version before it, whole', async () => {
  const { path, backups } = scratch();
  const writer = openWriter(path);
  await migrate(writer, backups, [first]);
  const broken: Migration = { version: 2, slug: 'broken', sql: 'UPDATE a SET x = 0; SELECT nonsense' };
  await expect(migrate(writer, backups, [first, broken])).rejects.toMatchObject({ code: 'internal' });
  expect(schemaVersion(writer)).toBe(1);
  expect(writer.prepare('SELECT x FROM a').get()).toEqual({ x: 41 });
  writer.close();
});

describe('what is refused', () => {
  test('a newer schema, untouched, by the writer and by a reader', async () => {
    const { path, backups } = scratch();
    const writer = openWriter(path);
    await migrate(writer, backups);
    writer.pragma(`user_version = ${knownVersion + 7}`);
    const error = {
      code: 'profile.newer_version',
      details: { found: knownVersion + 7, known: knownVersion },
    };
    await expect(migrate(writer, backups)).rejects.toMatchObject(error);
    const reader = openReader(path);
    expect(() => requireKnownSchema(reader)).toThrow(expect.objectContaining(error));
    expect(existsSync(backups)).toBe(false);
    reader.close();
    writer.close();
  });

  test('the database of another program', async () => {
    const { path, backups } = scratch();
    const writer = openWriter(path);
    writer.exec('CREATE TABLE bookmarks (url TEXT)');
    await expect(migrate(writer, backups)).rejects.toMatchObject({ code: 'profile.damaged' });
    expect(writer.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'bookmarks' }]);
    writer.close();
  });

  test('a reader of an older schema: its owner is an older program', () => {
    const { path } = scratch();
    openWriter(path).close();
    const reader = openReader(path);
    expect(() => requireKnownSchema(reader)).toThrow(expect.objectContaining({ code: 'profile.in_use' }));
    reader.close();
  });
});
