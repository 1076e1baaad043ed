// The thread that unzips and scans. It has access to the file but not to the database.
import { parentPort } from 'node:worker_threads';
import { gateOf } from '../core/import/reader/test-gate.ts';
import { runReader } from '../core/import/reader-thread.ts';

if (!parentPort) throw new Error('import-thread runs as a worker');
// A packaged app runs from its archive, and the user's environment must not redirect its imports.
const isPackaged = import.meta.url.includes('/app.asar/');
runReader(parentPort, isPackaged ? null : gateOf(process.env));
