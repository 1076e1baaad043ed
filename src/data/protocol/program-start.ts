/**
 * How a process that runs imports is started: what an import makes is mostly short-lived, and a large young generation would
 * only let garbage grow old in it (3 GB export, one run each: peaks of 249 and 260 MB instead of 286). The `cli` script says the same.
 */
export const heapFlags: readonly string[] = ['--max-semi-space-size=4'];

/** How a data program begins. `isRelaying` false: it makes no events and sends nothing; the rest of it is there. */
export interface DataStart {
  readonly isRelaying: boolean;
}

const withoutRelay = '--without-relay';

/** What a host starts the process of a data program with, after its script. */
export function programArguments(profileDir: string, { isRelaying }: DataStart): string[] {
  return isRelaying ? [profileDir] : [withoutRelay, profileDir];
}

/** What `programArguments` said, out of `process.argv`; null when no host has started it. */
export function startOf(argv: readonly string[]): (DataStart & { readonly profileDir: string }) | null {
  const profileDir = argv.at(-1);
  if (argv.length < 3 || !profileDir) return null;
  return { profileDir, isRelaying: argv.at(-2) !== withoutRelay };
}
