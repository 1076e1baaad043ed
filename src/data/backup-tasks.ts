import { rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { type BackupFacts, inspectBackup } from '../core/db/inspect-backup.ts';
import { partialOf } from '../core/db/private-files.ts';
import { seal, unseal } from '../core/db/sealed-backup.ts';
import { drop } from '../shared/drop.ts';
import { CodedError, type Failure } from '../shared/errors.ts';

export type BackupTask =
  | { readonly act: 'inspect'; readonly path: string }
  | {
      readonly act: 'seal' | 'unseal';
      readonly from: string;
      readonly to: string;
      readonly passphrase: string;
    };

export type TaskAnswer =
  | { readonly ok: true; readonly value: BackupFacts | { readonly bytes: number } }
  | { readonly ok: false; readonly error: Failure };

type Rewrite = (
  from: string,
  to: string,
  passphrase: string,
  signal?: AbortSignal,
) => Promise<{ readonly bytes: number }>;

/**
 * Backup work that occupies a thread for seconds or minutes. Errors: those of `inspectBackup`, `seal`, and `unseal`; `cancelled` once `signal` is
 * aborted, with no part of a file left.
 */
export interface BackupWork {
  readonly inspect: (path: string, signal?: AbortSignal) => Promise<BackupFacts>;
  readonly seal: Rewrite;
  readonly unseal: Rewrite;
}

/** Runs in the current thread, which waits. */
export const backupWorkHere: BackupWork = { inspect: async (path) => inspectBackup(path), seal, unseal };

/**
 * How long a thread that is to stop may take to reach a place where it can: deriving a key takes about a second, and whoever quits waits
 * for it.
 */
const stopPatienceMs = 2000;

/** Runs each task in its own thread. `entry` is src/data/backup-thread.ts or its build output. */
export function backupWorkIn(entry: URL, patienceMs = stopPatienceMs): BackupWork {
  const rewrite =
    (act: 'seal' | 'unseal'): Rewrite =>
    (from, to, passphrase, signal) =>
      run(entry, patienceMs, { act, from, to, passphrase }, signal) as Promise<{ bytes: number }>;
  return {
    inspect: (path, signal) =>
      run(entry, patienceMs, { act: 'inspect', path }, signal) as Promise<BackupFacts>,
    seal: rewrite('seal'),
    unseal: rewrite('unseal'),
  };
}

/** The reading half of `work`, which `signal` ends. (`Backups` ends its own `seal`.) */
export function endedBy(work: BackupWork, signal: AbortSignal): Pick<BackupWork, 'inspect' | 'unseal'> {
  return {
    inspect: (path) => work.inspect(path, signal),
    unseal: (from, to, passphrase) => work.unseal(from, to, passphrase, signal),
  };
}

/**
 * A thread that is ended from outside in the middle of its work took the whole program with it (core/import/thread-link.ts): it is asked
 * to stop, and ended only when it has not by `patienceMs`.
 */
async function run(entry: URL, patienceMs: number, task: BackupTask, signal?: AbortSignal): Promise<unknown> {
  if (signal?.aborted) throw new CodedError('cancelled');
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const worker = new Worker(entry, { execArgv: [], workerData: task });
  const ended = new Promise<void>((resolveEnded) => worker.once('exit', () => resolveEnded()));
  const stop = async () => {
    worker.postMessage('stop');
    const late = setTimeout(() => {
      drop(worker.terminate(), 'its exit is what is waited for', reject);
    }, patienceMs);
    await ended;
    clearTimeout(late);
    if (task.act !== 'inspect') await rm(partialOf(task.to), { force: true });
    reject(new CodedError('cancelled'));
  };
  const onAbort = () => drop(stop(), 'its error is reported', reject);
  signal?.addEventListener('abort', onAbort, { once: true });
  worker.once('message', (answer: TaskAnswer) => {
    if (answer.ok) resolve(answer.value);
    // Told once the thread has ended.
    else if (!signal?.aborted) reject(new CodedError(answer.error.code, answer.error.details));
  });
  worker.once('error', reject);
  worker.once('exit', () => {
    if (!signal?.aborted) reject(new Error('the thread ended without an answer'));
  });
  try {
    return await promise;
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}
