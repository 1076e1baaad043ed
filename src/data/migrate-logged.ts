import { migrate, schemaVersion } from '../core/db/migrate.ts';
import type { Writer } from '../core/db/open.ts';
import type { LogEvent } from '../core/log/log-events.ts';

/** `migrate`, written down when there was something to do. Errors: those of `migrate`. */
export async function migrateLogged(writer: Writer, backupDir: string, logEvent: LogEvent): Promise<void> {
  const beganMs = performance.now();
  const from = schemaVersion(writer);
  await migrate(writer, backupDir);
  const to = schemaVersion(writer);
  if (to !== from) logEvent('database.migrated', { from, to, ms: Math.round(performance.now() - beganMs) });
}
