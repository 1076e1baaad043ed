import { type LogEvent, type LogEventName, logEvents } from './log-events.ts';
import type { LogProcess } from './log-fields.ts';
import { openLogFile } from './log-file.ts';
import { allowedFields, formatLogLine } from './log-line.ts';

export interface OpenLogOptions {
  readonly process: LogProcess;
  /** `logs` of the profile that is open; asked for each line. */
  readonly folder: () => string;
  /** UTC milliseconds. */
  readonly now?: () => number;
  /** Bytes after which a file is full. */
  readonly fileBytes?: number;
}

/** Of one event: an event that repeats a thousand times a second must not push everything else out of the log. */
export const linesPerMinute = 60;

/** For what has no log. */
export const noLog: LogEvent = () => {};

/**
 * The one way into the log of a process: an event of the closed list, with fields that each pass their own rule. What does not pass is
 * left out and counted in the line as `dropped`; lines over 60 a minute of one event are counted in the next as `omitted`.
 */
export function openLog(options: OpenLogOptions): LogEvent {
  const { process, now = Date.now } = options;
  const write = openLogFile(options);
  const minutes = new Map<LogEventName, { startMs: number; lines: number; omitted: number }>();

  return (event, given = {}) => {
    try {
      // A caller that goes around the types.
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
      // A folder that cannot be made: the program matters more than its log.
    }
  };
}
