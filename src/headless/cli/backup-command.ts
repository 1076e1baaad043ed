import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { backUpAtOnce } from '../../core/db/backup.ts';
import { inspectBackup } from '../../core/db/inspect-backup.ts';
import { refuseOwnFile } from '../../core/profile/own-file.ts';
import { profilePaths } from '../../core/profile/profile-paths.ts';
import { bytesInWords } from '../../shared/error-texts.ts';
import { CodedError } from '../../shared/errors.ts';
import type { BackupArguments } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { openHistory } from './open-history.ts';
import type { Output } from './output.ts';

/** Writes the history to one file, also while another program has it open, and reads the file through once. */
export async function runBackup(given: BackupArguments, output: Output): Promise<ExitCode> {
  const [file] = given.paths;
  const paths = profilePaths(given.profile);
  const path = resolve(file);
  if (!existsSync(paths.database)) throw new CodedError('profile.unknown');
  refuseOwnFile(paths, path);
  const { reader } = await openHistory(given.profile);
  try {
    const { bytes } = await backUpAtOnce(reader, path);
    const { records, events, lastImportAt } = inspectBackup(path);
    const line = { file: path, bytes, records, events, lastImportAt };
    const words = `${path}: ${bytesInWords(bytes)}, ${records} records, ${events} events`;
    await output.result(given.json ? JSON.stringify(line) : words);
    return exitCodes.done;
  } finally {
    reader.close();
  }
}
