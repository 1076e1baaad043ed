import { constants, copyFileSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A profile with a copy of the database at `path`, in a folder `dir` of its own that the caller removes. */
export function benchProfile(
  path: string,
  name: string,
): { readonly dir: string; readonly profile: string; readonly database: string } {
  const dir = mkdtempSync(join(tmpdir(), `health-relay-${name}-bench-`));
  const profile = join(dir, 'profile');
  mkdirSync(profile, { mode: 0o700 });
  const database = join(profile, 'history.sqlite');
  copyFileSync(path, database, constants.COPYFILE_FICLONE);
  return { dir, profile, database };
}
