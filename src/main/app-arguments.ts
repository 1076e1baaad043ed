import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface AppArguments {
  /** Absolute; null for the default profile. */
  readonly profileDir: string | null;
}

/** What a person wrote behind the app's name. Chromium's own switches stand there too, so what is unknown is passed over. */
export function appArguments(argv: readonly string[], isPackaged: boolean, cwd: string): AppArguments {
  const { values } = parseArgs({
    // Unpackaged, the first argument after the binary is the app's folder.
    args: argv.slice(isPackaged ? 1 : 2),
    options: { profile: { type: 'string' } },
    strict: false,
    allowPositionals: true,
  });
  const { profile } = values;
  return { profileDir: typeof profile === 'string' && profile !== '' ? resolve(cwd, profile) : null };
}
