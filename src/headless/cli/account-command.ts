import type { DataProgram } from '../../data/program.ts';
import type { AccountOverview, Credential } from '../../shared/domain/account.ts';
import { targetName } from '../../shared/domain/target-name.ts';
import { textFor } from '../../shared/error-texts.ts';
import type { AccountArguments, SignOutArguments } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { jsonLine } from './json-lines.ts';
import { openProgram, requireHistory } from './open-program.ts';
import type { Output } from './output.ts';

/** Prints who is signed in to which target; no token is ever printed. */
export async function runAccount(given: AccountArguments, output: Output): Promise<ExitCode> {
  const overview = await within(given.profile, ({ account }) => account.read());
  const lines = given.json ? [jsonLine('account', overview)] : accountInWords(overview);
  for (const line of lines) await output.result(line);
  return exitCodes.done;
}

/** Ends one sign-in on this computer and, where possible, at the server. The history stays. */
export async function runSignOut(given: SignOutArguments, output: Output): Promise<ExitCode> {
  const [target] = given.paths;
  const answer = await within(given.profile, ({ account }) => account.signOut({ target }));
  const withdrawn = answer.wasRevoked ? ' and revoked there' : '';
  const words = `${targetName(target)}: signed out here${withdrawn}; still pending: ${answer.pending}`;
  await output.result(given.json ? jsonLine('sign-out', { target, ...answer }) : words);
  return exitCodes.done;
}

async function within<T>(profile: string, ask: (program: DataProgram) => Promise<T>): Promise<T> {
  requireHistory(profile);
  const program = await openProgram(profile);
  try {
    return await ask(program);
  } finally {
    await program.close();
  }
}

export function accountInWords({ credentials, keychain, otherAccounts }: AccountOverview): string[] {
  const lines = credentials.map(
    (credential) => `${targetName(credential.target)}: ${stateInWords(credential)}`,
  );
  for (const { target, before, pending } of otherAccounts) {
    const [items, stay] = pending === 1 ? ['item', 'stays'] : ['items', 'stay'];
    const whose = before.name === '' ? 'another account' : before.name;
    lines.push(
      `${targetName(target)}: ${pending} ${items} of ${whose} ${stay} pending until they sign in again`,
    );
  }
  if (keychain.code !== null && credentials.some(({ keptIn }) => keptIn === 'session_only'))
    lines.push(textFor(keychain.code).title);
  return lines;
}

function stateInWords({ state, account, method, keptIn, code }: Credential): string {
  if (state === 'signed_in') {
    const place = keptIn === 'keychain' ? ', kept in the keychain' : '';
    return `signed in as ${account?.name ?? 'someone'} (${method})${place}`;
  }
  return code === null ? 'signed out' : textFor(code).title;
}
