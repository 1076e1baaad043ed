import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '../../shared/errors.ts';
import { asCoded } from './as-coded.ts';
import { knownVersion, type Migration, migrations } from './migrations/index.ts';
import type { Reader, Writer } from './open.ts';
import { makePrivateFile, makePrivateFolder } from './private-files.ts';

/** `user_version` of a database; 0 before its first migration. */
export function schemaVersion(reader: Reader): number {
  const row = reader.prepare<[], { user_version: number }>('PRAGMA user_version').get();
  return row?.user_version ?? 0;
}

/**
 * Brings a database to the schema of `list`, one transaction a migration, so that a failed or killed one leaves the
 * version before it. An existing database is copied to `backupDir` (0600, `before-NNNN.sqlite`) by the backup API first.
 * Errors: profile.newer_version {found, known}, profile.damaged (another program's database), disk.full.
 */
export async function migrate(
  writer: Writer,
  backupDir: string,
  list: readonly Migration[] = migrations,
): Promise<void> {
  try {
    const found = schemaVersion(writer);
    const known = list.at(-1)?.version ?? 0;
    if (found > known) throw new CodedError('profile.newer_version', { found, known });
    if (found === 0 && hasTables(writer)) throw new CodedError('profile.damaged', { reason: 'foreign' });
    const missing = list.filter((migration) => migration.version > found);
    const first = missing[0];
    if (found > 0 && first) await backUp(writer, backupDir, first.version);
    for (const migration of missing) apply(writer, migration);
  } catch (error) {
    throw asCoded(error);
  }
}

/**
 * Says whether a reader can work with what it opened while another process owns it.
 * Errors: profile.newer_version {found, known}; profile.in_use when an older program owns an older schema.
 */
export function requireKnownSchema(reader: Reader): void {
  const found = schemaVersion(reader);
  if (found > knownVersion) throw new CodedError('profile.newer_version', { found, known: knownVersion });
  if (found < knownVersion) throw new CodedError('profile.in_use', { found, known: knownVersion });
}

function apply(writer: Writer, migration: Migration): void {
  writer
    .transaction(() => {
      writer.exec(migration.sql);
      migration.run?.(writer);
      writer.pragma(`user_version = ${migration.version}`);
    })
    .immediate();
}

function hasTables(writer: Writer): boolean {
  return writer.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined;
}

async function backUp(writer: Writer, backupDir: string, version: number): Promise<void> {
  makePrivateFolder(backupDir);
  const target = join(backupDir, `before-${String(version).padStart(4, '0')}.sqlite`);
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  makePrivateFile(partial);
  await writer.backup(partial);
  renameSync(partial, target);
}
