// Copies that are made by themselves: when, where, and what goes for them. The clock is the test's own; no timer is waited for.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Backups } from '../../../src/core/db/backup.ts';
import { inspectBackup } from '../../../src/core/db/inspect-backup.ts';
import { isSealed, unseal } from '../../../src/core/db/sealed-backup.ts';
import { readSchedule } from '../../../src/core/profile/backup-schedule.ts';
import { ownBackups } from '../../../src/core/profile/kept-backups.ts';
import { ProfileHome } from '../../../src/core/profile/profile-home.ts';
import { removeHome } from '../../../src/core/profile/remove-home.ts';
import {
  ScheduledBackups,
  type ScheduledBackupsOptions,
} from '../../../src/core/profile/scheduled-backups.ts';
import { createDataProgram } from '../../../src/data/program.ts';
import { startImportThread } from '../../../src/data/threads.ts';
import type { BackupSchedule } from '../../../src/shared/domain/backup-schedule.ts';
import { memorySecrets } from '../../support/memory-secrets.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { lightSeal } from './light-seal.ts';
import { settingIn, setWord, smallHistory } from './small-history.ts';

const day = 86_400;
const monday = Date.UTC(2026, 0, 5, 8) / 1000;
const importThread = new URL('../../../src/data/import-thread.ts', import.meta.url);

async function scene(changed: Partial<ScheduledBackupsOptions> = {}) {
  const dir = scratchDir();
  const folder = join(dir, 'copies');
  mkdirSync(folder);
  const history = await smallHistory(join(dir, 'profile'), 'first');
  onTestFinished(() => history.close());
  const secrets = memorySecrets();
  const paths = history.profile;
  const clock = { now: monday };
  const told: BackupSchedule[] = [];
  const backups = new Backups(history.writer, { seal: lightSeal, folder: paths.incoming });
  const opening = { inspect: async (path: string) => inspectBackup(path), unseal, secrets: secrets.open };
  const options: ScheduledBackupsOptions = {
    paths,
    profileId: history.id,
    make: (path, passphrase) => backups.make(path, passphrase),
    opening,
    isImporting: () => false,
    onChange: (schedule) => told.push(schedule),
    onFault: (error) => {
      throw error;
    },
    ...changed,
  };
  const again = (other: Partial<ScheduledBackupsOptions> = {}, free = Number.MAX_SAFE_INTEGER) =>
    new ScheduledBackups(
      { ...options, ...other },
      { nowMs: () => clock.now * 1000, freeBytes: async () => free },
    );
  return { ...history, dir, folder, paths, secrets, clock, told, opening, again, scheduled: again() };
}

const plainWeekly = (folder: string) => ({ isOn: true, folder, everyDays: 7, passphrase: null });

test('off until it is set up; then one is due at once, and again each week, also for a program that was not there', async () => {
  const { scheduled, folder, clock, again, id } = await scene();
  await scheduled.look();
  expect(scheduled.state()).toMatchObject({ isOn: false, nextAt: null });
  expect(await scheduled.configure(plainWeekly(folder))).toMatchObject({ isOn: true, nextAt: monday });
  await scheduled.look();
  const name = `health-relay-scheduled-${id.slice(0, 8)}-20260105T080000Z.sqlite`;
  expect(readdirSync(folder)).toEqual([name]);
  expect(settingIn(join(folder, name))).toBe('first');
  expect(scheduled.state()).toMatchObject({ last: { at: monday, name }, nextAt: monday + 7 * day });
  clock.now += 7 * day - 1;
  await scheduled.look();
  expect(readdirSync(folder)).toHaveLength(1);
  await scheduled.close();
  clock.now += 30 * day;
  const next = again();
  await next.look();
  expect(readdirSync(folder)).toHaveLength(2);
  expect(next.state()).toMatchObject({ last: { at: clock.now }, nextAt: clock.now + 7 * day });
});

test('the four newest stay; files of other names and other profiles are left alone', async () => {
  const { scheduled, folder, clock, id } = await scene();
  const others = ['mine.sqlite', 'health-relay-scheduled-00000000-20200101T000000Z.sqlite'];
  for (const name of others) writeFileSync(join(folder, name), 'x');
  const left = `health-relay-scheduled-${id.slice(0, 8)}-20200101T000000Z.sqlite.unchecked`;
  writeFileSync(join(folder, left), 'of an attempt that was killed');
  await scheduled.configure(plainWeekly(folder));
  const made: string[] = [];
  for (let week = 0; week < 6; week += 1) {
    await scheduled.look();
    made.push(scheduled.state().last?.name ?? '');
    clock.now += 7 * day;
  }
  expect(readdirSync(folder).sort()).toEqual([...others, ...made.slice(2)].sort());
});

