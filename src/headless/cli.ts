// `npm run -s cli`: the data program in this process, for scripts and for machines without a screen.
import { asCoded } from '../core/db/as-coded.ts';
import { describeError } from '../data/describe-error.ts';
import { runAccount, runSignOut } from './cli/account-command.ts';
import { runDiscard, runQueueAgain, runRemove, runRetry } from './cli/act-commands.ts';
import { runAnswer } from './cli/answer-command.ts';
import { type Command, readArguments } from './cli/arguments.ts';
import { runBackup } from './cli/backup-command.ts';
import { runConfig } from './cli/config-command.ts';
import { runEvents } from './cli/events-command.ts';
import { type ExitCode, exitCodeOf, exitCodes } from './cli/exit-codes.ts';
import { runForget } from './cli/forget-command.ts';
import { runImport } from './cli/import-command.ts';
import { sentence } from './cli/import-line.ts';
import { runMutations } from './cli/mutations-command.ts';
import { type Output, standardOutput } from './cli/output.ts';
import { runProfiles } from './cli/profiles-command.ts';
import { runRecords } from './cli/records-command.ts';
import { runRestore } from './cli/restore-command.ts';
import { runStatus } from './cli/status-command.ts';
import { runSync } from './cli/sync-command.ts';
import { runUndo } from './cli/undo-command.ts';
import { UsageError, usage } from './cli/usage.ts';

process.umask(0o077);
const output = standardOutput();
process.exitCode = await main(process.argv.slice(2), output);

async function main(words: readonly string[], output: Output): Promise<ExitCode> {
  try {
    return await run(readArguments(words), output);
  } catch (error) {
    if (error instanceof UsageError) {
      output.note(`${error.message}\n\n${usage}`);
      return exitCodes.usage;
    }
    const coded = asCoded(error);
    output.note(sentence(coded.code, coded.details));
    if (coded.code === 'internal') output.note(describeError(coded));
    return exitCodeOf(coded.code);
  }
}

async function run(command: Command, output: Output): Promise<ExitCode> {
  switch (command.name) {
    case 'help':
      await output.result(usage.trimEnd());
      return exitCodes.done;
    case 'import':
      return runImport(command.given, output);
    case 'status':
      return runStatus(command.given, output);
    case 'records':
      return runRecords(command.given, output);
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
