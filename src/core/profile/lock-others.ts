import { type Lock, takeLock } from './lock.ts';
import type { ProfileHome } from './profile-home.ts';
import { profilePaths } from './profile-paths.ts';

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
