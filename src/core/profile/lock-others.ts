import { type Lock, takeLock } from './lock.ts';
import type { ProfileHome } from './profile-home.ts';
import { profilePaths } from './profile-paths.ts';

/** Takes every profile of a home but the open one (null: none is), so that none is removed under a program's hands. Error profile.in_use; none is held then. */
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
