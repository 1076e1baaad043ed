import { Worker } from 'node:worker_threads';
import { type BackupFacts, inspectBackup } from '../core/db/inspect-backup.ts';
import { seal, unseal } from '../core/db/sealed-backup.ts';
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

/** Backup work that occupies a thread for seconds or minutes. Errors: those of `inspectBackup`, `seal`, and `unseal`. */
export interface BackupWork {
  readonly inspect: (path: string) => Promise<BackupFacts>;
  readonly seal: (from: string, to: string, passphrase: string) => Promise<{ readonly bytes: number }>;
  readonly unseal: (from: string, to: string, passphrase: string) => Promise<{ readonly bytes: number }>;
}

/** Runs in the current thread, which waits. */
export const backupWorkHere: BackupWork = { inspect: async (path) => inspectBackup(path), seal, unseal };

/** Runs each task in its own thread. `entry` is src/data/backup-thread.ts or its build output. */
export function backupWorkIn(entry: URL): BackupWork {
  return {
    inspect: (path) => run(entry, { act: 'inspect', path }) as Promise<BackupFacts>,
    seal: (from, to, passphrase) =>
      run(entry, { act: 'seal', from, to, passphrase }) as Promise<{ bytes: number }>,
    unseal: (from, to, passphrase) =>
      run(entry, { act: 'unseal', from, to, passphrase }) as Promise<{ bytes: number }>,
  };
}

function run(entry: URL, task: BackupTask): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(entry, { execArgv: [], workerData: task });
    worker.once('message', (answer: TaskAnswer) => {
      if (answer.ok) resolve(answer.value);
      else reject(new CodedError(answer.error.code, answer.error.details));
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread ended without an answer')));
  });
}
