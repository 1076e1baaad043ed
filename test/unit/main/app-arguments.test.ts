import { describe, expect, test } from 'vitest';
import { appArguments } from '../../../src/main/app-arguments.ts';

const nothing = { profileDir: null, paths: [], callbackUrl: null, isHidden: false };
const read = (argv: string[], isPackaged = true) => appArguments(argv, isPackaged, '/home/me');

describe('the profile', () => {
  test.each([
    [['/bin/app'], true, null],
    [['/bin/app', '--profile', 'mine'], true, '/home/me/mine'],
    [['/bin/app', '--profile=/srv/x'], true, '/srv/x'],
    [['/bin/electron', '/src', '--profile', 'mine'], false, '/home/me/mine'],
    [['/bin/electron', '--profile', 'mine'], false, null],
    [
      ['/bin/electron', '--inspect=0', '--remote-debugging-port=0', '/src', '--profile', 'x'],
      false,
      '/home/me/x',
    ],
    [['/bin/app', '--profile'], true, null],
    [['/bin/app', '--profile='], true, null],
  ])('%j', (argv, isPackaged, profileDir) => {
    expect(read(argv, isPackaged)).toEqual({ ...nothing, profileDir });
  });
});

describe('files and folders', () => {
  test.each([
    [['/bin/app', 'export.zip'], true, ['/home/me/export.zip']],
    [['/bin/app', '/a/b.zip', '../c', '--no-sandbox'], true, ['/a/b.zip', '/home/c']],
    [['/bin/app', '--', '--odd.zip'], true, ['/home/me/--odd.zip']],
    [['/bin/app', 'file:///home/me/my%20export.zip'], true, ['/home/me/my export.zip']],
    [['/bin/electron', '/src', 'export.zip'], false, ['/home/me/export.zip']],
    [['/bin/electron', '--inspect=0', '/src'], false, []],
    [['/bin/app', '', 'a\0b'], true, []],
    [['/bin/app', 'file://server/share/x.zip'], true, []],
    [['/bin/app', 'file:///a%2fb'], true, []],
  ])('%j', (argv, isPackaged, paths) => {
    expect(read(argv, isPackaged)).toEqual({ ...nothing, paths });
  });

  test('started at login', () => {
    expect(read(['/bin/app', '--hidden'])).toEqual({ ...nothing, isHidden: true });
  });
});

describe('a link of ours', () => {
  const link = 'app.healthrelay.desktop:/callback?code=a&state=b';

  test('is the only thing taken of its line', () => {
    const alone = { ...nothing, callbackUrl: link };
    expect(read(['/bin/app', '--', link])).toEqual(alone);
    expect(read(['/bin/electron', '/src', '--', link], false)).toEqual(alone);
    expect(read(['/bin/app', link, '--profile', '/evil', '/evil.zip', '--hidden'])).toEqual(alone);
    expect(read(['/bin/app', '--profile=/evil', '/evil.zip', link])).toEqual(alone);
  });

  test('but for what the app put before the -- itself', () => {
    const own = { ...nothing, profileDir: '/srv/x', callbackUrl: link };
    expect(read(['/bin/app', '--profile', '/srv/x', '--', link, '/evil.zip'])).toEqual(own);
    expect(read(['/bin/electron', '/src', '--profile', '/srv/x', '--', link], false)).toEqual(own);
    const smuggled = ['/bin/app', 'app.healthrelay.desktop:a', '--profile', '/evil', '--', link];
    expect(read(smuggled)).toEqual(nothing);
    expect(read(['/bin/app', '--', link, '--profile', '/evil', '--', link]).profileDir).toBeNull();
  });

  test('also when it is malformed', () => {
    expect(read(['/bin/app', 'app.healthrelay.desktop://evil', '/evil.zip'])).toEqual(nothing);
    expect(read(['/bin/app', 'APP.HealthRelay.Desktop:x', '--profile', '/evil'])).toEqual(nothing);
  });
});
