import { z } from 'zod';
import { type LogEventName, logEvents } from './log-events.ts';
import { type LogFieldName, type LogProcess, logFields, logProcesses } from './log-fields.ts';

export interface LogEntry {
  /** UTC milliseconds. */
  readonly atMs: number;
  readonly process: LogProcess;
  readonly event: LogEventName;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Rejected fields, and lines of this event that were omitted before it. */
  readonly dropped: number;
  readonly omitted: number;
}

/** The given fields of one event that may be written; `dropped` counts the others. */
export function allowedFields(
  event: LogEventName,
  given: Readonly<Record<string, unknown>>,
): { readonly fields: Record<string, unknown>; readonly dropped: number } {
  const names: readonly LogFieldName[] = logEvents[event];
  const fields: Record<string, unknown> = {};
  let dropped = 0;
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined) continue;
    const known = names.find((one) => one === name);
    const parsed = known && logFields[known].safeParse(value);
    if (parsed?.success) fields[name] = parsed.data;
    else dropped += 1;
  }
  return { fields, dropped };
}

/** One line of JSON, without its end. */
export function formatLogLine({ atMs, process, event, fields, dropped, omitted }: LogEntry): string {
  return JSON.stringify({
    time: new Date(atMs).toISOString(),
    process,
    event,
    ...fields,
    ...(dropped > 0 ? { dropped } : {}),
    ...(omitted > 0 ? { omitted } : {}),
  });
}

const lineSchema = z.looseObject({
  time: z.iso.datetime({ precision: 3 }),
  process: z.enum(logProcesses),
  event: z.enum(Object.keys(logEvents) as [LogEventName, ...LogEventName[]]),
  dropped: z.int().min(0).default(0),
  omitted: z.int().min(0).default(0),
});

/** A line read back through the same allow-list, because another program may have written to the file. Null for a foreign line. */
export function readLogLine(text: string): LogEntry | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const line = lineSchema.safeParse(parsed);
  if (!line.success) return null;
  const { time, process, event, dropped, omitted, ...given } = line.data;
  const allowed = allowedFields(event, given);
  return {
    atMs: Date.parse(time),
    process,
    event,
    fields: allowed.fields,
    dropped: dropped + allowed.dropped,
    omitted,
  };
}
