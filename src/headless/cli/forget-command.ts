import { existsSync } from 'node:fs';
import { lockOthers } from '../../core/profile/open-profile.ts';
import { homeOf } from '../../core/profile/profile-home.ts';
import { markForForgetting, removeHome } from '../../core/profile/remove-home.ts';
import { forgetSecrets } from '../../core/secret-store/secret-store.ts';
import { openKeychain } from '../../data/opened-secrets.ts';
import type { ForgetArguments, ProfilesArguments } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { jsonLine } from './json-lines.ts';
import { keychainThread } from './open-program.ts';
import type { Output } from './output.ts';

/** Removes all profiles of a home, and every sign-in from this computer. Refused while a program has one of them open. */
export async function runForget(given: ForgetArguments, output: Output): Promise<ExitCode> {
  const home = homeOf(given.profile);
  if (!given.yes) {
    const names = home.list().map(({ id, name }) => (id === name ? id : `${id} (${name})`));
    output.note(
      `Nothing was changed. --yes permanently removes ${names.join(', ')}, and every sign-in and password in the keychain. Backups in other folders stay.`,
    );
    return exitCodes.refused;
  }
  const locks = existsSync(home.dir) ? lockOthers(home, null) : null;
  let keychainEntries = 0;
  try {
    const store = await openKeychain(keychainThread, () => {})();
    keychainEntries = await forgetSecrets(store).finally(() => store.close());
    if (locks) markForForgetting(home);
  } finally {
    locks?.release();
  }
  const { files, left } = removeHome(home);
  const line = { files, keychainEntries, left };
  const entries = `${keychainEntries} keychain ${keychainEntries === 1 ? 'entry' : 'entries'}`;
  const rest = left === 0 ? '' : `; ${filesInWords(left)} couldn’t be removed`;
  const words = `Removed ${filesInWords(files)} and ${entries}${rest}.`;
  await output.result(given.json ? jsonLine('forget', line) : words);
  return left === 0 ? exitCodes.done : exitCodes.partial;
}

const filesInWords = (count: number) => `${count} ${count === 1 ? 'file' : 'files'}`;

/** Lists a home's profiles: the one in the folder itself, called `main`, and those beside it. */
export async function runProfiles(given: ProfilesArguments, output: Output): Promise<ExitCode> {
  const home = homeOf(given.profile);
  const { id: opened } = home.lastOpened();
  for (const { id, name, dir } of home.list()) {
    const line = { id, name, dir, isOpenedNext: id === opened };
    const words = `${id}  ${name}  ${dir}${line.isOpenedNext ? '  (the app opens this one)' : ''}`;
    await output.result(given.json ? jsonLine('profiles', line) : words);
  }
  return exitCodes.done;
}
