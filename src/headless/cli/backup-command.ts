import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { backUpAtOnce } from '../../core/db/backup.ts';
import { type BackupFacts, inspectBackup } from '../../core/db/inspect-backup.ts';
import { seal } from '../../core/db/sealed-backup.ts';
import { refuseOwnFile } from '../../core/profile/own-file.ts';
import { profilePaths } from '../../core/profile/profile-paths.ts';
import { bytesInWords } from '../../shared/error-texts.ts';
import { CodedError } from '../../shared/errors.ts';
import type { BackupArguments } from './arguments.ts';
import { passphraseIn } from './environment-tokens.ts';
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
    const words = `${path}: ${bytesInWords(bytes)}, ${records} records, ${events} events`;
    await output.result(given.json ? JSON.stringify(line) : words);
    return exitCodes.done;
  } finally {
    reader.close();
  }
}
