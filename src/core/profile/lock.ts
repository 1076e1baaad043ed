import Database from 'better-sqlite3';
import { asCoded } from '../db/as-coded.ts';
import { makePrivateFile } from '../db/private-files.ts';

export interface Lock {
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
export function takeLock(path: string): Lock {
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
