import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { leftOutOn } from '../../support/left-out.ts';
import { isFailedRun, missingHere } from '../../support/test-verdict.ts';

function pathWith(...programs: string[]): string {
  const dir = mkdtempSync(join(tmpdir(), 'health-relay-programs-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const program of programs) {
    writeFileSync(join(dir, program), '#!/bin/sh\n');
    chmodSync(join(dir, program), 0o755);
  }
  return dir;
}

test('a machine that has all lacks nothing', () => {
  const PATH = pathWith(
    'chromium',
    'dbus-daemon',
    'dbus-send',
    'gnome-keyring-daemon',
    'dunst',
    'zsh',
    'fish',
  );
  expect(missingHere({ PATH }, 'linux')).toEqual([]);
});

test.each(['darwin', 'win32'] as const)(
  'what %s leaves out is named, and is there to be left out',
  (platform) => {
    const PATH = pathWith('chromium', 'dbus-daemon', 'dbus-send', 'gnome-keyring-daemon');
    const leftOut = leftOutOn(platform);
    expect(missingHere({ PATH }, platform)).toEqual(leftOut.lines);
    for (const name of [...leftOut.files, ...leftOut.specs])
      expect(leftOut.lines.filter((line) => line.includes(` ${name} (`))).toHaveLength(1);
    for (const path of [...leftOut.files, ...leftOut.specs.map((name) => `test/e2e/${name}`)])
      expect(existsSync(join(import.meta.dirname, '../../..', path)), path).toBe(true);
  },
);

test('a machine that has nothing is told of each, and what to install', () => {
  expect(missingHere({ PATH: pathWith(), CHROMIUM_PATH: '/nonexistent' }, 'linux')).toEqual([
    expect.stringMatching(/^Chromium .*install `chromium`/),
    expect.stringMatching(/`dbus-daemon`, `dbus-send`, `gnome-keyring-daemon` .*install `gnome-keyring`/),
    expect.stringMatching(/^a notification daemon .*`dunst`/),
    expect.stringMatching(/^zsh .*install `zsh`/),
    expect.stringMatching(/^fish .*install `fish`/),
  ]);
});

test('of a Secret Service only what is missing is named', () => {
  const [line, ...others] = missingHere(
    { PATH: pathWith('chromium', 'dbus-daemon', 'dbus-send', 'dunst', 'zsh', 'fish') },
    'linux',
  );
  expect(line).toContain('`gnome-keyring-daemon` (');
  expect(line).not.toContain('dbus-daemon');
  expect(others).toEqual([]);
});

test.each([
  [{ passed: 5, failed: 0, skipped: 0 }, [], false, false],
  [{ passed: 5, failed: 1, skipped: 0 }, [], false, true],
  [{ passed: 5, failed: 0, skipped: 1 }, ['Chromium'], false, false],
  [{ passed: 5, failed: 0, skipped: 0 }, [], true, false],
  [{ passed: 5, failed: 0, skipped: 1 }, [], true, true],
  [{ passed: 5, failed: 0, skipped: 0 }, ['Chromium'], true, true],
])('%o, missing %o, complete %s: failed %s', (total, missing, isComplete, isFailed) => {
  expect(isFailedRun(total, missing, isComplete)).toBe(isFailed);
});
