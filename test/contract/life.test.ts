import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openWriter } from '../../src/core/db/open.ts';
import { openProfile } from '../../src/core/profile/open-profile.ts';
import { expectMode, scratchDir } from '../unit/data/scratch.ts';
import { ask, importFile, startProgram, superviseProgram } from './running-program.ts';
import { recordsIn, writeSmallExport } from './small-export.ts';

test('while it runs, everything in the profile is the owner’s alone', async () => {
  const dir = scratchDir();
  const { client } = startProgram(join(dir, 'profile'));
  await importFile(client, writeSmallExport(dir));
  const paths = readdirSync(join(dir, 'profile'), { recursive: true }).map((name) =>
    join(dir, 'profile', String(name)),
  );
  expect(paths.map((path) => path.slice(dir.length + 9))).toContain('history.sqlite-wal');
  for (const path of [join(dir, 'profile'), ...paths]) {
    expectMode(path, lstatSync(path).isDirectory() ? '700' : '600');
  }
});

test('a second program on the same profile says profile.in_use and ends; the first goes on', async () => {
  const profile = join(scratchDir(), 'profile');
  const first = startProgram(profile);
  expect(await first.client.started).toEqual({ isReady: true });
  const second = startProgram(profile);
  expect(await second.client.started).toMatchObject({ isReady: false, error: { code: 'profile.in_use' } });
  await second.client.closed;
  expect(await ask(first.client, 'history.types', {})).toEqual([]);
});

test('killed without warning, the next one takes the profile over and has what was imported', async () => {
  const dir = scratchDir();
  const profile = join(dir, 'profile');
  const first = startProgram(profile);
  await importFile(first.client, writeSmallExport(dir));
  first.child.kill('SIGKILL');
  await first.client.closed;
  const second = startProgram(profile);
  expect(await ask(second.client, 'history.overview', {})).toMatchObject({
    records: recordsIn(),
    workouts: 1,
  });
});

test('asked to stop, it answers, leaves no write-ahead log and lets the profile go', async () => {
  const dir = scratchDir();
  const { client, child } = startProgram(join(dir, 'profile'));
  await importFile(client, writeSmallExport(dir));
  const exit = once(child, 'exit');
  expect(await client.host('host.stop', {})).toEqual({ ok: true, value: null });
  expect(await exit).toEqual([0, null]);
  expect(readdirSync(join(dir, 'profile'))).not.toContain('history.sqlite-wal');
  openProfile(join(dir, 'profile')).close();
});

test.each([
  ['its host is gone', (child: ChildProcess) => child.disconnect()],
  ['the system asks it to', (child: ChildProcess) => child.kill('SIGTERM')],
])('it ends by itself when %s', async (_, act) => {
  const dir = scratchDir();
  const { client, child } = startProgram(join(dir, 'profile'));
  await client.started;
  const exit = once(child, 'exit');
  act(child);
  expect(await exit).toEqual([0, null]);
  openProfile(join(dir, 'profile')).close();
});

test('Ctrl-C in the terminal is the host’s to answer', async () => {
  const { client, child } = startProgram(join(scratchDir(), 'profile'));
  await client.started;
  child.kill('SIGINT');
  expect(await ask(client, 'history.types', {})).toEqual([]);
});

test('the database of a newer version is refused with both versions and stays as it is', async () => {
  const profile = openProfile(join(scratchDir(), 'profile'));
  const writer = openWriter(profile.database);
  writer.exec('CREATE TABLE of_the_future (x)');
  writer.pragma('user_version = 900');
  writer.close();
  profile.close();
  const { client, stderr } = startProgram(profile.dir);
  const start = await client.started;
  expect(start).toMatchObject({ error: { code: 'profile.newer_version', details: { found: 900 } } });
  await client.closed;
  expect(stderr()).not.toContain(profile.dir);
  const after = openWriter(profile.database);
  expect(after.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'of_the_future' }]);
  after.close();
});

test('supervised, a killed program is back by itself with its history', async () => {
  const dir = scratchDir();
  const { data, children, states } = superviseProgram(join(dir, 'profile'));
  await importFile(data, writeSmallExport(dir));
  children[0]?.kill('SIGKILL');
  await vi.waitFor(() => expect(states).toContain('restarting'));
  expect(await ask(data, 'history.overview', {})).toMatchObject({ records: recordsIn() });
  expect(children).toHaveLength(2);
});
