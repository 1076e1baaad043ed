import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isAppLink, signInCallback } from './deep-link.ts';

export interface AppArguments {
  /** Absolute; null for the default profile. */
  readonly profileDir: string | null;
  /** Absolute paths of files and folders to import, as named. Nothing has been checked yet. */
  readonly paths: readonly string[];
  /** The callback address of a sign-in. */
  readonly callbackUrl: string | null;
  /** Started by the system at login: goes to the tray, without a window. */
  readonly isHidden: boolean;
}

/**
 * What the user, or the system on the user's behalf, wrote after the app's name. Chromium's own switches are there
 * too, so unknown arguments are ignored. If there is a link of ours, nothing else on its line is used: whoever made
 * the link may have smuggled more arguments in (Electron's "argument injection" advisories, e.g. CVE-2018-1000006).
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

/** Arguments before the `--` that the app registered for itself are its own (scheme-handler.ts); without a `--`, none are. */
function beforeLink(argv: readonly string[], link: number): readonly string[] {
  const end = argv.indexOf('--');
  return end !== -1 && end < link ? argv.slice(0, end) : argv.slice(0, 1);
}

/** In an unpackaged app, the first argument that isn't a switch is the app's folder; Electron's own switches come before it. */
function ownArguments(argv: readonly string[], isPackaged: boolean): string[] {
  if (isPackaged) return argv.slice(1);
  const folder = argv.findIndex((argument, index) => index > 0 && !argument.startsWith('-'));
  return folder === -1 ? [] : argv.slice(folder + 1);
}

/** Desktop files may pass an opened file as a file: address (`%U`, Desktop Entry Specification "Exec"). */
function pathOf(named: string, cwd: string): string | null {
  if (named === '' || named.includes('\0')) return null;
  if (!named.toLowerCase().startsWith('file:')) return resolve(cwd, named);
  try {
    // Given a host, Windows would contact that computer.
    const url = new URL(named);
    return url.host === '' ? fileURLToPath(url) : null;
  } catch {
    return null;
  }
}
