import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newestExport } from '../../core/import/run-store.ts';
import {
  WatchedFolders,
  type WatchedFoldersOptions,
  wholeAfterMs,
} from '../../core/import/watched-folders.ts';
import { openProfile } from '../../core/profile/open-profile.ts';
import type { FoundExport } from '../../shared/contract/import.ts';
import { CodedError } from '../../shared/errors.ts';
import type { WatchArguments } from './arguments.ts';
import { type ExitCode, exitCodes, worstOf } from './exit-codes.ts';
import { runImport } from './import-command.ts';
import { openHistory } from './open-history.ts';
import type { Output } from './output.ts';
import { runSync } from './sync-command.ts';

/** How long a file waits for another program that has the history before it is tried again. */
const inUseAgainMs = 5_000;

/**
 * Imports each newer export that is in a folder or arrives there, as `import` does, until Ctrl-C; with `--once`, only those there now, and
 * then sends the due items, as `sync` does, even without a new file. The history is open only meanwhile, so the app can have it in between.
 * A file that arrives while another program has the history waits for it; a refused one is not tried again unless it changes. Errors:
 * import.not_a_folder, and with `--once` those of `runSync`.
 */
export async function runWatch(given: WatchArguments, output: Output): Promise<ExitCode> {
  const folder = resolve(given.paths[0]);
  if (!(await stat(folder).catch(() => null))?.isDirectory()) throw new CodedError('import.not_a_folder');
  let newest = await newestOf(given.profile);
  let changed = Promise.withResolvers<void>();
  const stopping = new AbortController();
  const stop = () => {
    stopping.abort();
    changed.resolve();
  };
  const settings = chosen(folder);
  const folders = new WatchedFolders({
    settings,
    newestExport: () => newest,
    onChange: () => changed.resolve(),
    onFault: (error) => output.failure(error instanceof Error ? error.message : String(error)),
  });
  const codes: ExitCode[] = [];
  const take = async (found: FoundExport) => {
    const path = folders.take({ id: found.id });
    const { once, ...rest } = given;
    // Once for all files, when the last is imported.
    const isSyncedLater = once || given['no-sync'];
    const code = await runImport({ ...rest, 'no-sync': isSyncedLater, paths: [path] }, output);
    codes.push(code);
    if (code === exitCodes.done) newest = Math.max(newest ?? 0, found.exportAt);
    if (code !== exitCodes.inUse || once) return;
    output.note('The file will be imported when the other program has closed the history.');
    await untilFree(given.profile, stopping.signal);
    // The other program may have imported it.
    newest = await newestOf(given.profile);
    const answered = settings.get('answeredExports').filter((id) => id !== found.id);
    settings.set('answeredExports', answered);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    if (given.once) {
      await folders.look();
      await sleep(wholeAfterMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      await folders.look();
    } else {
      output.note(`Looking for exports in ${join(folder, '/')}. Press Ctrl-C to end.`);
      folders.start();
    }
    while (!stopping.signal.aborted) {
      // Oldest first: then data missing from a newer export is recognized by comparing both.
      const [found] = folders.state().found.toReversed();
      if (found !== undefined) await take(found);
      else if (given.once) break;
      else {
        changed = Promise.withResolvers<void>();
        // Checks again, in case a scan ended after the question above.
        if (folders.state().found.length === 0) await kept(changed.promise);
      }
    }
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await folders.close();
  }
  if (!given.once) return exitCodes.done;
  if (!given['no-sync'] && !stopping.signal.aborted && !codes.includes(exitCodes.inUse))
    codes.push(await runSync({ ...given, paths: [], json: false }, besideImports(given, output), true));
  return worstOf(codes);
}

/** Like the imports' own output: with `--json`, no progress. */
function besideImports({ json }: WatchArguments, output: Output): Output {
  return {
    get isClosed() {
      return output.isClosed;
    },
    result: (line) => output.result(line),
    note: (line) => output.note(line),
    failure: (line) => output.failure(line),
    progress: (line) => json || output.progress(line),
  };
}

/** Resolves when no other program has the profile, or `signal` is aborted. */
async function untilFree(profile: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(inUseAgainMs, undefined, { signal }).catch(() => undefined);
    try {
      openProfile(profile).close();
      return;
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== 'profile.in_use') throw error;
    }
  }
}

/** Nothing else keeps the process alive while it waits: watchers and their timers don't. */
async function kept(waiting: Promise<void>): Promise<void> {
  const holder = setInterval(() => {}, 2 ** 30);
  await waiting.finally(() => clearInterval(holder));
}

async function newestOf(profile: string): Promise<number | null> {
  const { reader } = await openHistory(profile);
  try {
    return newestExport(reader);
  } finally {
    reader.close();
  }
}

/** Settings for the one folder, with this run's answers; the user's choices in the app are left alone. */
function chosen(folder: string): WatchedFoldersOptions['settings'] {
  const values: Record<string, unknown> = { watchedFolders: [folder], answeredExports: [] };
  return {
    get: (key: string) => values[key],
    set: (key: string, value: unknown) => {
      values[key] = value;
    },
  } as WatchedFoldersOptions['settings'];
}
