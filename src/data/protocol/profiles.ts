// Hosts reach the data program by this folder only; which profiles there are, one function tells all of them.
import type { KnownProfile, ProfileHome } from '../../core/profile/profile-home.ts';
import type { CallOutput } from '../../shared/contract/index.ts';
import { valueOrThrow } from '../../shared/failure.ts';
import type { ProfileAnswers } from '../../shared/gateway.ts';
import type { DataClient } from './client.ts';
import { forgetEverything } from './forget-everything.ts';
import type { SwitchableDataProgram } from './switchable.ts';

export { type KnownProfile, ProfileHome } from '../../core/profile/profile-home.ts';

/** A backup that is to be written. */
export interface WantedBackup {
  /** Proposed for the file. */
  readonly name: string;
  /** Writes it whole to `path`, or throws: disk.full, profile.unreadable, data.unavailable. */
  readonly write: (path: string) => Promise<{ readonly bytes: number }>;
}

export interface ProfileCallsParts {
  readonly home: ProfileHome;
  readonly data: SwitchableDataProgram;
  /** The desktop app asks where; the web host writes it into incoming/ and offers it for download. */
  readonly saveBackup: (backup: WantedBackup) => Promise<CallOutput<'profiles.backUp'>>;
  /** Empties what the host itself keeps for the page (Electron's session), once everything else is gone. */
  readonly clearShell?: () => Promise<void>;
}

/** Exact origins that the page may connect to beside its own; none while the data program is down. */
export async function connectSourcesOf(data: Pick<DataClient, 'host'>): Promise<readonly string[]> {
  const sources = await data.host('host.connectSources', {});
  return sources.ok ? sources.value.origins : [];
}

/** The profile that is open now. */
export function openedProfile(
  home: ProfileHome,
  data: Pick<SwitchableDataProgram, 'profileDir'>,
): KnownProfile {
  const dir = data.profileDir();
  return home.list().find((profile) => profile.dir === dir) ?? home.lastOpened();
}

/** Answers `profiles.*` of both hosts. Errors: see shared/contract/profiles.ts. */
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
      if (wanted.dir !== data.profileDir()) await data.reopen(wanted.dir);
      home.rememberOpened(wanted.id);
      return null;
    },
    'profiles.backUp': () =>
      parts.saveBackup({
        name: backupName(opened().id, new Date()),
        write: async (path) => valueOrThrow(await data.host('host.backUp', { path })),
      }),
    'profiles.reviewBackup': async (input) => valueOrThrow(await data.host('host.reviewBackup', input)),
    'profiles.restore': async (input) => {
      valueOrThrow(await data.host('host.restore', input));
      await data.reopen(data.profileDir());
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
export function backupName(profile: string, at: Date): string {
  const two = (figure: number) => String(figure).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `health-relay-${profile}-${day}.sqlite`;
}
