import type { Backups } from '../core/db/backup.ts';
import { exportedTable } from '../core/export/export-rows.ts';
import type { Exports } from '../core/export/write-export.ts';
import type { History } from '../core/history/history.ts';
import type { OfferedPath } from '../core/import/offers.ts';
import { lockOthers } from '../core/profile/open-profile.ts';
import { ProfileHome } from '../core/profile/profile-home.ts';
import { type ProfilePaths, refuseOwnFile } from '../core/profile/profile-paths.ts';
import { markForForgetting } from '../core/profile/remove-home.ts';
import type { Restores } from '../core/profile/restores.ts';
import type { HostHandlers } from './protocol/messages.ts';

export interface ProfileHandlersParts {
  readonly paths: ProfilePaths;
  readonly backups: Backups;
  readonly restores: Restores;
  readonly exports: Exports;
  readonly history: History;
  readonly homeZone: () => string | null;
  /** Error import.not_found. */
  readonly offered: (offer: string) => OfferedPath;
  /** Removes all our keychain entries; returns their number. */
  readonly forgetSecrets: () => Promise<number>;
}

type Names = 'host.backUp' | 'host.export' | 'host.reviewBackup' | 'host.restore' | 'host.forget';

/** The host's calls on the open profile as a whole. */
export function profileHandlers(parts: ProfileHandlersParts): Pick<HostHandlers, Names> {
  const { paths, backups, restores } = parts;
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
      return parts.exports.write(exportedTable(parts.history, parts.homeZone(), request), format, path);
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
