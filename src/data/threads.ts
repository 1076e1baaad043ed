import { Worker } from 'node:worker_threads';
import { faultFields } from '../core/log/fault-fields.ts';
import type { LogEvent, LogFields } from '../core/log/log-events.ts';
import type { BackupWork } from './backup-tasks.ts';
import type { OpenSecrets } from './opened-secrets.ts';

/** The threads of a data program; each starts with its first use. */
export interface ProgramThreads {
  /** Starts the thread that reads exports: src/data/import-thread.ts in a worker. */
  readonly startImport: () => Worker;
  /** Opens the keychain: `openKeychain`, or a test's own function. */
  readonly openSecrets: OpenSecrets;
  /** If omitted, backups are read and encrypted in the current thread, which waits. */
  readonly backups?: BackupWork;
}

/** Short-lived values fill this many megabytes before a collection: less would collect too often, and more would only hold memory. */
const youngGenerationMb = 12;

/**
 * Starts the thread that reads exports. `entry` is src/data/import-thread.ts or its build output. The thread inherits no flags, because a debugger or
 * loader of this process doesn't concern it.
 */
export function startImportThread(entry: URL): Worker {
  return new Worker(entry, { execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb } });
}

/** Logs a thread of the data program that dies of an uncaught error. Its callers find out on their own. */
export function watchThread(
  worker: Worker,
  thread: NonNullable<LogFields<'thread.crashed'>['thread']>,
  logEvent: LogEvent,
): Worker {
  return worker.on('error', (error) => logEvent('thread.crashed', { thread, ...faultFields(error) }));
}
