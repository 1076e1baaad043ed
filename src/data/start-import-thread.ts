import { Worker } from 'node:worker_threads';

/** Short-lived values fill this many megabytes before they are swept: less would sweep often, more only holds memory. */
const youngGenerationMb = 12;

/**
 * Starts the thread that reads exports; `entry` is src/data/import-thread.ts, or what it was built to. It inherits no
 * flags: a debugger or a loader of this process is not its business.
 */
export function startImportThread(entry: URL): Worker {
  return new Worker(entry, { execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb } });
}
