// Hosts access the data program only through this folder, and they all use one function for the location of the profile.
export { defaultProfileDir } from '../../core/profile/profile-paths.ts';

/**
 * How to start a process that runs imports: most values of an import are short-lived, and a large young generation would only let garbage grow old in
 * it (3 GB export, one run each: peaks of 249 and 260 MB instead of 286). The `cli` script has the same flag.
 */
export const heapFlags: readonly string[] = ['--max-semi-space-size=4'];

/**
 * How a data program starts. `isRelaying` false: it creates no events and sends nothing, but everything else works. `isFromBackup`: its database is
 * damaged, and the last backup replaces it first.
 */
export interface DataStart {
  readonly isRelaying: boolean;
  readonly isFromBackup: boolean;
}

const withoutRelay = '--without-relay';
const fromBackup = '--from-backup';

/** The arguments that follow the script when a host starts a data program. */
export function programArguments(profileDir: string, { isRelaying, isFromBackup }: DataStart): string[] {
  return [...(isRelaying ? [] : [withoutRelay]), ...(isFromBackup ? [fromBackup] : []), profileDir];
}

/** Reads the values of `programArguments` from `process.argv`; null if no host started this process. */
export function startOf(argv: readonly string[]): (DataStart & { readonly profileDir: string }) | null {
  const profileDir = argv.at(-1);
  if (argv.length < 3 || !profileDir) return null;
  const flags = argv.slice(2, -1);
  return { profileDir, isRelaying: !flags.includes(withoutRelay), isFromBackup: flags.includes(fromBackup) };
}
