import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { themes } from '../shared/contract/app.ts';
import { CodedError } from '../shared/errors.ts';
import { languageChoices } from '../shared/language.ts';

/** An invalid value reads as its default; the others stay. */
const shellPreferencesSchema = z.object({
  theme: z.enum(themes).catch('system'),
  language: z.enum(languageChoices).catch('system'),
  closesToTray: z.boolean().catch(false),
  /** The user was told once that closing the window leaves the app running. */
  isTrayExplained: z.boolean().catch(false),
  notifies: z.boolean().catch(true),
  /** Off until the user turns it on: the app contacts no server that wasn't set up. */
  looksForUpdates: z.boolean().catch(false),
  /** Absolute paths, the latest first (recent-exports.ts). */
  recentExports: z.array(z.string()).catch([]),
});
export type ShellPreferences = z.infer<typeof shellPreferencesSchema>;

/**
 * How the shell behaves on this computer, in a file of its own, mode 0600. It isn't in the database: it's needed before the
 * data program is ready (the theme before the first frame) and even if it never will be, and it belongs to the computer: a
 * history copied or restored elsewhere must not bring a tray along. Starting at login isn't here: the system itself is asked.
 */
export class PreferencesFile {
  readonly #path: string;
  #now: ShellPreferences;
  readonly #listeners = new Set<(now: ShellPreferences) => void>();

  constructor(path: string) {
    this.#path = path;
    this.#now = shellPreferencesSchema.parse(read(path));
  }

  get(): ShellPreferences {
    return this.#now;
  }

  /** Stores a change before applying it, whole or not at all. Errors: app.not_kept. */
  set(change: Partial<ShellPreferences>): void {
    const next = { ...this.#now, ...change };
    try {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      writeFileSync(`${this.#path}.new`, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${this.#path}.new`, this.#path);
    } catch (error) {
      throw new CodedError('app.not_kept', {}, { cause: error });
    }
    this.#enter(next);
  }

  /** Removes the file and restores the defaults. */
  forget(): void {
    rmSync(this.#path, { force: true });
    this.#enter(shellPreferencesSchema.parse({}));
  }

  #enter(next: ShellPreferences): void {
    this.#now = next;
    for (const listener of this.#listeners) listener(next);
  }

  onChange(listener: (now: ShellPreferences) => void): void {
    this.#listeners.add(listener);
  }
}

/** The file's content; an empty object if the file is missing or not JSON: nothing in it is worth a failed start. */
function read(path: string): object {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof content === 'object' && content !== null && !Array.isArray(content) ? content : {};
  } catch {
    return {};
  }
}
