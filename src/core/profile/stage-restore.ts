import { existsSync, renameSync } from 'node:fs';
import { asCoded } from '../db/as-coded.ts';
import { openWriter } from '../db/open.ts';
import { syncToDisk } from '../db/sync-to-disk.ts';
import type { ProfilePaths } from './profile-paths.ts';

export interface StagedRestore {
  /** An inspected copy inside the profile that nobody else owns; it is moved away. */
  readonly copy: string;
  /** The id of the receiving profile: keychain entries depend on it, and two profiles must never share them. */
  readonly profileId: string;
  /** Pauses sending until the user resumes it: items delivered after the backup may be sent again. */
  readonly pauses: boolean;
}

/**
 * Prepares a backup to replace the database at the next opening (`adoptRestored`). The profile doesn't change before that. Errors: disk.full,
 * profile.unreadable.
 */
export async function stageRestore(paths: ProfilePaths, staged: StagedRestore): Promise<void> {
  const { copy, profileId, pauses } = staged;
  try {
    const writer = openWriter(copy);
    try {
      const put = writer.prepare<[string, string]>(
        'INSERT INTO setting VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
      );
      put.run('profile.id', profileId);
      if (pauses) put.run('isPaused', 'true');
      writer.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      writer.close();
    }
    if (existsSync(`${copy}-wal`)) throw new Error('the log of the copy was not written back');
    await syncToDisk(copy, 'file');
    renameSync(copy, paths.restored);
    await syncToDisk(paths.dir, 'folder');
  } catch (error) {
    throw asCoded(error);
  }
}
