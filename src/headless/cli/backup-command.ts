import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { backUpAtOnce } from '../../core/db/backup.ts';
import { type BackupFacts, inspectBackup } from '../../core/db/inspect-backup.ts';
import { seal } from '../../core/db/sealed-backup.ts';
import { profilePaths, refuseOwnFile } from '../../core/profile/profile-paths.ts';
import type { BackupSchedule } from '../../shared/domain/backup-schedule.ts';
import { bytesInWords } from '../../shared/error-texts.ts';
import { CodedError } from '../../shared/errors.ts';
import { utcText } from '../../shared/time.ts';
import type { BackupArguments } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { jsonLine } from './json-lines.ts';
import { openHistory } from './open-history.ts';
import { openProgram, passphraseIn, passphraseVariable, requireHistory } from './open-program.ts';
import type { Output } from './output.ts';

/** Writes the history to one file, even while another program has it open, and reads the whole file once to check it. */
export async function runBackup(given: BackupArguments, output: Output): Promise<ExitCode> {
  const [file] = given.paths;
  if (file === undefined) return runSchedule(given, output);
  const paths = profilePaths(given.profile);
  const path = resolve(file);
  requireHistory(given.profile);
  refuseOwnFile(paths, path);
  const { reader } = await openHistory(given.profile);
  try {
    const passphrase = passphraseIn(process.env);
    const plain = passphrase === null ? path : join(paths.incoming, `backup-${randomUUID()}.sqlite`);
    let facts: { readonly bytes: number } & BackupFacts;
    try {
      const made = await backUpAtOnce(reader, plain);
      facts = { ...inspectBackup(plain), ...made };
      if (passphrase !== null) facts = { ...facts, ...(await seal(plain, path, passphrase)) };
    } finally {
      if (plain !== path) await rm(plain, { force: true });
    }
    const { bytes, records, events, lastImportAt } = facts;
    const line = { file: path, bytes, records, events, lastImportAt, isEncrypted: passphrase !== null };
    const words = `${path}: ${bytesInWords(bytes)}, ${records} ${records === 1 ? 'record' : 'records'}, ${events} ${events === 1 ? 'event' : 'events'}`;
    await output.result(given.json ? jsonLine('backup', line) : words);
    return exitCodes.done;
  } finally {
    reader.close();
  }
}

/**
 * `--schedule DIR|off` sets up automatic backups; `--scheduled` makes one if it's due, for a timer.
 * While the app is open, it makes them itself: then this ends with 4.
 */
async function runSchedule(given: BackupArguments, output: Output): Promise<ExitCode> {
  requireHistory(given.profile);
  const passphrase = passphraseIn(process.env);
  const program = await openProgram(given.profile, { log: (line) => output.note(line) });
  try {
    const { scheduled } = program;
    if (given.schedule !== undefined) {
      const isOn = given.schedule !== 'off';
      const { folder, isOn: wasOn, isEncrypted } = scheduled.state();
      const to = isOn ? resolve(given.schedule) : folder;
      // Another folder or interval is no word against encryption: only a schedule that is off begins without it.
      const stays = passphrase === null && wasOn && isEncrypted;
      // Turned off and never set up: there is nothing to change.
      const everyDays = isOn ? given.every : scheduled.state().everyDays;
      if (to !== null) {
        const input = { isOn, folder: to, everyDays, ...(isOn && !stays && { passphrase }) };
        await scheduled.configure(input).catch(async (error: unknown) => {
          // A computer without a desktop has no keychain, or one that nobody unlocks.
          if (!(error instanceof CodedError) || error.code !== 'backup.passphrase_not_kept') throw error;
          await scheduled.configure({ ...input, isKept: false });
          output.failure(
            `The keychain didn’t store the passphrase: backup --scheduled needs ${passphraseVariable} each time, and makes no copy without it.`,
          );
        });
      }
    } else if (!scheduled.state().isOn) {
      output.note('No backups are scheduled. To set them up: backup --schedule DIR');
      return exitCodes.refused;
    } else if (scheduled.isDue()) await scheduled.makeNow(passphrase);
    const state = scheduled.state();
    await output.result(given.json ? jsonLine('backup, of a schedule', state) : scheduleInWords(state));
    return exitCodes.done;
  } finally {
    await program.close();
  }
}

function scheduleInWords({ isOn, folder, everyDays, last, nextAt, isEncrypted }: BackupSchedule): string {
  if (!isOn) return 'No backups are scheduled.';
  const made = last === null ? 'none made yet' : `last ${utcText(last.at)}, ${last.name}`;
  const next = nextAt === null ? '' : `, next ${utcText(nextAt)}`;
  const days = everyDays === 1 ? 'every day' : `every ${everyDays} days`;
  return `${folder}: ${days}, ${isEncrypted ? 'encrypted' : 'not encrypted'}, ${made}${next}`;
}
