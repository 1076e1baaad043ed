import { existsSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { asCoded } from '../db/as-coded.ts';
import { makePrivateFile } from '../db/private-files.ts';
import { forgettingMarker, homeOf, type ProfileHome } from './profile-home.ts';

/** What Health Relay makes in a profile's folder; anything else there is the user's own and stays. */
const ours =
  /^((history|restore)\.sqlite.*|lock(-journal)?|incoming|spool|logs|backups|(profile|scheduled-backups)\.json.*)$/;

/** The point of no return: the next opening removes files that are left. Errors: disk.full, profile.unreadable. */
export function markForForgetting(home: ProfileHome): void {
  try {
    makePrivateFile(join(home.dir, forgettingMarker));
  } catch (error) {
    throw asCoded(error);
  }
}

/**
 * Removes the files that Health Relay made in a home, and its folder if nothing else is in it. `files`: how many were removed; `left`: how many
 * couldn't be. `heldLock` stays: its holder is the caller.
 */
export function removeHome(home: ProfileHome, heldLock?: string): { files: number; left: number } {
  const before = ownFiles(home);
  const others = home.list().filter(({ dir }) => dir !== home.dir);
  for (const { dir } of others) {
    removeOwn(dir, heldLock ?? '');
    removeFolder(dir);
  }
  removeFolder(join(home.dir, 'profiles'));
  removeOwn(home.dir, heldLock ?? '');
  const left = ownFiles(home).filter((path) => path !== heldLock).length;
  // The marker of an open home is removed in any case: files added from now on must never be removed.
  if (left === 0 || heldLock !== undefined) rmSync(join(home.dir, forgettingMarker), { force: true });
  if (heldLock === undefined) removeFolder(home.dir);
  return { files: before.length - left, left };
}

/** Under the lock of `dir`: finishes an interrupted removal. */
export function finishForgetting(dir: string, heldLock: string): void {
  const home = homeOf(dir);
  if (existsSync(join(home.dir, forgettingMarker))) removeHome(home, heldLock);
}

function ownFiles(home: ProfileHome): string[] {
  return home.list().flatMap(({ dir }) => namesIn(dir).flatMap((name) => filesUnder(join(dir, name))));
}

function filesUnder(path: string): string[] {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isFolder) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
}

function removeOwn(dir: string, heldLock: string): void {
  for (const name of namesIn(dir)) {
    const path = join(dir, name);
    if (path === heldLock) continue;
    try {
      rmSync(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
    } catch {
      // Held by another program (Windows), or not ours to remove: counted as left.
    }
  }
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir).filter((name) => ours.test(name));
  } catch {
    return [];
  }
}

/** Only an empty one. */
function removeFolder(dir: string): void {
  try {
    rmdirSync(dir);
  } catch {
    // Missing, or it contains files of the user's own.
  }
}
