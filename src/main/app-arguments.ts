import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isAppLink, signInCallback } from './deep-link.ts';

export interface AppArguments {
  /** Absolute; null for the default profile. */
  readonly profileDir: string | null;
  /** Absolute paths of files and folders to import, as named: nothing is known of them yet. */
  readonly paths: readonly string[];
  /** The address of a sign-in that comes back. */
  readonly callbackUrl: string | null;
  /** Started by the system at login: into the tray, without a window. */
  readonly isHidden: boolean;
}

/**
 * What a person, or the system for them, wrote behind the app's name. Chromium's own switches stand there too, so what is
 * unknown is passed over. A link of ours is the only thing that is taken of its line: whoever made the link may have
 * smuggled more in beside it (Electron's "argument injection" advisories, e.g. CVE-2018-1000006).
 */
export function appArguments(argv: readonly string[], isPackaged: boolean, cwd: string): AppArguments {
  const link = argv.findIndex((argument, index) => index > 0 && isAppLink(argument));
  if (link !== -1) {
    const { profileDir } = appArguments(beforeLink(argv, link), isPackaged, cwd);
    return { profileDir, paths: [], callbackUrl: signInCallback(argv[link] ?? ''), isHidden: false };
  }
  const { values, positionals } = parseArgs({
    args: ownArguments(argv, isPackaged),
    options: { profile: { type: 'string' }, hidden: { type: 'boolean' } },
    strict: false,
    allowPositionals: true,
  });
  const { profile, hidden } = values;
  return {
    profileDir: typeof profile === 'string' && profile !== '' ? resolve(cwd, profile) : null,
    paths: positionals.flatMap((named) => pathOf(named, cwd) ?? []),
    callbackUrl: null,
    isHidden: hidden === true,
  };
}

/** What stands before the `--` with which the app had itself registered is its own (scheme-handler.ts); without one, nothing is. */
function beforeLink(argv: readonly string[], link: number): readonly string[] {
  const end = argv.indexOf('--');
  return end !== -1 && end < link ? argv.slice(0, end) : argv.slice(0, 1);
}

/** Unpackaged, the first argument that is no switch is the app's folder, with switches of Electron's own before it. */
function ownArguments(argv: readonly string[], isPackaged: boolean): string[] {
  if (isPackaged) return argv.slice(1);
  const folder = argv.findIndex((argument, index) => index > 0 && !argument.startsWith('-'));
  return folder === -1 ? [] : argv.slice(folder + 1);
}

/** Desktop files may name what is opened by a file: address (`%U`, Desktop Entry Specification "Exec"). */
function pathOf(named: string, cwd: string): string | null {
  if (named === '' || named.includes('\0')) return null;
  if (!named.toLowerCase().startsWith('file:')) return resolve(cwd, named);
  try {
    // With a host Windows would go and greet that computer.
    const url = new URL(named);
    return url.host === '' ? fileURLToPath(url) : null;
  } catch {
    return null;
  }
}
