/**
 * How a process that runs imports is started: what an import makes is mostly short-lived, and a large young generation would
 * only let garbage grow old in it (3 GB export, one run each: peaks of 249 and 260 MB instead of 286). The `cli` script says the same.
 */
export const heapFlags: readonly string[] = ['--max-semi-space-size=4'];

/**
 * How a data program begins. `isRelaying` false: it makes no events and sends nothing; the rest of it is there. `isFromBackup`: its
 * database is damaged, and the last backup takes its place first.
 */
export interface DataStart {
  readonly isRelaying: boolean;
  readonly isFromBackup: boolean;
}

const withoutRelay = '--without-relay';
const fromBackup = '--from-backup';

/** The arguments with which a host starts a data program, after its script. */
export function programArguments(profileDir: string, { isRelaying, isFromBackup }: DataStart): string[] {
  return [...(isRelaying ? [] : [withoutRelay]), ...(isFromBackup ? [fromBackup] : []), profileDir];
}

/** Reads the values of `programArguments` from `process.argv`; null when no host has started it. */
export function startOf(argv: readonly string[]): (DataStart & { readonly profileDir: string }) | null {
  const profileDir = argv.at(-1);
  if (argv.length < 3 || !profileDir) return null;
  const flags = argv.slice(2, -1);
  return { profileDir, isRelaying: !flags.includes(withoutRelay), isFromBackup: flags.includes(fromBackup) };
}
