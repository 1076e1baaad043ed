import { existsSync } from 'node:fs';
import { asCoded } from '../../core/db/as-coded.ts';
import { migrate, requireKnownSchema } from '../../core/db/migrate.ts';
import { openReader, openWriter, type Reader } from '../../core/db/open.ts';
import { profilePaths } from '../../core/profile/profile-paths.ts';
import { openProgram } from './open-program.ts';

export interface OpenHistory {
  readonly reader: Reader;
  /** Another program owns the profile and may be sending just now. */
  readonly isInUse: boolean;
}

/**
 * The history of a profile for reading only, also while another program owns it. Where nobody does, the data program first
 * puts it in order: migrations, runs that a dead owner left. A profile that is not there reads as an empty one and is not
 * made. Errors: profile.newer_version, profile.damaged, profile.unreadable; profile.in_use by an older program.
 */
export async function openHistory(profileDir: string): Promise<OpenHistory> {
  const paths = profilePaths(profileDir);
  if (!existsSync(paths.database)) {
    const empty = openWriter(':memory:');
    await migrate(empty, paths.backups);
    return { reader: empty, isInUse: false };
  }
  let isInUse = false;
  try {
    const program = await openProgram(profileDir);
    await program.close();
  } catch (error) {
    const coded = asCoded(error);
    if (coded.code !== 'profile.in_use') throw coded;
    isInUse = true;
  }
  const reader = openReader(paths.database);
  try {
    requireKnownSchema(reader);
    return { reader, isInUse };
  } catch (error) {
    reader.close();
    throw error;
  }
}
