import { fork } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Backups } from '../../../src/core/db/backup.ts';
import { inspectBackup } from '../../../src/core/db/inspect-backup.ts';
import { seal, unseal } from '../../../src/core/db/sealed-backup.ts';
import { Restores } from '../../../src/core/profile/restores.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { type SmallHistory, settingIn, setWord, smallHistory } from './small-history.ts';
import { smallOpening } from './small-opening.ts';

const sealing = { seal, folder: tmpdir() };

function restoresOf({ profile, id }: SmallHistory): Restores {
  return new Restores(profile, id, { inspect: async (path) => inspectBackup(path), unseal });
}

/** A history whose backup says `then` and which says `now` itself, partly in its log alone as after a kill. */
async function withBackup(dir: string): Promise<{ history: SmallHistory; backup: string }> {
  const history = await smallHistory(join(dir, 'profile'), 'then');
  const backup = join(dir, 'mine.sqlite');
  await new Backups(history.writer, sealing).make(backup);
  setWord(history.writer, 'now');
  return { history, backup };
}

const keptIn = (dir: string) =>
  readdirSync(join(dir, 'backups')).filter(
    (name) => name.startsWith('before-restore-') && name.endsWith('.sqlite'),
  );

test('what was looked at is what is restored; the former history is kept whole', async () => {
  const dir = scratchDir();
  const { history, backup } = await withBackup(dir);
  const restores = restoresOf(history);
  const before = readFileSync(backup);
  expect(await restores.review('offer', backup, false)).toMatchObject({ profileId: history.id, targets: [] });
  expect(readFileSync(backup).equals(before)).toBe(true);
  // Changed after the person agreed: it is the copy that counts.
  writeFileSync(backup, 'something else');
  await restores.stage('offer');
  expect(settingIn(history.profile.database)).toBe('now');
  history.close();

  await smallOpening(history.profile.dir);
  expect(settingIn(history.profile.database)).toBe('then');
  const [kept, ...others] = keptIn(history.profile.dir);
  expect(others).toEqual([]);
  expect(settingIn(join(history.profile.backups, kept ?? ''))).toBe('now');
  expect(existsSync(history.profile.restored)).toBe(false);
  expect(readdirSync(history.profile.incoming)).toEqual([]);
});

test('a backup of another profile takes this one’s id, so that the two never share a sign-in', async () => {
  const dir = scratchDir();
  const { history: ada, backup } = await withBackup(join(dir, 'a'));
  const ben = await smallHistory(join(dir, 'b'), 'ben');
  const restores = restoresOf(ben);
  const facts = await restores.review('offer', backup, false);
  expect(restores.isOfThisProfile(facts)).toBe(false);
  await restores.stage('offer');
  ada.close();
  ben.close();
  await smallOpening(ben.profile.dir);
  expect(settingIn(ben.profile.database)).toBe('then');
  expect(settingIn(ben.profile.database, 'profile.id')).toBe(ben.id);
  expect(ben.id).not.toBe(ada.id);
});

test('where something was sent to, sending rests after it', async () => {
  const dir = scratchDir();
  const history = await smallHistory(join(dir, 'profile'), 'then');
  history.writer.exec(
    `INSERT INTO destination (target, base_url, dataset, branch, account, is_current, is_enabled)
     VALUES ('atlas', 'https://a.example', '', '', '', 1, 1), ('foundry', 'https://f.example', '', '', '', 1, 0)`,
  );
  const backup = join(dir, 'mine.sqlite');
  await new Backups(history.writer, sealing).make(backup);
  const restores = restoresOf(history);
  expect((await restores.review('offer', backup, false)).targets).toEqual(['atlas']);
  await restores.stage('offer');
  history.close();
  await smallOpening(history.profile.dir);
  expect(settingIn(history.profile.database, 'isPaused')).toBe('true');
});

