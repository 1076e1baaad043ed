import { homeOf } from '../../core/profile/profile-home.ts';
import type { ProfilesArguments } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { jsonLine } from './json-lines.ts';
import type { Output } from './output.ts';

/** Lists the profiles of a home: the one in the folder itself, called `main`, and those beside it. */
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
