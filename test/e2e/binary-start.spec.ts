import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from '../../src/headless/launch/build.ts';
import { electronProgram, environmentIn } from './electron-host.ts';
import { expect, test } from './relay.ts';
import { logsIn } from './shell.ts';

// `npm start` over a real Electron, from its start to the terminal's Ctrl-C.
const root = join(import.meta.dirname, '../..');
let dir = '';
let started: ChildProcess;

test.beforeAll(async () => {
  await buildIfStale(root, () => {});
  dir = mkdtempSync(join(tmpdir(), 'health-relay-npm-start-'));
  const dist = join(dir, 'dist');
  mkdirSync(dist);
  symlinkSync(electronProgram(), join(dist, 'electron'));
  started = spawn(process.execPath, ['src/headless/start.ts', '--profile', join(dir, 'profile')], {
    cwd: root,
    // What editors set in their terminals makes a Node of Electron.
    env: { ...environmentIn(dir), ELECTRON_OVERRIDE_DIST_PATH: dist, ELECTRON_RUN_AS_NODE: '1' },
    stdio: 'ignore',
    // A terminal runs what it starts in a group of its own.
    detached: true,
  });
});

test.afterAll(async () => {
  if (started.exitCode === null && started.signalCode === null) {
    const ended = once(started, 'exit');
    started.kill('SIGTERM');
    await ended;
  }
  rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

test('Ctrl-C, which comes from the terminal and from npm, ends it in order', async () => {
  const ended = once(started, 'exit');
  const logs = () => logsIn(join(dir, 'profile'));
  // In the words of the shell, which is the later one to know.
  const isReady = () => /"process":"desktop".*"event":"data.state".*"state":"ready"/.test(logs());
  await expect.poll(() => isReady() || started.exitCode !== null).toBe(true);
  const { pid } = started;
  if (pid === undefined) throw new Error('not started');
  process.kill(-pid, 'SIGINT');
  process.kill(pid, 'SIGINT');
  const end = await ended;
  expect(end, logs()).toEqual([0, null]);
  const stopped = logs().match(/"process":"\w+","event":"process.stopped"/g);
  expect(stopped?.sort()).toEqual([
    '"process":"data","event":"process.stopped"',
    '"process":"desktop","event":"process.stopped"',
  ]);
});
