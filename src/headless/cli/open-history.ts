import { existsSync } from 'node:fs';
import { asCoded } from '../../core/db/as-coded.ts';
import { migrate, requireKnownSchema } from '../../core/db/migrate.ts';
import { openReader, openWriter, type Reader } from '../../core/db/open.ts';
import { profilePaths } from '../../core/profile/profile-paths.ts';
import { createDataProgram } from '../../data/program.ts';
import { startImportThread } from '../../data/start-import-thread.ts';

const importThread = new URL('../../data/import-thread.ts', import.meta.url);

/**
 * The history of a profile for reading only, also while another program owns it. Where nobody does, the data program first
 * puts it in order: migrations, runs that a dead owner left. A profile that is not there reads as an empty one and is not
 * made. Errors: profile.newer_version, profile.damaged, profile.unreadable; profile.in_use by an older program.
 */
export async function openHistory(profileDir: string): Promise<Reader> {
  const paths = profilePaths(profileDir);
  if (!existsSync(paths.database)) {
    const empty = openWriter(':memory:');
    await migrate(empty, paths.backups);
    return empty;
  }
  try {
    const startThread = () => startImportThread(importThread);
    const program = await createDataProgram({ profileDir, startThread, push: () => {} });
    await program.close();
  } catch (error) {
    const coded = asCoded(error);
    if (coded.code !== 'profile.in_use') throw coded;
  }
  const reader = openReader(paths.database);
  try {
    requireKnownSchema(reader);
    return reader;
  } catch (error) {
    reader.close();
    throw error;
  }
}
