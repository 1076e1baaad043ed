import { migrate } from '../../../src/core/db/migrate.ts';
import { openWriter } from '../../../src/core/db/open.ts';
import { openProfile } from '../../../src/core/profile/open-profile.ts';
import { adoptRestored } from '../../../src/core/profile/restores.ts';

/** The first steps of the data program, and its end. */
export async function smallOpening(dir: string): Promise<void> {
  const profile = openProfile(dir);
  try {
    await adoptRestored(profile);
    const writer = openWriter(profile.database);
    await migrate(writer, profile.backups);
    writer.close();
  } finally {
    profile.close();
  }
}