test('a copy that cannot be opened again removes none, and is none', async () => {
  let isDamaged = false;
  const { scheduled, folder, clock, again, opening } = await scene();
  await scheduled.configure(plainWeekly(folder));
  for (let week = 0; week < 4; week += 1) {
    await scheduled.look();
    clock.now += 7 * day;
  }
  const before = readdirSync(folder).sort();
  const made = new Map<string, number>();
  const inspect = async (path: string) => {
    // A bad drive: what is read back is not what was written.
    if (isDamaged) writeFileSync(path, Buffer.alloc(8192, 'x'));
    made.set(path, 1);
    return inspectBackup(path);
  };
  const failing = again({ opening: { ...opening, inspect } });
  isDamaged = true;
  await failing.look();
  expect(readdirSync(folder).sort()).toEqual(before);
  expect(failing.state()).toMatchObject({
    failure: { code: 'backup.damaged', at: clock.now },
    last: { at: clock.now - 7 * day },
    nextAt: clock.now + 3600,
  });
  isDamaged = false;
  clock.now += 3600;
  await failing.look();
  expect(failing.state()).toMatchObject({ failure: null, last: { at: clock.now } });
  expect(readdirSync(folder)).toHaveLength(4);
  expect(existsSync(join(folder, before[0] ?? ''))).toBe(false);
});

test('with a passphrase: from the keychain, encrypted, and opened with it before it counts', async () => {
  const { scheduled, folder, secrets, id, paths, again, clock } = await scene();
  await scheduled.configure({ ...plainWeekly(folder), passphrase: 'correct horse' });
  expect(secrets.secret(`${id}:backup`)).toBe('correct horse');
  await scheduled.look();
  const [name = ''] = readdirSync(folder);
  expect(name).toMatch(/\.sqlite\.age$/);
  expect(await isSealed(join(folder, name))).toBe(true);
  expect(readdirSync(paths.incoming)).toEqual([]);
  expect(scheduled.state().failure).toBe(null);
  // A passphrase that is lost makes no copy that anybody could read.
  secrets.keychain.stored.clear();
  clock.now += 7 * day;
  const later = again();
  await later.look();
  expect(later.state().failure?.code).toBe('backup.passphrase_lost');
  expect(readdirSync(folder)).toEqual([name]);
  await later.configure(plainWeekly(folder));
  await later.look();
  expect(readdirSync(folder)).toHaveLength(2);
});

test('a passphrase that no keychain keeps is refused, and nothing is changed', async () => {
  const { folder, again, secrets } = await scene();
  secrets.keychain.failWith('The keychain is locked');
  const scheduled = again();
  const asked = scheduled.configure({ ...plainWeekly(folder), passphrase: 'correct horse' });
  await expect(asked).rejects.toMatchObject({
    code: 'backup.passphrase_not_kept',
    cause: { code: expect.stringMatching(/^account\.keychain_/) },
  });
  expect(scheduled.state()).toMatchObject({ isOn: false, folder: null });
});

test('a passphrase that is given each time encrypts the copies of an encrypted schedule, and none is made without it', async () => {
  const { folder, again, secrets, clock } = await scene();
  secrets.keychain.failWith('There is no keychain');
  const scheduled = again();
  await scheduled.configure({ ...plainWeekly(folder), passphrase: 'correct horse', isKept: false });
  expect(scheduled.state()).toMatchObject({ isOn: true, isEncrypted: true });
  await expect(scheduled.makeNow()).rejects.toMatchObject({ code: expect.any(String) });
  expect(readdirSync(folder)).toEqual([]);
  await scheduled.makeNow('correct horse');
  clock.now += 7 * day;
  // Also where the schedule says "not encrypted": whoever gives a passphrase wants no plain copy.
  await scheduled.configure({ ...plainWeekly(folder), passphrase: null });
  await scheduled.makeNow('correct horse');
  const made = readdirSync(folder);
  expect(made).toHaveLength(2);
  for (const name of made) expect(await isSealed(join(folder, name))).toBe(true);
  clock.now += 7 * day;
  await scheduled.makeNow();
  const [plain = ''] = readdirSync(folder).filter((name) => !made.includes(name));
  expect(await isSealed(join(folder, plain))).toBe(false);
});

test('a new passphrase that is not kept leaves the former, in the keychain and for the copies', async () => {
  const { folder, secrets, id, paths, again: made, clock, opening } = await scene();
  const store = await opening.secrets();
  const again = () => made({ opening: { ...opening, secrets: async () => store } });
  const scheduled = again();
  await scheduled.configure({ ...plainWeekly(folder), passphrase: 'correct horse' });
  await scheduled.look();
  const kept = () => [...secrets.stored.keys()].map(secrets.secret);
  const changed = { ...plainWeekly(folder), passphrase: 'another word' };
  secrets.keychain.failWith('The keychain is locked');
  await expect(scheduled.configure(changed)).rejects.toMatchObject({ code: 'backup.passphrase_not_kept' });
  secrets.keychain.failWith(null);
  await store.retry();
  expect(kept()).toEqual(['correct horse']);
  // Nor where the keychain has it and the schedule can't be stored.
  mkdirSync(`${paths.schedule}.partial`);
  await expect(scheduled.configure(changed)).rejects.toThrow();
  rmSync(`${paths.schedule}.partial`, { recursive: true });
  expect(kept()).toEqual(['correct horse']);
  clock.now += 7 * day;
  const later = again();
  await later.look();
  expect(later.state().failure).toBe(null);
  // Once it is kept, the former is gone, also for whoever opens a copy after a restart.
  await later.configure(changed);
  expect(kept()).toEqual(['another word']);
  expect(secrets.secret(`${id}:${readSchedule(paths).entry}`)).toBe('another word');
  await again().look();
  expect(again().state().failure).toBe(null);
  await later.configure({ ...changed, passphrase: null });
  expect(kept()).toEqual([]);
});

