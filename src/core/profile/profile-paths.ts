import { homedir } from 'node:os';
import { basename, dirname, join, posix, resolve, sep, win32 } from 'node:path';
import { CodedError } from '../../shared/errors.ts';

/** The paths of a profile. Computing them opens nothing. */
export interface ProfilePaths {
  /** Absolute. */
  readonly dir: string;
  /** For people: the folder's name. */
  readonly name: string;
  readonly database: string;
  readonly lock: string;
  /** Incoming uploads. */
  readonly incoming: string;
  /** Chunks cut for sending. */
  readonly spool: string;
  readonly logs: string;
  /** Copies of the database from before migrations and restores. */
  readonly backups: string;
  /** The state of scheduled backups; their folder is the user's. */
  readonly schedule: string;
  /** A backup that takes the database's place at the next opening. */
  readonly restored: string;
}

export function profilePaths(dir: string): ProfilePaths {
  const absolute = resolve(dir);
  return {
    dir: absolute,
    name: basename(absolute),
    database: join(absolute, 'history.sqlite'),
    lock: join(absolute, 'lock'),
    incoming: join(absolute, 'incoming'),
    spool: join(absolute, 'spool'),
    logs: join(absolute, 'logs'),
    backups: join(absolute, 'backups'),
    schedule: join(absolute, 'scheduled-backups.json'),
    restored: join(absolute, 'restore.sqlite'),
  };
}

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

/**
 * A copy renamed over the database or a file beside it would destroy the history that it was made from. Incoming uploads don't count. Error
 * request.invalid.
 */
export function refuseOwnFile(paths: ProfilePaths, path: string): void {
  const folder = dirname(resolve(path));
  const isUnder = (dir: string) => folder === dir || folder.startsWith(dir + sep);
  if (isUnder(paths.dir) && !isUnder(paths.incoming)) throw new CodedError('request.invalid', { at: 'path' });
}
