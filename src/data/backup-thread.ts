// Runs the blocking parts of backups while the data program keeps answering calls.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { inspectBackup } from '../core/db/inspect-backup.ts';
import { seal, unseal } from '../core/db/sealed-backup.ts';
import { CodedError } from '../shared/errors.ts';
import { toFailure } from '../shared/failure.ts';
import type { BackupTask, TaskAnswer } from './backup-tasks.ts';

/** Any message is the word to stop. */
const stop = new AbortController();
parentPort?.on('message', () => stop.abort());

/** Also within a turn, in which no message event can fire. */
function throwIfStopped(): void {
  if (parentPort && receiveMessageOnPort(parentPort) !== undefined) stop.abort();
  if (stop.signal.aborted) throw new CodedError('cancelled');
}

async function answer(task: BackupTask): Promise<TaskAnswer> {
  try {
    if (task.act === 'inspect') return { ok: true, value: inspectBackup(task.path, throwIfStopped) };
    const work = task.act === 'seal' ? seal : unseal;
    return { ok: true, value: await work(task.from, task.to, task.passphrase, stop.signal) };
  } catch (error) {
    return { ok: false, error: toFailure(error) };
  }
}

parentPort?.postMessage(await answer(workerData as BackupTask));
// The thread ends with it.
parentPort?.close();
