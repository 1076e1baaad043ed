// The thread that unzips and scans: it sees the file and no database.
import { parentPort } from 'node:worker_threads';
import { runReader } from '../core/import/reader-thread.ts';

if (!parentPort) throw new Error('import-thread runs as a worker');
runReader(parentPort);
