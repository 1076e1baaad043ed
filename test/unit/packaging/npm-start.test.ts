import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { programIn } from '../../../src/headless/launch/electron-binary.ts';

// `npm start` as a whole, over Electrons that are shell scripts: which host it comes to, and what it says.
const root = join(import.meta.dirname, '../../..');
let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'health-relay-start-'));
});
let running: ChildProcess | null = null;
afterEach(async () => {
  // A test that failed has not ended it.
  if (running !== null && running.exitCode === null && running.signalCode === null) {
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
  }
  rmSync(dir, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  /** Line by line as it comes. */
  readonly lines: string[];
  until(pattern: RegExp): Promise<void>;
}

/** An Electron that ends within four seconds never showed a window: by a clock that stands, each ends within them. */
const standingClock = 'data:text/javascript,const now = Date.now(); Date.now = () => now;';

function start(env: Readonly<Record<string, string>>): Started {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ELECTRON_OVERRIDE_DIST_PATH: ___, ...kept } = process.env;
  const child = spawn(
    process.execPath,
    [
      '--import',
      standingClock,
      'src/headless/start.ts',
      '--profile',
      join(dir, 'profile'),
      '--port',
      '0',
      '--no-open',
    ],
    { cwd: root, env: { ...kept, ...env }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  running = child;
  const lines: string[] = [];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => void lines.push(...text.trim().split('\n')));
  return {
    child,
    lines,
    until: async (pattern) => {
      while (!lines.some((line) => pattern.test(line))) {
        if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${lines.join('\n')}`);
        await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'exit')]);
      }
    },
  };
}

/** A distribution whose program is that script. */
function electronThat(script: string): Readonly<Record<string, string>> {
  writeFileSync(join(dir, programIn(process.platform)), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { ELECTRON_OVERRIDE_DIST_PATH: dir };
}

test.each([
  ['there is no display', () => ({}), /there is no display/],
  [
    'there is no Electron where it should be',
    () => ({ ELECTRON_OVERRIDE_DIST_PATH: dir }),
    /OVERRIDE_DIST_PATH/,
  ],
  ['Electron ends before it shows anything', () => electronThat('exit 127'), /\w+/],
])('when %s, one line says why and the same app opens in the browser', async (_why, env, reason) => {
  const { child, lines, until } = start(env());
  await until(/^Ctrl-C/);
  const why = lines.filter((line) => line.startsWith('The desktop app can’t run here: '));
  expect(why).toEqual([expect.stringMatching(/\. Health Relay opens in your browser instead\.$/)]);
  expect(why[0]).toMatch(reason);
  expect(lines.at(-3)).toMatch(/^Health Relay is open at http:\/\/127\.0\.0\.1:\d+\/link#[\w-]+$/);
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);
});

test('where Electron runs, it gets the app and the profile, and nothing is served', async () => {
  const { child, lines } = start(electronThat(`printf '%s\\n' "$@" > '${dir}/given'`));
  expect((await once(child, 'exit'))[0]).toBe(0);
  expect(readFileSync(join(dir, 'given'), 'utf8').trim().split('\n')).toEqual([
    root,
    '--profile',
    join(dir, 'profile'),
  ]);
  expect(lines.filter((line) => line.includes('http:'))).toEqual([]);
  expect(existsSync(join(dir, 'profile'))).toBe(false);
});
