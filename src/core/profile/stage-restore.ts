import { existsSync, renameSync } from 'node:fs';
import { asCoded } from '../db/as-coded.ts';
import { openWriter } from '../db/open.ts';
import { syncToDisk } from '../db/sync-to-disk.ts';
import type { ProfilePaths } from './profile-paths.ts';

export interface StagedRestore {
  /** An inspected copy that lies in the profile and belongs to nobody else; moved away. */
  readonly copy: string;
  /** Of the profile that it is restored into: its keychain entries go by it, and two profiles must never share them. */
  readonly profileId: string;
  /** Sending rests until the user resumes it: items delivered after the backup may be sent again. */
  readonly pauses: boolean;
}

/**
 * Makes a backup ready to take the database's place at the next opening (`adoptRestored`). Nothing of the profile changes before that.
 * Errors: disk.full, profile.unreadable.
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
