// Looks a backup through, which blocks for as long as it takes, while the data program goes on answering.
import { parentPort, workerData } from 'node:worker_threads';
import { inspectBackup } from '../core/db/inspect-backup.ts';
import { toFailure } from '../shared/failure.ts';
import type { InspectionAnswer } from './inspect-in-thread.ts';

function answer(): InspectionAnswer {
  try {
    return { ok: true, value: inspectBackup(String(workerData)) };
  } catch (error) {
    return { ok: false, error: toFailure(error) };
  }
}

parentPort?.postMessage(answer());
