import Database from 'better-sqlite3';
import { asCoded } from '../db/as-coded.ts';
import type { Reader, Writer } from '../db/open.ts';
import { makePrivateFile, makePrivateFolder } from '../db/private-files.ts';
import type { ProfileHome } from './profile-home.ts';
import { type ProfilePaths, profilePaths } from './profile-paths.ts';
import { finishForgetting } from './remove-home.ts';

/** A profile that this process owns until `close`. */
export interface Profile extends ProfilePaths {
  close(): void;
}

/** The history of an owned profile: its open database, and the id that keychain entries and copies bear. */
export interface OpenHistory {
  readonly paths: ProfilePaths;
  readonly id: string;
  readonly writer: Writer;
  readonly reader: Reader;
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

interface Lock {
  release(): void;
}

/** A predecessor that is just ending gets this long to release its lock. */
const patienceMs = 300;

/** Holds references: an unreferenced connection would be garbage-collected together with its lock. */
const held = new Set<Database.Database>();

/**
 * Takes the profile for this process: an empty SQLite file held by BEGIN EXCLUSIVE on a connection of its own. SQLite uses operating-system locks,
 * which end with the process however it dies, so a dead owner never blocks. Errors: profile.in_use, profile.unreadable, profile.damaged.
 */
function takeLock(path: string): Lock {
  let connection: Database.Database | undefined;
  try {
    makePrivateFile(path);
    connection = new Database(path, { timeout: patienceMs });
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection?.close();
    throw asCoded(error);
  }
  const taken = connection;
  held.add(taken);
  return {
    release: () => {
      held.delete(taken);
      taken.close();
    },
  };
}

/**
 * Locks every profile of a home except the open one (null: none is open), so none is removed while a program uses it. Error profile.in_use; then no
 * lock is held.
 */
export function lockOthers(home: ProfileHome, open: string | null): Lock {
  const locks: Lock[] = [];
  const release = () => {
    for (const lock of locks) lock.release();
  };
  try {
    for (const { dir } of home.list()) if (dir !== open) locks.push(takeLock(profilePaths(dir).lock));
    return { release };
  } catch (error) {
    release();
    throw error;
  }
}
