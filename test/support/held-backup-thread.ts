// In the place of src/data/backup-thread.ts: leaves half a file, says so on a channel of the task's name, and never ends by itself.
import { writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { BackupTask } from '../../src/data/backup-tasks.ts';

const task = workerData as BackupTask;
if (task.act !== 'inspect') writeFileSync(`${task.to}.partial`, 'half of it');
new BroadcastChannel(`held ${task.act}`).postMessage('begun');
// Keeps the thread.
parentPort?.on('message', () => {});
