// Runs the blocking parts of backups while the data program keeps answering calls.
import { parentPort, workerData } from 'node:worker_threads';
import { inspectBackup } from '../core/db/inspect-backup.ts';
import { seal, unseal } from '../core/db/sealed-backup.ts';
import { toFailure } from '../shared/failure.ts';
import type { BackupTask, TaskAnswer } from './backup-tasks.ts';

async function answer(task: BackupTask): Promise<TaskAnswer> {
  try {
    if (task.act === 'inspect') return { ok: true, value: inspectBackup(task.path) };
    const work = task.act === 'seal' ? seal : unseal;
    return { ok: true, value: await work(task.from, task.to, task.passphrase) };
  } catch (error) {
    return { ok: false, error: toFailure(error) };
  }
}

parentPort?.postMessage(await answer(workerData as BackupTask));
