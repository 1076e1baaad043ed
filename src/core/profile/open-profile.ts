import { asCoded } from '../db/as-coded.ts';
import { makePrivateFile, makePrivateFolder } from '../db/private-files.ts';
import { takeLock } from './lock.ts';
import { type ProfilePaths, profilePaths } from './profile-paths.ts';
import { finishForgetting } from './remove-home.ts';

/** A profile that this process owns until `close`. */
export interface Profile extends ProfilePaths {
  close(): void;
}

/**
 * Creates the missing parts of a profile (folders 0700, files 0600; an existing folder is closed to others) and takes its lock. Errors:
 * profile.in_use, profile.unreadable, disk.full.
 */
export function openProfile(dir: string): Profile {
  const paths = profilePaths(dir);
  try {
    makePrivateFolder(paths.dir);
    const lock = takeLock(paths.lock);
    try {
      finishForgetting(paths.dir, paths.lock);
      for (const folder of [paths.incoming, paths.spool, paths.logs]) makePrivateFolder(folder);
      makePrivateFile(paths.database);
    } catch (error) {
      lock.release();
      throw error;
    }
    return { ...paths, close: () => lock.release() };
  } catch (error) {
    throw asCoded(error);
  }
}