test.each<[string, string, (path: string) => void]>([
  ['that is not there', 'import.not_found', () => {}],
  ['of text', 'backup.not_ours', (path) => writeFileSync(path, 'Dear Sir')],
  ['without a byte', 'backup.not_ours', (path) => writeFileSync(path, '')],
  [
    'that only begins like one',
    'backup.damaged',
    (path) => writeFileSync(path, `SQLite format 3\0${'x'.repeat(900)}`),
  ],
])('a file %s is refused and leaves nothing behind', async (_name, code, make) => {
  const dir = scratchDir();
  const history = await smallHistory(join(dir, 'profile'), 'now');
  onTestFinished(() => history.close());
  const path = join(dir, 'offered.sqlite');
  make(path);
  const restores = restoresOf(history);
  await expect(restores.review('offer', path, false)).rejects.toMatchObject({ code });
  await expect(restores.stage('offer')).rejects.toMatchObject({ code: 'import.not_found' });
  await expect(restores.review('folder', dir, false)).rejects.toMatchObject({ code: 'backup.not_ours' });
  expect(readdirSync(history.profile.incoming)).toEqual([]);
  expect(existsSync(history.profile.restored)).toBe(false);
});

test('a damaged history does not stand in the way, and is kept', async () => {
  const dir = scratchDir();
  const { history, backup } = await withBackup(dir);
  const restores = restoresOf(history);
  await restores.review('offer', backup, false);
  await restores.stage('offer');
  history.close();
  writeFileSync(history.profile.database, 'no database at all'.repeat(300));
  await smallOpening(history.profile.dir);
  expect(settingIn(history.profile.database)).toBe('then');
  const [kept = ''] = keptIn(history.profile.dir);
  expect(readFileSync(join(history.profile.backups, kept), 'utf8')).toContain('no database at all');
});

/** Runs one opening that dies before its `killAt`-th change; how many there were when it lived. */
function openingKilledAt(
  dir: string,
  killAt: number,
): Promise<{ signal: NodeJS.Signals | null; changes: number }> {
  return new Promise((resolve) => {
    const entry = new URL('./restore-process.ts', import.meta.url);
    const child = fork(entry, [dir, String(killAt)], {
      execArgv: [],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    let said = '';
    child.stdout?.on('data', (text) => {
      said += text;
    });
    child.once('close', (_code, signal) => resolve({ signal, changes: Number(said) }));
  });
}

test('killed before any of its steps, the next opening goes on with it and both histories are whole', async () => {
  const dir = scratchDir();
  const { history, backup } = await withBackup(dir);
  const restores = restoresOf(history);
  await restores.review('offer', backup, false);
  await restores.stage('offer');
  // As a killed owner leaves it: the last commits are in the log.
  const asKilled = join(dir, 'as-killed');
  const files = ['history.sqlite', 'history.sqlite-wal', 'restore.sqlite'];
  mkdirSync(asKilled);
  for (const name of files) copyFileSync(join(history.profile.dir, name), join(asKilled, name));
  history.close();

  for (let killAt = 1; ; killAt += 1) {
    rmSync(history.profile.dir, { recursive: true, force: true });
    mkdirSync(history.profile.dir);
    for (const name of files) copyFileSync(join(asKilled, name), join(history.profile.dir, name));
    utimesSync(history.profile.restored, 1_700_000_000, 1_700_000_000);
    const { signal, changes } = await openingKilledAt(history.profile.dir, killAt);
    await smallOpening(history.profile.dir);
    expect([killAt, settingIn(history.profile.database)]).toEqual([killAt, 'then']);
    const kept = keptIn(history.profile.dir);
    expect([killAt, kept]).toEqual([killAt, ['before-restore-20231114221320000.sqlite']]);
    expect([killAt, settingIn(join(history.profile.backups, kept[0] ?? ''))]).toEqual([killAt, 'now']);
    if (signal === null) {
      expect(killAt).toBeGreaterThan(8);
      expect(changes).toBe(killAt - 1);
      break;
    }
  }
});
