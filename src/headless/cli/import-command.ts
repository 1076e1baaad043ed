import { asCoded } from '../../core/db/as-coded.ts';
import type { DataProgram } from '../../data/program.ts';
import type { Receipt } from '../../shared/domain/receipt.ts';
import type { CodedError } from '../../shared/errors.ts';
import type { ImportArguments } from './arguments.ts';
import { type ExitCode, exitCodeOf, exitCodes, worstOf } from './exit-codes.ts';
import { lineOf, lineOfRefusal, sentence } from './import-line.ts';
import { progressInWords, receiptInWords } from './import-words.ts';
import { jsonLine } from './json-lines.ts';
import { openProgram, tokensIn } from './open-program.ts';
import type { Output } from './output.ts';
import { RunWatch } from './run-watch.ts';
import { isOff, nowhere, tellBeside } from './sync-line.ts';
import { derivationRest, followedSync, restInWords, syncUntilResting } from './sync-until-resting.ts';

/**
 * Imports each file in turn, in this process, prints how it ended, and sends the due items. The exit code is the import's: items that
 * couldn't be sent wait. Ctrl-C cancels and keeps everything read so far. The code is 3 if events are still missing for some days.
 */
export async function runImport(given: ImportArguments, output: Output): Promise<ExitCode> {
  const watch = new RunWatch((status) => given.json || output.progress(progressInWords(status)));
  const codes: ExitCode[] = [];
  const refuse = async (file: string, error: CodedError) => {
    codes.push(exitCodeOf(error.code));
    const words = `${file}: not imported\n  ${sentence(error.code, error.details)}`;
    await output.result(given.json ? jsonLine('import', lineOfRefusal(file, error)) : words);
  };

  let program: DataProgram;
  try {
    program = await openProgram(given.profile, {
      ...(given['no-sync'] ? {} : { tokens: tokensIn(process.env) }),
      log: (line) => output.failure(line),
      push: (name, payload) => watch.take(name, payload),
    });
  } catch (error) {
    for (const file of given.paths) await refuse(file, asCoded(error));
    return worstOf(codes);
  }
  const stopping = new AbortController();
  const stop = () => {
    watch.stop();
    stopping.abort();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    for (const file of given.paths) {
      if (watch.isStopped) {
        codes.push(exitCodes.partial);
        break;
      }
      try {
        const receipt = await importOne(program, watch, file, given['same-person']);
        codes.push(exitCodeOfRun(receipt));
        if (given.json) await output.result(jsonLine('import', lineOf(file, receipt)));
        else for (const line of receiptInWords(file, receipt)) await output.result(line);
      } catch (error) {
        await refuse(file, asCoded(error));
      }
    }
    if (!given['no-sync']) await syncAfterImport(program, output, stopping.signal);
    const rest = await derivationRest(program.sync, stopping.signal);
    if (rest !== null) {
      codes.push(exitCodes.partial);
      if (given.json) await output.result(jsonLine('import, when not everything was derived', rest));
      else for (const line of restInWords(rest)) output.failure(line);
    }
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await program.close();
  }
  return worstOf(codes);
}

async function importOne(
  program: DataProgram,
  watch: RunWatch,
  file: string,
  isSamePerson: boolean,
): Promise<Receipt> {
  const { offer } = await program.hostHandlers['host.addOffer']({ path: file, isIncoming: false });
  const { runId } = await program.startImport({ offer, isSamePerson });
  return watch.ended(runId, {
    current: () => program.handlers['import.current']({}),
    cancel: () => program.handlers['import.cancel']({ runId }),
    // There is nobody to ask: the flag is the answer.
    refuse: () => program.handlers['import.confirmPerson']({ runId, isSamePerson: false }),
  });
}

function exitCodeOfRun(receipt: Receipt): ExitCode {
  if (receipt.state === 'completed' || receipt.state === 'already_imported') return exitCodes.done;
  return receipt.state === 'refused' ? exitCodes.refused : exitCodes.partial;
}

/** The sync after an import, reported on stderr: stdout belongs to the imports. */
async function syncAfterImport(
  program: Pick<DataProgram, 'sync'>,
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  const note = (line: string) => output.note(line);
  const lines = await syncUntilResting(followedSync(program.sync), { note, signal });
  const sent = lines.filter((line) => !isOff(line));
  if (sent.length === 0) note(nowhere);
  tellBeside(sent, output);
}
