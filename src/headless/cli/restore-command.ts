import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type BackupFacts, inspectBackup } from '../../core/db/inspect-backup.ts';
import { openReader } from '../../core/db/open.ts';
import { unseal } from '../../core/db/sealed-backup.ts';
import { openProfile } from '../../core/profile/open-profile.ts';
import { readProfileId } from '../../core/profile/profile-home.ts';
import { profilePaths } from '../../core/profile/profile-paths.ts';
import { adoptRestored, Restores } from '../../core/profile/restores.ts';
import { targetName } from '../../shared/domain/target-name.ts';
import { utcText } from '../../shared/time.ts';
import type { RestoreArguments } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { jsonLine } from './json-lines.ts';
import { openProgram, passphraseIn } from './open-program.ts';
import type { Output } from './output.ts';

/** Prints the content of a backup; with `--yes`, replaces the history with it, even a damaged one. */
export async function runRestore(given: RestoreArguments, output: Output): Promise<ExitCode> {
  const [file] = given.paths;
  const path = resolve(file);
  const former = idOfFormer(profilePaths(given.profile).database);
  const profile = openProfile(given.profile);
  let facts: BackupFacts;
  try {
    const inspect = async (copy: string) => inspectBackup(copy);
    const restores = new Restores(profile, former ?? randomUUID(), { inspect, unseal });
    facts = await restores.review(path, path, false, passphraseIn(process.env));
    await output.result(given.json ? jsonLine('restore', lineOf(path, facts, former)) : inWords(path, facts));
    if (!given.yes) {
      restores.drop();
      output.note('Nothing was changed. --yes replaces the history with this backup.');
      return exitCodes.refused;
    }
    await restores.stage(path);
    await adoptRestored(profile);
  } finally {
    profile.close();
  }
  // Puts it in order: migrations, work in progress when the backup was made.
  await (await openProgram(given.profile)).close();
  output.note('Restored. The former history is kept in the profile’s backups folder.');
  if (facts.targets.length > 0) output.note(mayRepeat(facts));
  return exitCodes.done;
}

/** A damaged history has no readable id. */
function idOfFormer(database: string): string | null {
  if (!existsSync(database)) return null;
  try {
    const reader = openReader(database);
    try {
      return readProfileId(reader);
    } finally {
      reader.close();
    }
  } catch {
    return null;
  }
}

function lineOf(
  file: string,
  { records, events, lastImportAt, profileId, targets }: BackupFacts,
  former: string | null,
) {
  return { file, records, events, lastImportAt, isSameProfile: profileId === former, targets };
}

function inWords(file: string, { records, events, lastImportAt }: BackupFacts): string {
  const last = lastImportAt === null ? 'nothing imported' : `last import ${utcText(lastImportAt)}`;
  return `${file}: ${records} ${records === 1 ? 'record' : 'records'}, ${events} ${events === 1 ? 'event' : 'events'}, ${last}`;
}

function mayRepeat({ targets }: BackupFacts): string {
  const names = targets.map(targetName).join(', ');
  return `Sending is paused: items delivered to ${names} after the backup may be sent again. To resume it: config set isPaused false`;
}
