import { type LogEvent, type LogEventName, logEvents } from './log-events.ts';
import type { LogProcess } from './log-fields.ts';
import { openLogFile } from './log-file.ts';
import { allowedFields, formatLogLine } from './log-line.ts';

export interface OpenLogOptions {
  readonly process: LogProcess;
  /** `logs` of the open profile; called for each line. */
  readonly folder: () => string;
  /** UTC milliseconds. */
  readonly now?: () => number;
  /** Maximum bytes per file. */
  readonly fileBytes?: number;
}

/** Per event: one that repeats a thousand times a second must not push everything else out of the log. */
export const linesPerMinute = 60;

/** For programs without a log. */
export const noLog: LogEvent = () => {};

/**
 * The only way to write a process's log: an event of the closed list, with fields that each pass their own rule. Rejected fields are left out and
 * counted in the line as `dropped`; lines beyond 60 a minute of one event are counted in the next one as `omitted`.
 */
export function openLog(options: OpenLogOptions): LogEvent {
  const { process, now = Date.now } = options;
  const write = openLogFile(options);
  const minutes = new Map<LogEventName, { startMs: number; lines: number; omitted: number }>();

  return (event, given = {}) => {
    try {
      // A caller may bypass the types.
      if (!Object.hasOwn(logEvents, event)) return;
      const atMs = now();
      const minute = minutes.get(event) ?? { startMs: atMs, lines: 0, omitted: 0 };
      minutes.set(event, minute);
      if (atMs - minute.startMs >= 60_000) Object.assign(minute, { startMs: atMs, lines: 0 });
      if (minute.lines >= linesPerMinute) {
        minute.omitted += 1;
        return;
      }
      minute.lines += 1;
      const { omitted } = minute;
      minute.omitted = 0;
      write(formatLogLine({ atMs, process, event, ...allowedFields(event, given), omitted }));
    } catch {
      // The folder can't be created; the program matters more than its log.
    }
  };
}
