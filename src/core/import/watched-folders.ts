import { createHash } from 'node:crypto';
import { type FSWatcher, watch } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, resolve } from 'node:path';
import type { FolderWatch, FoundExport } from '../../shared/contract/import.ts';
import { drop } from '../../shared/drop.ts';
import { CodedError, type ErrorCode } from '../../shared/errors.ts';
import { exportedAt } from '../events/spans.ts';
import { openArchive } from '../healthkit/archive/archive.ts';
import { sniff } from '../healthkit/archive/find-main.ts';
import type { SettingsStore } from '../profile/settings-store.ts';

export interface WatchedFoldersOptions {
  readonly settings: Pick<SettingsStore, 'get' | 'set'>;
  /** ExportDate of the newest export that was imported whole, UTC seconds; null before the first. */
  readonly newestExport: () => number | null;
  readonly onChange: (state: FolderWatch) => void;
  readonly onFault: (error: unknown) => void;
}

/** A file is whole when it has not changed between two looks that are this far apart, and its directory can be read. */
export const wholeAfterMs = 2_000;
/** Network folders report no changes. */
const lookAgainMs = 60_000;
const maxFiles = 200;
const maxAnswers = 200;

interface Seen {
  readonly key: string;
  /** Null while it is not whole, or was not looked into. */
  exportAt: number | null;
  /** `new`: the next look opens it, if it is the same then. `locked`: it could not be read, and each look tries again. */
  state: 'new' | 'locked' | 'judged';
}

/** Faults of access, not of the content: a virus scanner reading it, permissions granted later, a copy in progress. */
const passing: readonly ErrorCode[] = [
  'import.unreadable',
  'import.not_found',
  'import.changed_while_reading',
];

/**
 * Looks for newer exports in folders that the user chose, and asks about each file once. Nothing is imported automatically, and
 * nothing in the folders is changed. A file that is still being copied is left alone until it is whole.
 */
