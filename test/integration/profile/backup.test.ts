import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Backups, backUpAtOnce } from '../../../src/core/db/backup.ts';
import { inspectBackup } from '../../../src/core/db/inspect-backup.ts';
import { knownVersion } from '../../../src/core/db/migrations/index.ts';
import { openReader, openWriter } from '../../../src/core/db/open.ts';
import { seal } from '../../../src/core/db/sealed-backup.ts';
import { expectMode, scratchDir } from '../../unit/data/scratch.ts';
import { type SmallHistory, settingIn, setWord, smallHistory } from './small-history.ts';

const sealing = { seal, folder: tmpdir() };

async function opened(
  rows?: number,
): Promise<SmallHistory & { readonly file: string; readonly dir: string }> {
  const dir = scratchDir();
  const history = await smallHistory(join(dir, 'profile'), 'first', rows);
  onTestFinished(() => history.close());
  return { ...history, dir, file: join(dir, 'mine.sqlite') };
}

test('one file, the owner’s alone, that needs nothing beside it', async () => {
  const { writer, file, dir, id } = await opened();
  const { bytes } = await new Backups(writer, sealing).make(file);
  expectMode(file, '600');
  expect(readFileSync(file)).toHaveLength(bytes);
  expect(inspectBackup(file)).toEqual({
    profileId: id,
    records: 0,
    events: 0,
    lastImportAt: null,
    targets: [],
  });
  expect(settingIn(file)).toBe('first');
  expect(readdirSync(dir).sort()).toEqual(['mine.sqlite', 'profile']);
});

test('commits go on while it is made, calls are answered between its steps, and it holds all that were made', async () => {
  const { writer, file } = await opened(20_000);
  let turns = 0;
  let isDone = false;
  const backup = new Backups(writer, sealing).make(file).finally(() => {
    isDone = true;
  });
  while (!isDone) {
    turns += 1;
    setWord(writer, `turn ${turns}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await backup;
  expect(turns).toBeGreaterThan(5);
  inspectBackup(file);
  const last = Number(settingIn(file)?.split(' ')[1]);
  // What was committed before the last step is in it; the file was synced and renamed after that.
  expect(last).toBeGreaterThan(1);
  expect(settingIn(writer.name)).toBe(`turn ${turns}`);
});

test('a second one waits for its turn, and the first ends in order with the program', async () => {
  const { writer, file } = await opened(20_000);
  const backups = new Backups(writer, sealing);
  const first = backups.make(file);
  const refused = expect(backups.make(`${file}2`)).rejects.toMatchObject({ code: 'request.refused' });
  const cancelled = expect(first).rejects.toMatchObject({ code: 'cancelled' });
  await backups.close();
  await Promise.all([refused, cancelled]);
  expect(existsSync(file)).toBe(false);
  expect(existsSync(`${file}.partial`)).toBe(false);
});

test('the one from before is there until the new one is whole', async () => {
  const { writer, file, dir } = await opened();
  await new Backups(writer, sealing).make(file);
  setWord(writer, 'second');
  // A folder in the way of the new one's parts.
  mkdirSync(join(`${file}.partial`, 'x'), { recursive: true });
  await expect(new Backups(writer, sealing).make(file)).rejects.toMatchObject({ code: expect.any(String) });
  expect(settingIn(file)).toBe('first');
  const other = join(dir, 'gone', 'mine.sqlite');
  await expect(new Backups(writer, sealing).make(other)).rejects.toMatchObject({
    code: 'profile.unreadable',
  });
});

test('another program’s reader copies it in one step', async () => {
  const { writer, file } = await opened(2000);
  const reader = openReader(writer.name);
  onTestFinished(() => void reader.close());
  await backUpAtOnce(reader, file);
  expect(inspectBackup(file).records).toBe(0);
});

const act = (sql: string) => (path: string) => {
  const writer = openWriter(path);
  writer.exec(sql);
  writer.close();
};
/** Overwrites pages in the middle of the file. */
const scratch = (path: string) => {
  const bytes = readFileSync(path);
  bytes.fill(0xa5, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 3 * 4096);
  writeFileSync(path, bytes);
};

test.each<[string, string, (path: string) => void]>([
  ['a database of others', 'backup.not_ours', act('PRAGMA application_id = 0')],
  ['a newer version', 'profile.newer_version', act('PRAGMA user_version = 900')],
  ['no version', 'backup.damaged', act('PRAGMA user_version = 0')],
  [
    'a trigger that would act on the history',
    'backup.damaged',
    act('CREATE TRIGGER t AFTER INSERT ON record BEGIN DELETE FROM destination; END'),
  ],
  ['a view', 'backup.damaged', act('CREATE VIEW v AS SELECT * FROM record')],
  ['a table that lacks', 'backup.damaged', act('DROP TABLE touched_day')],
  ['a column more', 'backup.damaged', act('ALTER TABLE record ADD COLUMN x TEXT')],
  ['scratched pages', 'backup.damaged', scratch],
  ['cut short', 'backup.damaged', (path) => writeFileSync(path, readFileSync(path).subarray(0, 8192))],
  ['a text', 'backup.damaged', (path) => writeFileSync(path, 'Dear Sir or Madam, '.repeat(500))],
])('%s is %s', async (_name, code, change) => {
  const { writer, file, dir } = await opened(500);
  await new Backups(writer, sealing).make(file);
  const copy = join(dir, 'copy.sqlite');
  copyFileSync(file, copy);
  change(copy);
  expect(() => inspectBackup(copy)).toThrow(expect.objectContaining({ code }));
  expect(knownVersion).toBeLessThan(900);
});
