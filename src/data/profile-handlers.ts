import { setImmediate as turn } from 'node:timers/promises';
import type { Backups } from '../core/db/backup.ts';
import { schemaVersion } from '../core/db/migrate.ts';
import type { Reader } from '../core/db/open.ts';
import { exportedTable } from '../core/export/export-rows.ts';
import type { Exports } from '../core/export/write-export.ts';
import type { History } from '../core/history/history.ts';
import type { OfferedPath } from '../core/import/incoming.ts';
import { lockOthers, type OpenHistory } from '../core/profile/open-profile.ts';
import { ProfileHome } from '../core/profile/profile-home.ts';
import { refuseOwnFile } from '../core/profile/profile-paths.ts';
import { markForForgetting } from '../core/profile/remove-home.ts';
import type { Restores } from '../core/profile/restores.ts';
import type { HostHandlers, HostOutput } from './protocol/messages.ts';

export interface ProfileHandlersParts {
  readonly backups: Backups;
  readonly restores: Restores;
  readonly exports: Exports;
  readonly lists: History;
  readonly homeZone: () => string | null;
  /** Error import.not_found. */
  readonly offered: (offer: string) => OfferedPath;
  /** Removes all our keychain entries; returns their number. */
  readonly forgetSecrets: () => Promise<number>;
}

type Names =
  | 'host.backUp'
  | 'host.export'
  | 'host.reviewBackup'
  | 'host.restore'
  | 'host.diagnostics'
  | 'host.forget';

/** The host's calls on the open profile as a whole. */
export function profileHandlers(
  { paths, reader }: OpenHistory,
  parts: ProfileHandlersParts,
): Pick<HostHandlers, Names> {
  const { backups, restores } = parts;
  const review = async (offer: string, passphrase: string | null = null) => {
    const { path, isIncoming } = parts.offered(offer);
    return restores.review(offer, path, isIncoming, passphrase);
  };
  return {
    'host.backUp': ({ path, passphrase }) => {
      refuseOwnFile(paths, path);
      return backups.make(path, passphrase ?? null);
    },
    'host.export': ({ request, format, path }) => {
      refuseOwnFile(paths, path);
      return parts.exports.write(exportedTable(parts.lists, parts.homeZone(), request), format, path);
    },
    'host.reviewBackup': async ({ offer, passphrase }) => {
      const facts = await review(offer, passphrase);
      const { records, events, lastImportAt, targets } = facts;
      const isSameProfile = restores.isOfThisProfile(facts);
      return { records, events, lastImportAt, isSameProfile, targets: [...targets] };
    },
    'host.restore': async ({ offer }) => {
      await review(offer);
      await restores.stage(offer);
      return null;
    },
    'host.diagnostics': () => databaseFacts(reader),
    'host.forget': async ({ home: dir }) => {
      const home = new ProfileHome(dir);
      const locks = lockOthers(home, paths.dir);
      try {
        const keychainEntries = await parts.forgetSecrets();
        markForForgetting(home);
        // The other profiles stay locked until this program ends, so nobody can open data that is about to be removed.
        return { keychainEntries };
      } catch (error) {
        locks.release();
        throw error;
      }
    },
  };
}

/** Maximum number of rows counted one by one: counting more would delay other calls. */
const countedRows = 50_000;

/** The schema version and the row count of each table, one table per turn. The record count comes from the summary and is exact. */
async function databaseFacts(reader: Reader): Promise<HostOutput<'host.diagnostics'>> {
  const names = reader
    .prepare<[], { name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .all();
  const tables: HostOutput<'host.diagnostics'>['tables'] = [];
  for (const { name } of names) {
    await turn();
    // The names come from our own schema.
    const sql =
      name === 'record'
        ? 'SELECT CAST(total(count) AS INTEGER) AS rows FROM record_summary'
        : `SELECT count(*) AS rows FROM (SELECT 1 FROM "${name}" LIMIT ${countedRows + 1})`;
    const rows = reader.prepare<[], { rows: number }>(sql).get()?.rows ?? 0;
    const isMore = name !== 'record' && rows > countedRows;
    tables.push({ name, rows: isMore ? countedRows : rows, isMore });
  }
  return { schema: schemaVersion(reader), tables };
}
