import type { DataProgram } from '../../data/program.ts';
import type { AccountOverview, Credential } from '../../shared/domain/account.ts';
import type { TargetId } from '../../shared/domain/sync.ts';
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
  const { answer, shared } = await within(given.profile, async ({ account }) => {
    const { credentials } = await account.read();
    return { shared: sharedWith(target, credentials), answer: await account.signOut({ target }) };
  });
  const withdrawn = answer.wasRevoked ? ' and revoked there' : '';
  const names = shared.map((one) => `; ${targetName(one)}, too: it used the same sign-in`).join('');
  const words = `${targetName(target)}: signed out here${withdrawn}${names}; still pending: ${answer.pending}`;
  await output.result(given.json ? jsonLine('sign-out', { target, ...answer }) : words);
  return exitCodes.done;
}

/** Other targets that the sign-in of a target is for, too: they are signed out with it. */
export function sharedWith(target: TargetId, credentials: readonly Credential[]): TargetId[] {
  const shares = ({ method, state }: Credential) => method === 'auth0' && state === 'signed_in';
  const own = credentials.find((one) => one.target === target);
  if (own === undefined || !shares(own)) return [];
  return credentials.filter((one) => one.target !== target && shares(one)).map((one) => one.target);
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
