import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openProfile } from '../../src/core/profile/open-profile.ts';
import { ProfileHome } from '../../src/core/profile/profile-home.ts';
import { recordsIn, writeSmallExport } from '../contract/small-export.ts';
import { noSessionBus } from '../support/secret-service.ts';
import { expectMode, scratchDir } from '../unit/data/scratch.ts';
import { runCli } from './run-cli.ts';

/** No keychain of this computer: what a test forgets must not be somebody's sign-in. */
const noKeychain = { DBUS_SESSION_BUS_ADDRESS: noSessionBus };
const cli = (...words: string[]) => runCli(words, noKeychain);

async function filled(): Promise<{ dir: string; profile: string }> {
  const dir = scratchDir();
  const profile = join(dir, 'home');
  const { code } = await cli('import', writeSmallExport(dir), '--profile', profile, '--no-sync');
  expect(code).toBe(0);
  return { dir, profile };
}
const recordsOf = async (profile: string) =>
  (await cli('status', '--json', '--profile', profile)).lines[0]?.['records'];

test('a backup is made, also while the history is in use, and brings a lost history back', async () => {
  const { dir, profile } = await filled();
  const file = join(dir, 'mine.sqlite');
  const held = openProfile(profile);
  const made = await cli('backup', file, '--profile', profile, '--json');
  held.close();
  expect(made.stderr).toBe('');
  expect([made.code, made.lines[0]]).toMatchObject([0, { file, records: recordsIn() }]);
  expectMode(file, '600');

  writeFileSync(join(profile, 'history.sqlite'), 'spilled coffee');
  expect((await cli('status', '--profile', profile)).code).toBe(2);
  const looked = await cli('restore', file, '--profile', profile, '--json');
  expect([looked.code, looked.lines[0]]).toMatchObject([2, { records: recordsIn(), isSameProfile: false }]);
  expect(looked.stderr).toContain('--yes');
  expect(readFileSync(join(profile, 'history.sqlite'), 'utf8')).toBe('spilled coffee');
  expect(readdirSync(join(profile, 'incoming'))).toEqual([]);

  expect((await cli('restore', file, '--profile', profile, '--yes')).code).toBe(0);
  expect(await recordsOf(profile)).toBe(recordsIn());
  const kept = readdirSync(join(profile, 'backups')).filter((name) => name.endsWith('.sqlite'));
  expect(kept.map((name) => readFileSync(join(profile, 'backups', name), 'utf8'))).toEqual([
    'spilled coffee',
  ]);
});

test('what would harm is refused', async () => {
  const { dir, profile } = await filled();
  const own = await cli('backup', join(profile, 'history.sqlite'), '--profile', profile);
  expect(own.code).toBe(2);
  expect((await cli('backup', join(dir, 'x'), '--profile', join(dir, 'none'))).code).toBe(2);
  expect(existsSync(join(dir, 'none'))).toBe(false);
  const letter = join(dir, 'letter.txt');
  writeFileSync(letter, 'Dear Sir');
  expect((await cli('restore', letter, '--profile', profile, '--yes')).code).toBe(2);
  const held = openProfile(profile);
  expect((await cli('restore', letter, '--profile', profile, '--yes')).code).toBe(4);
  expect((await cli('forget', '--yes', '--profile', profile)).code).toBe(4);
  held.close();
  expect((await cli('forget', '--profile', profile)).code).toBe(2);
  expect((await cli('backup', '--profile', profile)).code).toBe(64);
  expect(await recordsOf(profile)).toBe(recordsIn());
});

