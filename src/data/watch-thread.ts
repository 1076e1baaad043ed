import type { Worker } from 'node:worker_threads';
import { faultFields } from '../core/log/fault-fields.ts';
import type { LogEvent, LogFields } from '../core/log/log-events.ts';

/** Logs a thread of the data program that dies of an uncaught error. Its callers learn of it by themselves. */
export function watchThread(
  worker: Worker,
  thread: NonNullable<LogFields<'thread.crashed'>['thread']>,
  logEvent: LogEvent,
): Worker {
  return worker.on('error', (error) => logEvent('thread.crashed', { thread, ...faultFields(error) }));
}
