// A database that cannot be opened any more, and the copies that the program made of it by itself.
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Backups } from '../../../src/core/db/backup.ts';
import { inspectBackup } from '../../../src/core/db/inspect-backup.ts';
import { seal } from '../../../src/core/db/sealed-backup.ts';
import { keptBackups, removeOldCopies } from '../../../src/core/profile/kept-backups.ts';
import { type ProfilePaths, profilePaths } from '../../../src/core/profile/profile-paths.ts';
import { createDataProgram } from '../../../src/data/program.ts';
import { startImportThread } from '../../../src/data/threads.ts';
import { memorySecrets } from '../../support/memory-secrets.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { settingIn, setWord, smallHistory } from './small-history.ts';

const importThread = new URL('../../../src/data/import-thread.ts', import.meta.url);
const { signal } = new AbortController();
const garbage = Buffer.alloc(8192, 'not a database ');

/** A profile whose database is damaged, with kept copies of these names, oldest first; null: one that is damaged, too. */
async function damaged(copies: Readonly<Record<string, string | null>>) {
  const dir = join(scratchDir(), 'profile');
  const paths = profilePaths(dir);
  const history = await smallHistory(dir, 'now');
  mkdirSync(paths.backups, { recursive: true });
  for (const [index, [name, word]] of Object.entries(copies).entries()) {
    const path = join(paths.backups, name);
    if (word === null) writeFileSync(path, garbage);
    else {
      setWord(history.writer, word);
      await new Backups(history.writer, { seal, folder: paths.incoming }).make(path);
    }
    utimesSync(path, 1_780_000_000 + index, 1_780_000_000 + index);
  }
  history.close();
  writeFileSync(paths.database, garbage);
  return paths;
}

async function start(dir: string, isFromBackup: boolean): Promise<void> {
  const program = await createDataProgram({
    profileDir: dir,
    isFromBackup,
    threads: {
      startImport: () => startImportThread(importThread),
      openSecrets: memorySecrets().open,
    },
    push: () => {},
  });
  onTestFinished(() => program.close());
}

test('the newest copy that is whole takes its place; the damaged file is kept, and is no backup', async () => {
  const paths = await damaged({
    'before-0009.sqlite': 'older',
    'before-restore-20260101120000000.sqlite': 'old',
    'before-0011.sqlite': null,
    'of-somebody.sqlite': 'else',
  });
  expect(keptBackups(paths).map(({ madeAt }) => madeAt - 1_780_000_000)).toEqual([2, 1, 0]);
  await expect(start(paths.dir, false)).rejects.toMatchObject({ code: 'profile.damaged' });
  await start(paths.dir, true);
  expect(settingIn(paths.database)).toBe('old');
  const kept = readdirSync(paths.backups).filter((name) => name.startsWith('damaged-'));
  expect(kept).toHaveLength(1);
  expect(readFileSync(join(paths.backups, kept[0] ?? '')).equals(garbage)).toBe(true);
  expect(keptBackups(paths)).toHaveLength(3);
});

test('with no copy that is whole nothing is changed', async () => {
  const paths = await damaged({ 'before-0011.sqlite': null });
  await expect(start(paths.dir, true)).rejects.toMatchObject({ code: 'backup.damaged' });
  expect(readFileSync(paths.database).equals(garbage)).toBe(true);
  expect(existsSync(paths.restored)).toBe(false);
  expect(readdirSync(paths.incoming)).toEqual([]);
});

test('copies go 30 days after they were made, once a newer one is whole, and never the only good one', async () => {
  const day = 86_400;
  const at = 1_780_000_000;
  const inspect = async (path: string) => inspectBackup(path);
  const left = (paths: ProfilePaths) => readdirSync(paths.backups).sort();
  // By age: 0 is the oldest.
  const paths = await damaged({
    'before-0009.sqlite': 'old',
    'before-0010.sqlite': 'newer',
    'before-0011.sqlite': null,
  });
  writeFileSync(join(paths.backups, 'damaged-20260101120000000.sqlite'), garbage);
  expect(await removeOldCopies(paths, inspect, (at + 29 * day) * 1000, signal)).toBe(0);
  // The program ended during the look: the profile may be somebody else's by now.
  const ending = new AbortController();
  const looked = async (path: string) => {
    ending.abort();
    return inspect(path);
  };
  expect(await removeOldCopies(paths, looked, (at + 31 * day) * 1000, ending.signal)).toBe(0);
  // The newest is not whole: the one before it is what counts, and stays.
  expect(await removeOldCopies(paths, inspect, (at + 31 * day) * 1000, signal)).toBe(1);
  expect(left(paths)).toEqual([
    'before-0010.sqlite',
    'before-0011.sqlite',
    'damaged-20260101120000000.sqlite',
  ]);
  expect(await removeOldCopies(paths, inspect, (at + 400 * day) * 1000, signal)).toBe(0);
  // What a restore set aside counts from then on, however old its last change is.
  const restored = await damaged({
    'before-restore-20260701000000000.sqlite': 'old',
    'before-0011.sqlite': 'new',
  });
  const july = Date.UTC(2026, 6, 1);
  expect(await removeOldCopies(restored, inspect, july + 29 * day * 1000, signal)).toBe(0);
  expect(await removeOldCopies(restored, inspect, july + 31 * day * 1000, signal)).toBe(1);
  expect(left(restored)).toEqual(['before-0011.sqlite']);
});