test('profiles are listed from the folder of any of them, and forgotten with it', async () => {
  const { dir, profile } = await filled();
  const ben = new ProfileHome(profile).create('Ben');
  await cli('import', join(dir, 'export.xml'), '--profile', ben.dir, '--no-sync');
  const { lines } = await cli('profiles', '--json', '--profile', ben.dir);
  expect(lines).toEqual([
    { id: 'main', name: 'home', dir: profile, isOpenedNext: true },
    { id: 'ben', name: 'Ben', dir: ben.dir, isOpenedNext: false },
  ]);
  const gone = await cli('forget', '--yes', '--json', '--profile', ben.dir);
  expect([gone.code, gone.lines[0]]).toMatchObject([0, { keychainEntries: 0, left: 0 }]);
  expect(readdirSync(dir)).toEqual(['export.xml']);
  expect((await cli('forget', '--yes', '--profile', profile)).code).toBe(0);
  expect(readdirSync(dir)).toEqual(['export.xml']);
});

test('scheduled copies: set up, made when due, and not twice', async () => {
  const { dir, profile } = await filled();
  const folder = join(dir, 'copies');
  const cliHere = (...words: string[]) => cli('backup', ...words, '--profile', profile, '--json');
  expect((await cliHere('--scheduled')).code).toBe(2);
  expect((await cliHere('--schedule', folder)).stderr).toContain('The backup folder is missing');
  mkdirSync(folder);
  const set = await cliHere('--schedule', folder, '--every', '1');
  expect([set.code, set.lines[0]]).toMatchObject([0, { isOn: true, everyDays: 1, last: null }]);
  const made = await cliHere('--scheduled');
  expect([made.code, made.lines[0]]).toMatchObject([0, { failure: null, isEncrypted: false }]);
  const [name = ''] = readdirSync(folder);
  expect(made.lines[0]?.['last']).toMatchObject({ name });
  const again = await cliHere('--scheduled');
  expect([again.code, again.lines[0]]).toEqual([0, made.lines[0]]);
  expect((await cli('restore', join(folder, name), '--profile', profile, '--json')).lines[0]).toMatchObject({
    records: recordsIn(),
    isSameProfile: true,
  });
  const held = openProfile(profile);
  expect((await cliHere('--scheduled')).code).toBe(4);
  held.close();
  expect((await cliHere('--schedule', 'off')).lines[0]).toMatchObject({ isOn: false, nextAt: null });
  expect(readdirSync(folder)).toEqual([name]);
  expect((await cliHere()).code).toBe(64);
});

test('without a keychain, scheduled copies are encrypted with the variable, and none is made without it', async () => {
  const { dir, profile } = await filled();
  const folder = join(dir, 'copies');
  mkdirSync(folder);
  const env = { ...noKeychain, HEALTH_RELAY_PASSPHRASE: 'correct horse' };
  const rest = ['--profile', profile, '--json'];
  const set = await runCli(['backup', '--schedule', folder, ...rest], env);
  expect([set.code, set.lines[0]]).toMatchObject([0, { isOn: true, isEncrypted: true }]);
  expect(set.stderr).toContain('HEALTH_RELAY_PASSPHRASE');
  const without = await cli('backup', '--scheduled', ...rest);
  expect([without.code, without.stderr, readdirSync(folder)]).toEqual([
    2,
    expect.stringMatching(/keychain[\s\S]*HEALTH_RELAY_PASSPHRASE/),
    [],
  ]);
  // It is tried again an hour later, or as soon as it is set up again. Set up without the variable, it stays encrypted.
  expect((await cli('backup', '--schedule', folder, ...rest)).lines[0]).toMatchObject({ isEncrypted: true });
  expect((await runCli(['backup', '--scheduled', ...rest], env)).code).toBe(0);
  const [name = ''] = readdirSync(folder);
  expect(name).toMatch(/\.age$/);
  const unread = await cli('restore', join(folder, name), '--profile', profile);
  expect([unread.code, unread.stderr]).toEqual([2, expect.stringContaining('HEALTH_RELAY_PASSPHRASE')]);
  expect((await runCli(['restore', join(folder, name), ...rest], env)).lines[0]).toMatchObject({
    isSameProfile: true,
  });
});
