import { existsSync } from 'node:fs';
import { asCoded } from '../../core/db/as-coded.ts';
import { migrate, requireKnownSchema } from '../../core/db/migrate.ts';
import { openReader, openWriter, type Reader } from '../../core/db/open.ts';
import { profilePaths } from '../../core/profile/profile-paths.ts';
import { readSetting } from '../../core/profile/settings-store.ts';
import type { SyncOverview } from '../../shared/domain/sync.ts';
import { openProgram } from './open-program.ts';

export interface OpenHistory {
  readonly reader: Reader;
  /** Counts of the program that put the history in order; null while another program has it, or unless requested (`isCounted`). */
  readonly overview: SyncOverview | null;
}

/** Work to do if no other program has the profile. */
interface WhileOurs {
  readonly isCounted?: boolean;
  /** Missing figures of days are computed first. */
  readonly makesFigures?: boolean;
}

/**
 * Opens a profile's history for reading only, even while another program owns it. If none does, the data program
 * first puts it in order: migrations, runs left by a dead owner. A missing profile reads as an empty one and isn't
 * created. Errors: profile.newer_version, profile.damaged, profile.unreadable; profile.in_use by an older program.
 */
export async function openHistory(
  profileDir: string,
  { isCounted = false, makesFigures = false }: WhileOurs = {},
): Promise<OpenHistory> {
  const paths = profilePaths(profileDir);
  if (!existsSync(paths.database)) {
    const empty = openWriter(':memory:');
    await migrate(empty, paths.backups);
    return { reader: empty, overview: null };
  }
  let overview: SyncOverview | null = null;
  try {
    const program = await openProgram(profileDir);
    try {
      if (makesFigures) await program.sync.events.figures.run(new AbortController().signal);
      if (isCounted) {
        await program.sync.events.recountUpdates();
        overview = await program.sync.service.overviewWithCounts();
      }
    } finally {
      await program.close();
    }
  } catch (error) {
    const coded = asCoded(error);
    if (coded.code !== 'profile.in_use') throw coded;
  }
  const reader = openReader(paths.database);
  try {
    requireKnownSchema(reader);
    return { reader, overview };
  } catch (error) {
    reader.close();
    throw error;
  }
}

/**
 * Days whose events are still to be derived, so lists and counts of events are incomplete; null while the home zone is unknown. While
 * another program, which derives them, has the history: only the days that imports left, without those that changed rules will add.
 */
export function daysToDerive({ reader, overview }: Pick<OpenHistory, 'reader' | 'overview'>): number | null {
  if (overview !== null) return overview.daysToDerive;
  if (readSetting(reader, 'homeZone') === null) return null;
  return reader.prepare<[], number>('SELECT count(*) FROM touched_day').pluck().get() ?? 0;
}

export function underivedInWords(days: number): string {
  const count = days === 1 ? 'for 1 day are' : `for ${new Intl.NumberFormat().format(days)} days are`;
  return `Events ${count} still to be created. "sync" or the app continues with it.`;
}
