import { Worker } from 'node:worker_threads';
import type { BackupFacts } from '../core/db/inspect-backup.ts';
import { CodedError, type Failure } from '../shared/errors.ts';

export type InspectionAnswer =
  | { readonly ok: true; readonly value: BackupFacts }
  | { readonly ok: false; readonly error: Failure };

/** `inspectBackup` in a thread of its own; `entry` is src/data/backup-thread.ts, or what it was built to. Errors: those of `inspectBackup`. */
export function inspectInThread(entry: URL, path: string): Promise<BackupFacts> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(entry, { execArgv: [], workerData: path });
    worker.once('message', (answer: InspectionAnswer) => {
      if (answer.ok) resolve(answer.value);
      else reject(new CodedError(answer.error.code, answer.error.details));
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread ended without an answer')));
  });
}
