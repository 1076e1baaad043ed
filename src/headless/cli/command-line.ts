import { asCoded } from '../../core/db/as-coded.ts';
import { describeError } from '../../core/log/fault-fields.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { runAccount, runSignOut } from './account-command.ts';
import { runDiscard, runQueueAgain, runRemove, runRetry } from './act-commands.ts';
import { runAnswer } from './answer-command.ts';
import { type Command, readArguments } from './arguments.ts';
import { runBackup } from './backup-command.ts';
import { completionFor } from './completion.ts';
import { runConfig } from './config-command.ts';
import { runEvents } from './events-command.ts';
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts';
import { runFigures } from './figures-command.ts';
import { runForget, runProfiles } from './forget-command.ts';
import { runImport } from './import-command.ts';
import { sentence } from './import-line.ts';
import { runMutations } from './mutations-command.ts';
import { passphraseVariable } from './open-program.ts';
import { type Output, quieted } from './output.ts';
import { runQuery } from './query-command.ts';
import { runRecords } from './records-command.ts';
import { runRestore } from './restore-command.ts';
import { runStatus } from './status-command.ts';
import { runSync } from './sync-command.ts';
import { runUndo } from './undo-command.ts';
import { UsageError, usage } from './usage.ts';
import { runWatch } from './watch-command.ts';

/** Runs one command, from its words to the program's exit code. Results and errors go to `output`; nothing is thrown. */
export async function runCommandLine(words: readonly string[], output: Output): Promise<ExitCode> {
  try {
    const command = readArguments(words);
    return await run(
      command,
      'given' in command && 'quiet' in command.given && command.given.quiet ? quieted(output) : output,
    );
  } catch (error) {
    if (error instanceof UsageError) {
      output.note(`${error.message}\n\n${usage}`);
      return exitCodes.usage;
    }
    const coded = asCoded(error);
    // The page's words for it are about its list of profiles.
    const isMissing = coded.code === 'profile.unknown';
    output.note(isMissing ? 'There’s no history in this folder.' : sentence(coded.code, coded.details));
    if (passphraseCodes.has(coded.code))
      output.note(`On the command line, the passphrase comes from ${passphraseVariable}.`);
    if (coded.code === 'internal') output.note(describeError(coded));
    return exitCodeOf(coded.code);
  }
}

/** Their texts ask to enter it. */
const passphraseCodes: ReadonlySet<string> = new Set([
  'backup.needs_passphrase',
  'backup.bad_passphrase',
  'backup.passphrase_lost',
] satisfies ErrorCode[]);

async function run(command: Command, output: Output): Promise<ExitCode> {
  switch (command.name) {
    case 'help':
      await output.result(usage.trimEnd());
      return exitCodes.done;
    case 'import':
      return runImport(command.given, output);
    case 'watch':
      return runWatch(command.given, output);
    case 'status':
      return runStatus(command.given, output);
    case 'records':
      return runRecords(command.given, output);
    case 'query':
      return runQuery(command.given, output);
    case 'figures':
      return runFigures(command.given, output);
    case 'sync':
      return runSync(command.given, output);
    case 'events':
      return runEvents(command.given, output);
    case 'mutations':
      return runMutations(command.given, output);
    case 'retry':
      return runRetry(command.given, output);
    case 'discard':
      return runDiscard(command.given, output);
    case 'queue-again':
      return runQueueAgain(command.given, output);
    case 'undo':
      return runUndo(command.given, output);
    case 'remove':
      return runRemove(command.given, output);
    case 'answer':
      return runAnswer(command.given, output);
    case 'account':
      return runAccount(command.given, output);
    case 'sign-out':
      return runSignOut(command.given, output);
    case 'completion':
      await output.result(completionFor(command.given.paths[0]).trimEnd());
      return exitCodes.done;
    case 'profiles':
      return runProfiles(command.given, output);
    case 'backup':
      return runBackup(command.given, output);
    case 'restore':
      return runRestore(command.given, output);
    case 'forget':
      return runForget(command.given, output);
    case 'config':
      return runConfig(command.given, output);
  }
}
