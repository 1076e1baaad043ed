import type { Worker } from 'node:worker_threads';
import { faultFields } from '../core/log/fault-fields.ts';
import type { LogEvent, LogFields } from '../core/log/log-events.ts';

/** Writes down when a thread of the data program dies of what nobody caught. Whoever waits for it hears of it by itself. */
export function watchThread(
  worker: Worker,
  thread: NonNullable<LogFields<'thread.crashed'>['thread']>,
  logEvent: LogEvent,
): Worker {
  return worker.on('error', (error) => logEvent('thread.crashed', { thread, ...faultFields(error) }));
}
