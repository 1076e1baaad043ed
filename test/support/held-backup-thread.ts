// In the place of src/data/backup-thread.ts: leaves half a file, says so on a channel of the task's name, and ends only when it is told to
// stop; one whose passphrase is `deaf` does not listen.
import { writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { BackupTask, TaskAnswer } from '../../src/data/backup-tasks.ts';

const task = workerData as BackupTask;
if (task.act !== 'inspect') writeFileSync(`${task.to}.partial`, 'half of it');
const channel = new BroadcastChannel(`held ${task.act}`);
// Keeps the thread.
parentPort?.on('message', () => {
  if (task.act !== 'inspect' && task.passphrase === 'deaf') return;
  const cancelled: TaskAnswer = { ok: false, error: { code: 'cancelled', message: '', retryable: false } };
  parentPort?.postMessage(cancelled);
  channel.close();
  parentPort?.close();
});
channel.postMessage('begun');
