import { expect, test } from 'vitest';
import { appArguments } from '../../../src/main/app-arguments.ts';

test.each([
  [['/bin/app'], true, null],
  [['/bin/app', '--profile', 'mine'], true, '/home/me/mine'],
  [['/bin/app', '--profile=/srv/x'], true, '/srv/x'],
  [['/bin/electron', '/src', '--profile', 'mine'], false, '/home/me/mine'],
  [['/bin/electron', '--profile', 'mine'], false, null],
  [['/bin/app', '--no-sandbox', '--inspect=0', '--profile', 'x', 'file.zip'], true, '/home/me/x'],
  [['/bin/app', '--profile'], true, null],
  [['/bin/app', '--profile='], true, null],
])('%j', (argv, isPackaged, profileDir) => {
  expect(appArguments(argv, isPackaged, '/home/me')).toEqual({ profileDir });
});
