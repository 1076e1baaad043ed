import { type TargetId, targetIds } from '../../shared/domain/sync.ts';
import { CodedError, type ErrorCode } from '../../shared/errors.ts';
import { asCoded } from './as-coded.ts';
import { schemaVersion } from './migrate.ts';
import { knownVersion, migrations } from './migrations/index.ts';
import { openReader, openWriter, type Reader } from './open.ts';
import { applicationId, applicationIdOf } from './raw-file.ts';

/** What a backup holds, for the person to decide by. */
export interface BackupFacts {
  readonly profileId: string;
  readonly records: number;
  readonly events: number;
  /** UTC seconds of the end of the last completed import. */
  readonly lastImportAt: number | null;
  /** Targets that were on: items delivered after the backup may be sent there again. */
  readonly targets: readonly TargetId[];
}

/**
 * Looks a copy of a database through from its mark to its last page; it may take a minute for gigabytes, so a thread of its own does it.
 * The schema must be, word for word, what our migrations make: anyone else's trigger or view would act in the user's history.
 * `check` is called between two statements, which nothing interrupts; an error that it throws ends the inspection.
 * Errors: backup.not_ours, backup.damaged, profile.newer_version {found, known}, profile.unreadable.
 */
export function inspectBackup(path: string, check: () => void = () => {}): BackupFacts {
  let reader: Reader | null = null;
  try {
    reader = openReader(path);
    if (applicationIdOf(reader) !== applicationId) throw new CodedError('backup.not_ours');
    const found = schemaVersion(reader);
    if (found > knownVersion) throw new CodedError('profile.newer_version', { found, known: knownVersion });
    if (found < 1 || !hasOurSchema(reader, found)) throw new CodedError('backup.damaged');
    check();
    const verdict = reader.prepare<[], string>('PRAGMA quick_check(1)').pluck().get();
    if (verdict !== 'ok') throw new CodedError('backup.damaged');
    check();
    return factsOf(reader);
  } catch (error) {
    throw asBackupError(error);
  } finally {
    reader?.close();
  }
}

function hasOurSchema(reader: Reader, version: number): boolean {
  const ours = openWriter(':memory:');
  try {
    for (const migration of migrations.slice(0, version)) ours.exec(migration.sql);
    return JSON.stringify(schemaOf(reader)) === JSON.stringify(schemaOf(ours));
  } finally {
    ours.close();
  }
}

/** SQLite's own tables and indexes (sqlite_sequence, sqlite_stat1, automatic ones) come and go without us. */
function schemaOf(reader: Reader): unknown[] {
  return reader
    .prepare(
      "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name",
    )
    .all();
}

function factsOf(reader: Reader): BackupFacts {
  const one = <T>(sql: string) => reader.prepare<[], T>(sql).pluck().get();
  const tables = new Set(
    reader.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all(),
  );
  const on = tables.has('destination')
    ? reader
        .prepare<[], string>('SELECT target FROM destination WHERE is_current = 1 AND is_enabled = 1')
        .pluck()
        .all()
    : [];
  return {
    profileId: one<string>("SELECT value FROM setting WHERE key = 'profile.id'") ?? '',
    records: one<number>('SELECT count(*) FROM record') ?? 0,
    events: (tables.has('event') ? one<number>('SELECT count(*) FROM event') : null) ?? 0,
    lastImportAt:
      one<number | null>("SELECT max(ended_at) FROM import_run WHERE state = 'completed'") ?? null,
    targets: targetIds.filter((target) => on.includes(target)),
  };
}

/** What makes a profile unusable is no word about the person's own history here. */
function asBackupError(error: unknown): CodedError {
  const coded = asCoded(error);
  const isOfTheFile: readonly ErrorCode[] = ['profile.damaged', 'profile.in_use', 'internal'];
  return isOfTheFile.includes(coded.code) ? new CodedError('backup.damaged', {}, { cause: error }) : coded;
}