test('a folder that is gone and a disk that is full are told, kept over a restart, and tried again each hour', async () => {
  const { scheduled, folder, clock, again } = await scene();
  await scheduled.configure(plainWeekly(folder));
  rmSync(folder, { recursive: true });
  await scheduled.look();
  await scheduled.close();
  const next = again({}, 10);
  expect(next.state().failure).toEqual({ code: 'backup.folder_missing', at: monday });
  mkdirSync(folder);
  clock.now += 3599;
  await next.look();
  expect(next.state().failure?.code).toBe('backup.folder_missing');
  clock.now += 1;
  await next.look();
  expect(next.state().failure).toEqual({ code: 'disk.full', at: monday + 3600 });
  expect(readdirSync(folder)).toEqual([]);
  clock.now += 3600;
  const roomy = again();
  await roomy.look();
  expect(roomy.state().failure).toBe(null);
  expect(readdirSync(folder)).toHaveLength(1);
});

test('folders that are no place for it are refused', async () => {
  const { scheduled, dir, paths } = await scene();
  const code = (folder: string) =>
    scheduled.configure(plainWeekly(folder)).then(
      () => 'taken',
      (error: { code: string }) => error.code,
    );
  expect(await code(join(dir, 'nowhere'))).toBe('backup.folder_missing');
  expect(await code('copies')).toBe('backup.folder_missing');
  expect(await code(paths.dir)).toBe('backup.own_folder');
  expect(await code(paths.incoming)).toBe('backup.own_folder');
});

test('not begun during an import or beside a copy of the person’s, and due after it', async () => {
  let isImporting = true;
  const { scheduled, folder, told, again, writer, paths } = await scene({ isImporting: () => isImporting });
  await scheduled.configure(plainWeekly(folder));
  await scheduled.look();
  expect(readdirSync(folder)).toEqual([]);
  expect(scheduled.state()).toMatchObject({ failure: null, nextAt: monday });
  isImporting = false;
  const busy = new Backups(writer, { seal: lightSeal, folder: paths.incoming });
  const mine = busy.make(join(paths.incoming, 'mine.sqlite'));
  const beside = again({ make: (path, passphrase) => busy.make(path, passphrase) });
  expect(await beside.makeNow()).toBe(false);
  await mine;
  expect(beside.state().failure).toBe(null);
  expect(await beside.makeNow()).toBe(true);
  expect(told.map(({ isMaking }) => isMaking)).toContain(true);
  expect(told.at(-1)).toMatchObject({ isMaking: false, last: { at: monday } });
});

test('a clock that was years ahead does not put it off for years', async () => {
  const { scheduled, folder, clock } = await scene();
  clock.now += 3650 * day;
  await scheduled.configure(plainWeekly(folder));
  await scheduled.look();
  clock.now = monday;
  await scheduled.look();
  expect(scheduled.state().last?.at).toBe(monday);
  expect(readdirSync(folder)).toHaveLength(2);
});

test('a damaged history starts from its scheduled copies too, encrypted or not; forgetting keeps them and drops the schedule', async () => {
  const { scheduled, folder, secrets, paths, writer, clock, profile, close } = await scene();
  await scheduled.configure(plainWeekly(folder));
  setWord(writer, 'older');
  await scheduled.look();
  clock.now += 7 * day;
  setWord(writer, 'newest');
  await scheduled.configure({ ...plainWeekly(folder), passphrase: 'correct horse' });
  await scheduled.look();
  await scheduled.close();
  close();
  expect(ownBackups(profile).map(({ madeAt }) => madeAt)).toEqual([clock.now, monday]);
  const begin = async () => {
    writeFileSync(paths.database, Buffer.alloc(8192, 'not a database '));
    const program = await createDataProgram({
      profileDir: paths.dir,
      isFromBackup: true,
      threads: { startImport: () => startImportThread(importThread), openSecrets: secrets.open },
      push: () => {},
    });
    // What is restored does not take the schedule back to when it was made.
    expect(program.scheduled.state().last?.at).toBe(clock.now);
    await program.close();
    return settingIn(paths.database);
  };
  expect(await begin()).toBe('newest');
  secrets.keychain.stored.clear();
  expect(await begin()).toBe('older');
  removeHome(new ProfileHome(paths.dir));
  expect(existsSync(paths.schedule)).toBe(false);
  expect(readdirSync(folder)).toHaveLength(2);
});
