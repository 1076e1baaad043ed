import { EventEmitter } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { findElectron, programIn, whyNoWindow } from '../../../../src/headless/launch/electron-binary.ts';
import { runElectron, whyStillborn } from '../../../../src/headless/launch/run-electron.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'health-relay-electron-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const platform = process.platform;
const withDisplay = { env: { DISPLAY: ':0' }, platform, isRoot: false };
const folder = () => join(root, 'node_modules', 'electron');

async function install(installer: string, hasBinary: boolean): Promise<void> {
  await mkdir(join(folder(), 'dist'), { recursive: true });
  await writeFile(join(folder(), 'install.js'), installer);
  if (!hasBinary) return;
  await writeFile(join(folder(), 'dist', 'electron-x'), '');
  await writeFile(join(folder(), 'path.txt'), 'electron-x');
}

describe('where Electron is', () => {
  test('the override goes before everything, a missing display included', async () => {
    await writeFile(join(root, programIn('linux')), '');
    const around = { env: { ELECTRON_OVERRIDE_DIST_PATH: root }, platform: 'linux', isRoot: true } as const;
    expect(await findElectron('/nowhere', around)).toEqual({ path: join(root, 'electron') });
    const empty = { ...around, env: { ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' } };
    expect(await findElectron('/nowhere', empty)).toEqual({ reason: expect.stringContaining('OVERRIDE') });
  });

  test('the installed one, of which nothing is said', async () => {
    await install('process.exit(1);', true);
    const said: string[] = [];
    expect(await findElectron(root, withDisplay, (line) => said.push(line))).toEqual({
      path: join(folder(), 'dist', 'electron-x'),
    });
    expect(said).toEqual([]);
  });

  test('fetched by its own installer', async () => {
    await install(
      "const fs = require('fs'); fs.writeFileSync(__dirname + '/dist/e', ''); fs.writeFileSync(__dirname + '/path.txt', 'e');",
      false,
    );
    const said: string[] = [];
    expect(await findElectron(root, withDisplay, (line) => said.push(line))).toEqual({
      path: join(folder(), 'dist', 'e'),
    });
    expect(said).toEqual([expect.stringMatching(/^Downloading Electron/)]);
  });

  test('an installer that fails, half an installation, no package', async () => {
    await install('process.exit(1);', false);
    expect(await findElectron(root, withDisplay)).toEqual({ reason: 'Electron couldn’t be downloaded' });
    await writeFile(join(folder(), 'path.txt'), 'electron-x');
    expect(await findElectron(root, withDisplay)).toEqual({ reason: 'Electron couldn’t be downloaded' });
    await install("throw new Error('no room on the disk');", false);
    expect(await findElectron(root, withDisplay)).toEqual({
      reason: 'Electron couldn’t be downloaded (no room on the disk)',
    });
    expect(await findElectron(join(root, 'none'), withDisplay)).toEqual({
      reason: 'Electron isn’t installed',
    });
  });

  test.each([
    [{}, 'linux', false, 'there is no display'],
    [{ DISPLAY: ':0' }, 'linux', true, 'the desktop app doesn’t run as root'],
    [{ WAYLAND_DISPLAY: 'w' }, 'linux', false, null],
    [{}, 'darwin', true, null],
    [{}, 'win32', false, null],
  ] as const)('%j on %s, root %s', (env, platform, isRoot, reason) => {
    expect(whyNoWindow({ env, platform, isRoot })).toBe(reason);
  });
});

describe('running it', () => {
  const program = async (script: string) => {
    const path = join(root, 'electron');
    await writeFile(path, `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return path;
  };

  test('passes the profile on and its exit code back', async () => {
    expect(await runElectron(await program('[ "$2 $3" = "--profile /p" ]'), root, '/p')).toEqual({
      exitCode: 0,
    });
    let clock = 0;
    const later = () => {
      clock += 10_000;
      return clock;
    };
    expect(await runElectron(await program('exit 3'), root, null, { now: later })).toEqual({ exitCode: 3 });
    expect(await runElectron(await program('kill -SEGV $$'), root, null, { now: later })).toEqual({
      exitCode: 139,
    });
  });

  test('one that does not come up gives a reason', async () => {
    const now = () => 0;
    for (const path of [await program('exit 127'), join(root, 'none')])
      expect(await runElectron(path, root, null, { now })).toEqual({ reason: expect.any(String) });
  });

  test('it gets nothing that would make it a Node, and everything else', async () => {
    for (const name of ['ELECTRON_RUN_AS_NODE', 'NODE_OPTIONS', 'NODE_COMPILE_CACHE']) vi.stubEnv(name, '');
    vi.stubEnv('HEALTH_RELAY_TEST_WORD', 'kept');
    onTestFinished(() => void vi.unstubAllEnvs());
    const own =
      '! env | grep -E "^(ELECTRON_RUN_AS_NODE|NODE_OPTIONS|NODE_COMPILE_CACHE)=" && [ "$HEALTH_RELAY_TEST_WORD" = kept ]';
    expect(await runElectron(await program(own), root, null)).toEqual({ exitCode: 0 });
  });

  /** An app as Windows runs it: `act` is what it does once it's up; `asked` calls back when it's asked to quit. */
  async function onWindows(act: string, patienceMs = 60_000) {
    const path = join(root, 'electron');
    const up = join(root, 'up');
    const asked = "const asked = (then) => process.on('message', (word) => word === 'quit' && then());";
    const isUp = `require('node:fs').writeFileSync(${JSON.stringify(up)}, String(process.env.ELECTRON_NO_ATTACH_CONSOLE))`;
    await writeFile(
      path,
      `#!${process.execPath}\n${asked}\n${act}\n${isUp};\nsetInterval(() => {}, 1000);\n`,
    );
    await chmod(path, 0o755);
    const signals = new EventEmitter();
    const ended = runElectron(path, root, null, { platform: 'win32', signals, patienceMs });
    await vi.waitFor(async () => expect(await readFile(up, 'utf8')).toBe('1'), { timeout: 60_000 });
    return { signals, ended };
  }

  test('on Windows, Ctrl-C asks the app to quit, once, and it ends in order', async () => {
    const { signals, ended } = await onWindows(
      'let count = 0; asked(() => { count += 1; setImmediate(() => process.exit(count === 1 ? 0 : 9)); });',
    );
    signals.emit('SIGINT', 'SIGINT');
    signals.emit('SIGINT', 'SIGINT');
    signals.emit('SIGHUP', 'SIGHUP');
    expect(await ended).toEqual({ exitCode: 0 });
    expect(signals.listenerCount('SIGINT')).toBe(0);
  });

  test('one that does not is killed when its time is up', async () => {
    const { signals, ended } = await onWindows('asked(() => {});', 1);
    signals.emit('SIGINT', 'SIGINT');
    expect(await ended).toEqual({ exitCode: 137 });
  });

  const closed = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns';
  test('a sandbox that cannot be made is said, with what would allow it', () => {
    const program = join(root, 'electron');
    expect(whyStillborn(program, (path) => (path === closed ? '1\n' : null))).toMatch(
      /sandbox.*chmod 4755 ".*chrome-sandbox"\)$/,
    );
    for (const value of ['0\n', null])
      expect(whyStillborn(program, (path) => (path === closed ? value : null))).toBe(
        'Electron ended right after it started',
      );
  });
});
