import { Worker } from 'node:worker_threads';
import { faultFields } from '../core/log/fault-fields.ts';
import type { LogEvent, LogFields } from '../core/log/log-events.ts';

/** Short-lived values fill this many megabytes before they are swept: less would sweep often, more only holds memory. */
const youngGenerationMb = 12;

/**
 * Starts the thread that reads exports; `entry` is src/data/import-thread.ts, or what it was built to. It inherits no
 * flags: a debugger or a loader of this process is not its business.
 */
export function startImportThread(entry: URL): Worker {
  return new Worker(entry, { execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb } });
}

/** Logs a thread of the data program that dies of an uncaught error. Its callers learn of it by themselves. */
export function watchThread(
  worker: Worker,
  thread: NonNullable<LogFields<'thread.crashed'>['thread']>,
  logEvent: LogEvent,
): Worker {
  return worker.on('error', (error) => logEvent('thread.crashed', { thread, ...faultFields(error) }));
}
