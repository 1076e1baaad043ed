import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { migrate } from '../../../../src/core/db/migrate.ts';
import { openWriter } from '../../../../src/core/db/open.ts';
import { openProfile } from '../../../../src/core/profile/open-profile.ts';
import { profileId } from '../../../../src/core/profile/profile-home.ts';
import { expectMode, scratchDir } from '../../data/scratch.ts';

/** Starts a process that tries to own `dir`; `said`: `held` or the code of the refusal. */
async function owner(dir: string): Promise<{ child: ChildProcess; said: unknown }> {
  const child = fork(new URL('./hold-profile.ts', import.meta.url), [dir], { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = await once(child, 'message');
  return { child, said };
}

test('folders are 0700 and files 0600, also where they were open to others before', () => {
  const before = process.umask(0);
  try {
    const dir = join(scratchDir(), 'deep', 'profile');
    mkdirSync(join(dir, 'spool'), { recursive: true });
    writeFileSync(join(dir, 'lock'), '');
    for (const path of [dir, join(dir, 'spool'), join(dir, 'lock')]) chmodSync(path, 0o777);
    const profile = openProfile(dir);
    const folders = [profile.dir, profile.incoming, profile.spool, profile.logs];
    for (const folder of folders) expectMode(folder, '700');
    for (const file of [profile.lock, profile.database]) expectMode(file, '600');
    expect(profile.name).toBe('profile');
    profile.close();
  } finally {
    process.umask(before);
  }
});

test('a profile has one owner among processes; the next takes over when it is killed', async () => {
  const dir = join(scratchDir(), 'profile');
  const first = await owner(dir);
  expect(first.said).toBe('held');
  expect((await owner(dir)).said).toBe('profile.in_use');
  expect(() => openProfile(dir)).toThrow(expect.objectContaining({ code: 'profile.in_use' }));

  const gone = once(first.child, 'exit');
  first.child.kill('SIGKILL');
  await gone;
  expect((await owner(dir)).said).toBe('held');
});

test('within one process a second owner is refused and does not loosen the first one’s hold', async () => {
  const dir = join(scratchDir(), 'profile');
  const profile = openProfile(dir);
  expect(() => openProfile(dir)).toThrow(expect.objectContaining({ code: 'profile.in_use' }));
  expect((await owner(dir)).said).toBe('profile.in_use');
  profile.close();
  expect((await owner(dir)).said).toBe('held');
});

test('a file where the folder should be is profile.unreadable', () => {
  const path = join(scratchDir(), 'profile');
  writeFileSync(path, '');
  expect(() => openProfile(path)).toThrow(expect.objectContaining({ code: 'profile.unreadable' }));
  expect(existsSync(join(path, 'lock'))).toBe(false);
});

test('a profile keeps its id', async () => {
  const profile = openProfile(scratchDir());
  const ids: string[] = [];
  for (let opening = 0; opening < 2; opening++) {
    const writer = openWriter(profile.database);
    await migrate(writer, profile.backups);
    ids.push(profileId(writer));
    writer.close();
  }
  profile.close();
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-/);
  expect(ids[1]).toBe(ids[0]);
});
