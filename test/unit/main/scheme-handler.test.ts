import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appArguments } from '../../../src/main/app-arguments.ts';
import {
  forgetScheme,
  isReachedByLinks,
  registerScheme,
  type SchemeHandlerParts,
} from '../../../src/main/scheme-handler.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'health-relay-scheme-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const entry = () => join(home, '.local/share/applications/app.healthrelay.desktop-link.desktop');

function register(change: Partial<SchemeHandlerParts> & { isPackaged: boolean }) {
  const asked: unknown[] = [];
  const { isPackaged, ...rest } = change;
  const app = {
    isPackaged,
    getAppPath: () => '/src/health relay',
    setAsDefaultProtocolClient: (...args: unknown[]) => {
      asked.push(args);
      return true;
    },
  };
  const parts: SchemeHandlerParts = {
    app,
    platform: 'linux',
    env: {},
    home,
    execPath: '/opt/electron',
    profileDir: null,
    run: (...args) => asked.push(args),
    ...rest,
  };
  registerScheme(parts);
  return { asked, parts };
}

test('ours stands before --, the address behind it', () => {
  const scheme = 'app.healthrelay.desktop';
  expect(register({ isPackaged: true, platform: 'win32' }).asked).toEqual([
    [scheme, '/opt/electron', ['--']],
  ]);
  expect(register({ isPackaged: false, platform: 'darwin', profileDir: '/p' }).asked).toEqual([
    [scheme, '/opt/electron', ['/src/health relay', '--profile', '/p', '--']],
  ]);
  expect(existsSync(entry())).toBe(false);
});

test('an installed package has its own desktop file', () => {
  expect(register({ isPackaged: true }).asked).toHaveLength(1);
  expect(existsSync(entry())).toBe(false);
});

test('a checkout on Linux gets one that starts it with its profile, and it can be forgotten', () => {
  const { asked, parts } = register({ isPackaged: false, profileDir: '/home/me/100%' });
  expect(asked.at(-1)).toEqual([
    'xdg-mime',
    ['default', 'app.healthrelay.desktop-link.desktop', 'x-scheme-handler/app.healthrelay.desktop'],
  ]);
  const written = readFileSync(entry(), 'utf8');
  expect(written).toContain(
    '\nExec="/opt/electron" "/src/health relay" "--profile" "/home/me/100%%" "--" %u\n',
  );
  expect(written).toContain('\nMimeType=x-scheme-handler/app.healthrelay.desktop;\n');
  forgetScheme(parts);
  forgetScheme(parts);
  expect(existsSync(entry())).toBe(false);
});

test('what it starts is understood', () => {
  const link = 'app.healthrelay.desktop:/callback?code=a&state=b';
  const started = ['/opt/electron', '/src/health relay', '--profile', '/p', '--', link];
  expect(appArguments(started, false, '/')).toMatchObject({ profileDir: '/p', callbackUrl: link, paths: [] });
});

test('an AppImage is named by its file', () => {
  register({ isPackaged: true, env: { APPIMAGE: '/home/me/Health.AppImage', XDG_DATA_HOME: 'relative' } });
  expect(readFileSync(entry(), 'utf8')).toContain('Exec="/home/me/Health.AppImage" "--" %u');
});

test('a folder that cannot be written is no reason not to start', () => {
  writeFileSync(join(home, '.local'), '');
  expect(register({ isPackaged: false }).asked).toHaveLength(1);
});

test.each([
  ['the installed app', 'darwin', true, null, {}, true],
  ['a checkout', 'darwin', false, null, {}, false],
  ['the installed app over another profile', 'darwin', true, '/p', {}, false],
  ['the package', 'linux', true, null, {}, true],
  ['the package over another profile', 'linux', true, '/p', {}, false],
  ['an AppImage over another profile', 'linux', true, '/p', { APPIMAGE: '/a.AppImage' }, true],
  ['a checkout over another profile', 'linux', false, '/p', {}, true],
  ['the installed app over another profile', 'win32', true, '/p', {}, true],
] as const)(
  'a link comes back to %s on %s: packaged %s, profile %s',
  (_what, platform, isPackaged, profileDir, env, isReached) => {
    const app = { isPackaged } as SchemeHandlerParts['app'];
    expect(isReachedByLinks({ app, platform, env, profileDir })).toBe(isReached);
  },
);
