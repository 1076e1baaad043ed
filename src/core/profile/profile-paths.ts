import { basename, join, resolve } from 'node:path';

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
