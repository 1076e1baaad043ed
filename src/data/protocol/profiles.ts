// Hosts access the data program only through this folder; one function lists the profiles for all of them.
import { ownBackups } from '../../core/profile/kept-backups.ts';
import type { KnownProfile, ProfileHome } from '../../core/profile/profile-home.ts';
import { profilePaths } from '../../core/profile/profile-paths.ts';
import { removeHome } from '../../core/profile/remove-home.ts';
import type { CallOutput } from '../../shared/contract/index.ts';
import type { SavedFile } from '../../shared/contract/profiles.ts';
import { exportFileName } from '../../shared/domain/export.ts';
import { CodedError } from '../../shared/errors.ts';
import { valueOrThrow } from '../../shared/failure.ts';
import type { ProfileAnswers } from '../../shared/gateway.ts';
import type { SwitchableDataProgram } from './switchable.ts';

export { type KnownProfile, ProfileHome } from '../../core/profile/profile-home.ts';

/** The content of a file for the user. */
export type FileKind = 'sqlite' | 'age' | 'csv' | 'json';

/** A file to write for the user: a backup, or the data that a page shows. */
export interface WantedFile {
  /** The suggested file name: plain ASCII without quotes. */
  readonly name: string;
  readonly kind: FileKind;
  /** Writes the complete file to `path`, or throws disk.full, profile.unreadable, or data.unavailable. */
  readonly write: (path: string) => Promise<{ readonly bytes: number }>;
}

export interface ProfileCallsParts {
  readonly home: ProfileHome;
  readonly data: SwitchableDataProgram;
  /** The desktop app asks for a location; the web host writes the file to incoming/ and offers it for download. */
  readonly saveFile: (file: WantedFile) => Promise<SavedFile>;
  /** Clears the data that the host itself keeps for the page (Electron's session), after everything else is removed. */
  readonly clearShell?: () => Promise<void>;
}

/** The profile that is open now. */
export function openedProfile(
  home: ProfileHome,
  data: Pick<SwitchableDataProgram, 'profileDir'>,
): KnownProfile {
  const dir = data.profileDir();
  return home.list().find((profile) => profile.dir === dir) ?? home.lastOpened();
}

/** Answers the `profiles.*` calls of both hosts. Errors: see shared/contract/profiles.ts. */
export function profileAnswers(parts: ProfileCallsParts): ProfileAnswers {
  const { home, data } = parts;
  const opened = () => openedProfile(home, data);
  return {
    'profiles.list': () => ({
      profiles: home.list().map(({ id, name, dir }) => ({ id, name, isOpen: dir === data.profileDir() })),
    }),
    'profiles.create': ({ name }) => ({ id: home.create(name).id }),
    'profiles.rename': ({ id, name }) => {
      home.rename(id, name);
      return null;
    },
    'profiles.open': async ({ id }) => {
      const wanted = home.find(id);
      if (wanted.dir !== data.profileDir() || data.state().state === 'failed') await data.reopen(wanted.dir);
      home.rememberOpened(wanted.id);
      return null;
    },
    'profiles.backUp': ({ passphrase }) =>
      parts.saveFile({
        name: `${backupName(opened().id, new Date())}${passphrase === undefined ? '' : '.age'}`,
        kind: passphrase === undefined ? 'sqlite' : 'age',
        write: async (path) => valueOrThrow(await data.host('host.backUp', { path, passphrase })),
      }),
    'profiles.exportShown': ({ request, format }) =>
      parts.saveFile({
        name: exportFileName(request, format, new Date()),
        kind: format,
        write: async (path) => valueOrThrow(await data.host('host.export', { request, format, path })),
      }),
    'profiles.reviewBackup': async (input) => valueOrThrow(await data.host('host.reviewBackup', input)),
    'profiles.restore': async (input) => {
      valueOrThrow(await data.host('host.restore', input));
      await data.reopen(data.profileDir());
      return null;
    },
    'profiles.lastBackup': () => ({
      madeAt: ownBackups(profilePaths(data.profileDir()))[0]?.madeAt ?? null,
    }),
    'profiles.startFromBackup': async () => {
      const { state, code } = data.state();
      // A backup never replaces a readable database.
      if (state !== 'failed' || code !== 'profile.damaged') throw new CodedError('request.refused');
      await data.reopen(data.profileDir(), undefined, { isFromBackup: true });
      return null;
    },
    'profiles.forgetEverything': async () => {
      const gone = await forgetEverything(home, data);
      await parts.clearShell?.();
      return gone;
    },
  };
}

/** `health-relay-main-2026-03-09.sqlite`, by this computer's calendar. */
function backupName(profile: string, at: Date): string {
  const two = (figure: number) => String(figure).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `health-relay-${profile}-${day}.sqlite`;
}

/**
 * Removes our keychain entries, ends the data program, removes every profile of the home, and opens a new one. If the first step fails, nothing
 * changes: profile.in_use while another program has one of the profiles, account.keychain_* while the keychain is closed.
 */
async function forgetEverything(
  home: ProfileHome,
  data: SwitchableDataProgram,
): Promise<CallOutput<'profiles.forgetEverything'>> {
  const { keychainEntries } = valueOrThrow(await data.host('host.forget', { home: home.dir }));
  let removed = { files: 0, left: 0 };
  await data.reopen(home.dir, () => {
    removed = removeHome(home);
  });
  return { ...removed, keychainEntries };
}
