import type { ProfileHome } from '../../core/profile/profile-home.ts';
import { removeHome } from '../../core/profile/remove-home.ts';
import type { CallOutput } from '../../shared/contract/index.ts';
import { valueOrThrow } from '../../shared/failure.ts';
import type { SwitchableDataProgram } from './switchable.ts';

/**
 * Empties the keychain, ends the data program, removes every profile of the home and opens a fresh one. Nothing is touched when the
 * first step fails: profile.in_use while another program has one of them, account.keychain_* while the keychain is closed.
 */
export async function forgetEverything(
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
