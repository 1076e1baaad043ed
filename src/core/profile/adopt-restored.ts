import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { asCoded } from '../db/as-coded.ts';
import { openWriter } from '../db/open.ts';
import { makePrivateFolder } from '../db/private-files.ts';
import { syncToDisk } from '../db/sync-to-disk.ts';
import type { ProfilePaths } from './profile-paths.ts';

/**
 * Puts a staged backup in the database's place and keeps the former one in backups/, under a name that begins with `keptAs`. Call it only under the
 * profile's lock and before anything opens the database. After a kill at any step, the next opening continues: the staged file's own time names the
 * copy, and a step that was done finds nothing left to move. Errors: disk.full, profile.unreadable.
 */
export async function adoptRestored(paths: ProfilePaths, keptAs = 'before-restore'): Promise<void> {
  const { database, restored, backups, dir } = paths;
  if (!existsSync(restored)) return;
  try {
    const stamp = statSync(restored).mtime.toISOString().replace(/\D/g, '').slice(0, 17);
    const kept = join(backups, `${keptAs}-${stamp}.sqlite`);
    makePrivateFolder(backups);
    foldLogIn(database);
    if (sizeOf(database) > 0) renameSync(database, kept);
    // Left beside the new database, SQLite would replay the former one's log into it.
    if (existsSync(`${database}-wal`)) renameSync(`${database}-wal`, `${kept}-wal`);
    rmSync(`${database}-shm`, { force: true });
    await syncToDisk(backups, 'folder');
    await syncToDisk(dir, 'folder');
    renameSync(restored, database);
    await syncToDisk(dir, 'folder');
  } catch (error) {
    throw asCoded(error);
  }
}

/** A killed owner's last commits are in the log; folding them in leaves one file to keep. */
function foldLogIn(database: string): void {
  if (sizeOf(database) === 0 || !existsSync(`${database}-wal`)) return;
  try {
    openWriter(database).close();
  } catch {
    // A damaged file is kept as it is, with the log that SQLite leaves.
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
