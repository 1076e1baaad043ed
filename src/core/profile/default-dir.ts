import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The profile that every host opens when none is named: XDG data on Linux, Application Support on macOS, LOCALAPPDATA on
 * Windows (local, because a history of gigabytes must not roam). Relative XDG paths are ignored, as its specification asks.
 */
export function defaultProfileDir(
  env: Environment = process.env,
  platform: string = process.platform,
  home: string = homedir(),
): string {
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'];
    return win32.join(local || win32.join(home, 'AppData', 'Local'), 'Health Relay', 'profile');
  }
  if (platform === 'darwin') {
    return posix.join(home, 'Library', 'Application Support', 'Health Relay', 'profile');
  }
  const data = env['XDG_DATA_HOME'];
  const base = data && posix.isAbsolute(data) ? data : posix.join(home, '.local', 'share');
  return posix.join(base, 'health-relay', 'profile');
}
