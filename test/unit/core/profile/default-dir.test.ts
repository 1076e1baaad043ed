import { expect, test } from 'vitest';
import { defaultProfileDir } from '../../../../src/core/profile/profile-paths.ts';

test.each([
  ['linux', {}, '/home/me/.local/share/health-relay/profile'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/health-relay/profile'],
  ['linux', { XDG_DATA_HOME: 'relative' }, '/home/me/.local/share/health-relay/profile'],
  ['linux', { XDG_DATA_HOME: '' }, '/home/me/.local/share/health-relay/profile'],
  ['darwin', { XDG_DATA_HOME: '/data' }, '/home/me/Library/Application Support/Health Relay/profile'],
  [
    'win32',
    { LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local' },
    'C:\\Users\\me\\AppData\\Local\\Health Relay\\profile',
  ],
  ['win32', {}, '\\home\\me\\AppData\\Local\\Health Relay\\profile'],
])('on %s with %o: %s', (platform, env, expected) => {
  expect(defaultProfileDir(env, platform, '/home/me')).toBe(expected);
});
