import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoginItemSettings } from 'electron';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { autostartEntry, type LoginItemParts, loginItem } from '../../../src/main/login-item.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'health-relay-login-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function parts(
  platform: NodeJS.Platform,
  env: Record<string, string> = {},
  isPackaged = true,
  seen: Partial<LoginItemSettings> = {},
) {
  const asked: unknown[] = [];
  let isOn = false;
  const app = {
    isPackaged,
    getLoginItemSettings: (options: unknown) => {
      asked.push(options);
      return { openAtLogin: isOn, executableWillLaunchAtLogin: isOn, ...seen };
    },
    setLoginItemSettings: (settings: { openAtLogin: boolean }) => {
      asked.push(settings);
      isOn = settings.openAtLogin;
    },
  } as unknown as LoginItemParts['app'];
  return { asked, item: loginItem({ app, platform, env, home, execPath: '/opt/Health Relay/health-relay' }) };
}

test('a copy that is not installed offers nothing', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const { item, asked } = parts(platform, {}, false);
    expect(item.get()).toBeNull();
    expect(() => item.set(true)).toThrow(expect.objectContaining({ code: 'app.desktop_only' }));
    expect(asked).toEqual([]);
  }
});

test('macOS and Windows by the system; Windows finds the entry by its arguments', () => {
  const mac = parts('darwin');
  mac.item.set(true);
  expect(mac.item.get()).toBe(true);
  expect(mac.asked).toEqual([{ openAtLogin: true }, undefined, undefined]);
  const windows = parts('win32');
  windows.item.set(true);
  expect(windows.item.get()).toBe(true);
  expect(windows.asked).toEqual([
    { openAtLogin: true, enabled: true, args: ['--hidden'] },
    { args: ['--hidden'] },
  ]);
});

test.each([
  ['requires-approval', 'app.login_needs_approval'],
  ['not-found', 'app.not_kept'],
] as const)('macOS that says %s is told of', (status, code) => {
  const { item } = parts('darwin', {}, true, { openAtLogin: false, status });
  expect(() => item.set(true)).toThrow(expect.objectContaining({ code }));
  expect(item.get()).toBe(false);
  expect(() => item.set(false)).not.toThrow();
});

test('what the Task Manager of Windows turned off is off', () => {
  const { item } = parts('win32', {}, true, { openAtLogin: true, executableWillLaunchAtLogin: false });
  expect(item.get()).toBe(false);
});

describe('Linux, by a file in autostart', () => {
  const entry = (folder: string) => join(folder, 'autostart', 'app.healthrelay.desktop.desktop');

  test('on and off', () => {
    const { item, asked } = parts('linux');
    const path = entry(join(home, '.config'));
    expect(item.get()).toBe(false);
    item.set(true);
    expect(item.get()).toBe(true);
    expect(readFileSync(path, 'utf8')).toContain('\nExec="/opt/Health Relay/health-relay" --hidden\n');
    item.set(false);
    item.set(false);
    expect(existsSync(path)).toBe(false);
    expect(asked).toEqual([]);
  });

  test('turned off by the desktop’s own settings', () => {
    const { item } = parts('linux');
    item.set(true);
    const path = entry(join(home, '.config'));
    writeFileSync(path, `${readFileSync(path, 'utf8')}Hidden=true\n`);
    expect(item.get()).toBe(false);
  });

  test('where XDG says, when it is absolute; an AppImage by its own file', () => {
    const config = join(home, 'config');
    parts('linux', { XDG_CONFIG_HOME: config, APPIMAGE: '/home/me/Health.AppImage' }).item.set(true);
    expect(readFileSync(entry(config), 'utf8')).toContain('Exec="/home/me/Health.AppImage" --hidden');
    parts('linux', { XDG_CONFIG_HOME: 'relative' }).item.set(true);
    expect(existsSync(entry(join(home, '.config')))).toBe(true);
  });

  test('a folder that cannot be written', () => {
    writeFileSync(join(home, '.config'), '');
    const { item } = parts('linux');
    expect(() => item.set(true)).toThrow(expect.objectContaining({ code: 'app.not_kept' }));
    expect(item.get()).toBe(false);
  });

  test.each([
    ['/a b/c', '"/a b/c"'],
    ['/a"b', '"/a\\\\"b"'],
    ['/a$HOME/`id`', '"/a\\\\$HOME/\\\\`id\\\\`"'],
    ['/a\\b', '"/a\\\\\\\\b"'],
    ['/a%f', '"/a%%f"'],
  ])('%s is quoted', (program, quoted) => {
    expect(autostartEntry(program)).toContain(`\nExec=${quoted} --hidden\n`);
  });
});