export class WatchedFolders {
  readonly #options: WatchedFoldersOptions;
  readonly #seen = new Map<string, Seen>();
  readonly #watchers = new Map<string, FSWatcher | null>();
  #unreadable = new Set<string>();
  /** The last state sent to listeners, as JSON: a check that finds nothing new notifies no one. */
  #told = '';
  #timer: NodeJS.Timeout | null = null;
  /** When the timer's look is due, of `performance.now()`. */
  #dueAt = Number.POSITIVE_INFINITY;
  #isStarted = false;
  #looking: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: WatchedFoldersOptions) {
    this.#options = options;
  }

  /** Looks now and from then on. Not called by programs that end after one command. */
  start(): void {
    this.#isStarted = true;
    this.#follow();
    this.#lookIn(0);
  }

  state(): FolderWatch {
    const folders = this.#folders();
    return {
      folders: folders.map((path) => ({ path, isReadable: !this.#unreadable.has(path) })),
      found: this.#found(),
    };
  }

  /** Errors: import.not_a_folder. */
  async add({ path }: { path: string }): Promise<FolderWatch> {
    const folder = resolve(path);
    const found = isAbsolute(path) ? await stat(folder).catch(() => null) : null;
    if (!found?.isDirectory()) throw new CodedError('import.not_a_folder');
    const folders = this.#folders();
    if (!folders.includes(folder)) this.#options.settings.set('watchedFolders', [...folders, folder]);
    this.#follow();
    this.#lookIn(0);
    return this.state();
  }

  remove({ path }: { path: string }): FolderWatch {
    const left = this.#folders().filter((folder) => folder !== path);
    this.#options.settings.set('watchedFolders', left);
    for (const file of [...this.#seen.keys()]) if (!isIn(file, left)) this.#seen.delete(file);
    this.#follow();
    return this.#changed();
  }

  /** The place of a file that was found; it is not asked about again. Error import.not_found. */
  take({ id }: { id: string }): string {
    const [path] = [...this.#seen].find(([, seen]) => seen.key === id) ?? [];
    if (path === undefined) throw new CodedError('import.not_found');
    this.#answer(id);
    return path;
  }

  /** Not asked about again, unless it changes. */
  dismiss({ id }: { id: string }): FolderWatch {
    this.#answer(id);
    return this.state();
  }

  /** An import ended: found files may no longer be newer. */
  importEnded(): void {
    if (this.#seen.size > 0) this.#changed();
  }

  /** One check of every folder; the next one evaluates new files. Resolves when it is done. */
  look(): Promise<void> {
    this.#looking = this.#looking
      .then(() => this.#lookOnce())
      // A look that failed, on a full disk, is no end of looking.
      .catch((error: unknown) => {
        this.#options.onFault(error);
        this.#lookIn(lookAgainMs);
      });
    return this.#looking;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher?.close();
    this.#watchers.clear();
    await this.#looking;
  }

  async #lookOnce(): Promise<void> {
    const unreadable = new Set<string>();
    const there = new Set<string>();
    let hasNew = false;
    for (const folder of this.#folders()) {
      if (this.#isClosed) return;
      const files = await zipsIn(folder).catch(() => null);
      if (files === null) unreadable.add(folder);
      for (const { path, key } of files ?? []) {
        there.add(path);
        const before = this.#seen.get(path);
        if (before?.key !== key) this.#seen.set(path, { key, exportAt: null, state: 'new' });
        else if (before.state !== 'judged') await this.#judge(path, before);
        hasNew ||= this.#seen.get(path)?.state === 'new';
      }
    }
    for (const path of [...this.#seen.keys()]) if (!there.has(path)) this.#seen.delete(path);
    this.#unreadable = unreadable;
    this.#changed();
    if (this.#isStarted) this.#lookIn(hasNew ? wholeAfterMs : lookAgainMs);
  }

  async #judge(path: string, seen: Seen): Promise<void> {
    seen.state = 'judged';
    if (this.#isAnswered(seen.key)) return;
    try {
      const archive = await openArchive(path);
      try {
        seen.exportAt = await notAhead((await sniff(archive.main)).exportedAt, path);
      } finally {
        await archive.close();
      }
    } catch (error) {
      // Otherwise it's some other zip, or one that is not whole: then its size changes, and it is looked into again.
      if (!(error instanceof CodedError) || passing.includes(error.code)) seen.state = 'locked';
    }
  }

  #found(): FoundExport[] {
    const newest = this.#options.newestExport() ?? Number.NEGATIVE_INFINITY;
    return [...this.#seen]
      .flatMap(([path, { key, exportAt }]) =>
        exportAt === null || exportAt <= newest || this.#isAnswered(key)
          ? []
          : [{ id: key, name: basename(path), folder: basename(resolve(path, '..')), exportAt }],
      )
      .sort((a, b) => b.exportAt - a.exportAt);
  }

  #folders(): readonly string[] {
    return this.#options.settings.get('watchedFolders');
  }

  #isAnswered(key: string): boolean {
    return this.#options.settings.get('answeredExports').includes(key);
  }

  #answer(key: string): void {
    const answered = this.#options.settings.get('answeredExports').filter((one) => one !== key);
    this.#options.settings.set('answeredExports', [...answered, key].slice(-maxAnswers));
    this.#changed();
  }

  #changed(): FolderWatch {
    const state = this.state();
    const now = JSON.stringify(state);
    if (this.#isClosed || now === this.#told) return state;
    this.#told = now;
    this.#options.onChange(state);
    return state;
  }

  /** The system reports most changes at once; otherwise, the next check finds them. */
  #follow(): void {
    if (!this.#isStarted) return;
    const folders = this.#folders();
    for (const [folder, watcher] of this.#watchers) {
      if (folders.includes(folder)) continue;
      watcher?.close();
      this.#watchers.delete(folder);
    }
    for (const folder of folders)
      if (!this.#watchers.has(folder)) this.#watchers.set(folder, this.#watch(folder));
  }

  #watch(folder: string): FSWatcher | null {
    try {
      const watcher = watch(folder, { persistent: false }, () => this.#lookIn(wholeAfterMs));
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      return null;
    }
  }

  /** A look that is due earlier stays: a download tells of each write, and would put every look off until it ends. */
  #lookIn(ms: number): void {
    // The first folder that is chosen begins it again.
    if (!this.#isStarted || this.#isClosed || this.#folders().length === 0) return;
    const dueAt = performance.now() + ms;
    if (dueAt >= this.#dueAt) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => {
      this.#dueAt = Number.POSITIVE_INFINITY;
      drop(this.look(), 'it reports its own faults', this.#options.onFault);
    }, ms).unref();
  }
}

/** Zip files of a folder that are not hidden, newest first, each with a key that changes with its content. */
async function zipsIn(folder: string): Promise<{ path: string; key: string }[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && /\.zip$/i.test(entry.name))
      .map(async ({ name }) => {
        const path = join(folder, name);
        const found = await stat(path).catch(() => null);
        return found === null || found.size === 0 ? [] : [{ path, size: found.size, at: found.mtimeMs }];
      }),
  );
  return files
    .flat()
    .sort((a, b) => b.at - a.at)
    .slice(0, maxFiles)
    .map(({ path, size, at }) => ({ path, key: keyOf(path, size, at) }));
}

function keyOf(path: string, size: number, at: number): string {
  return createHash('sha256').update(`${path}\0${size}\0${at}`).digest('hex').slice(0, 32);
}

function isIn(file: string, folders: readonly string[]): boolean {
  return folders.includes(resolve(file, '..'));
}

/** An ExportDate in the future counts as the time of the file: its import counts no later, and the file isn't offered forever. */
async function notAhead(printed: number | null, path: string): Promise<number | null> {
  const now = Math.floor(Date.now() / 1000);
  if (printed === null || exportedAt(printed, now) === printed) return printed;
  return Math.min(now, Math.floor((await stat(path)).mtimeMs / 1000));
}
