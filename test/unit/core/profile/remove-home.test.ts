import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockOthers, openProfile } from '../../../../src/core/profile/open-profile.ts';
import { ProfileHome } from '../../../../src/core/profile/profile-home.ts';
import { markForForgetting, removeHome } from '../../../../src/core/profile/remove-home.ts';
import { scratchDir } from '../../data/scratch.ts';

/** A home with two profiles, each with files in all its folders. */
function filledHome(): ProfileHome {
  const home = new ProfileHome(join(scratchDir(), 'home'));
  for (const dir of [home.dir, home.create('Ada').dir]) {
    openProfile(dir).close();
    mkdirSync(join(dir, 'incoming', 'deep', 'er'), { recursive: true });
    mkdirSync(join(dir, 'backups'));
    for (const name of [
      'history.sqlite-wal',
      'history.sqlite-shm',
      'restore.sqlite',
      'spool/a.ndjson.gz',
      'logs/main.log',
      'incoming/deep/er/export.zip',
      'backups/before-0002.sqlite',
    ])
      writeFileSync(join(dir, name), 'secret');
  }
  return home;
}

test('everything that Health Relay made is removed, the folders too', () => {
  const home = filledHome();
  const before = readdirSync(home.dir, { recursive: true, withFileTypes: true });
  expect(removeHome(home)).toEqual({ files: before.filter((entry) => entry.isFile()).length, left: 0 });
  expect(existsSync(home.dir)).toBe(false);
});

test('what the person keeps in the same folder stays', () => {
  const home = filledHome();
  for (const name of ['thesis.docx', 'history.txt', 'profiles/readme.txt'])
    writeFileSync(join(home.dir, name), 'mine');
  mkdirSync(join(home.dir, 'profiles', 'Holiday'));
  expect(removeHome(home).left).toBe(0);
  expect(readdirSync(home.dir, { recursive: true }).map(String).sort()).toEqual([
    'history.txt',
    'profiles',
    join('profiles', 'Holiday'),
    join('profiles', 'readme.txt'),
    'thesis.docx',
  ]);
});

test('a removal that was killed is finished when any profile of the home is opened, and only then', () => {
  const home = filledHome();
  markForForgetting(home);
  const profile = openProfile(home.dir);
  expect(readdirSync(home.dir).sort()).toEqual(['history.sqlite', 'incoming', 'lock', 'logs', 'spool']);
  expect(readdirSync(profile.incoming)).toEqual([]);
  writeFileSync(join(profile.spool, 'new'), '');
  profile.close();
  openProfile(home.dir).close();
  expect(readdirSync(profile.spool)).toEqual(['new']);
});

test('the same when another profile than the first is opened next', () => {
  const home = filledHome();
  const { dir } = home.find('ada');
  markForForgetting(home);
  openProfile(dir).close();
  expect(existsSync(join(home.dir, 'history.sqlite'))).toBe(false);
  expect(existsSync(join(home.dir, 'forgetting'))).toBe(false);
  expect(readdirSync(join(dir, 'spool'))).toEqual([]);
});

test('profiles that a program has open are not taken, and none is held then', () => {
  const home = filledHome();
  const ada = openProfile(home.find('ada').dir);
  expect(() => lockOthers(home, null)).toThrow(expect.objectContaining({ code: 'profile.in_use' }));
  openProfile(home.dir).close();
  const others = lockOthers(home, ada.dir);
  expect(() => openProfile(home.dir)).toThrow(expect.objectContaining({ code: 'profile.in_use' }));
  others.release();
  ada.close();
});
