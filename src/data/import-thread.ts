// The thread that unzips and scans. It has access to the file but not to the database.
import { parentPort } from 'node:worker_threads';
import { gateOf } from '../core/import/reader/test-gate.ts';
import { runReader } from '../core/import/reader-thread.ts';

if (!parentPort) throw new Error('import-thread runs as a worker');
runReader(parentPort, gateOf(process.env, import.meta.url));
