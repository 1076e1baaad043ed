import { faultFields } from '../core/log/fault-fields.ts';
import type { LogEvent } from '../core/log/log-events.ts';

/**
 * Describes an error in one line for a terminal: its name, its code, and its place in our own code, plus those of its innermost cause. Leaves out the
 * message, which may contain paths or health values: a desktop keeps terminal output in a log of its own.
 */
export function describeError(thrown: unknown): string {
  const { error, code, system, at, cause, causeSystem, causeAt } = faultFields(thrown);
  const own = place([error, code, system], at);
  return cause === undefined ? own : `${own}; caused by ${place([cause, causeSystem], causeAt)}`;
}

function place(
  words: readonly (string | null | undefined)[],
  at: readonly string[] | null | undefined,
): string {
  const named = words.filter((word) => word !== null && word !== undefined).join(' ');
  return at && at.length > 0 ? `${named} at ${at.join(', ')}` : named;
}

/** sysexits.h, EX_SOFTWARE. */
const crashed = 70;

/**
 * Logs an uncaught exception, prints it to the terminal, and ends the process, because the state of its work is unknown (nodejs.org, "Warning: Using
 * 'uncaughtException' correctly"). Treats an unhandled rejection the same way, also in a utility process, which would only warn (Electron breaking
 * changes, 37.0). Writes no memory dump, because it would contain health values.
 */
export function exitOnCrash(name: string, logEvent: () => LogEvent): void {
  const end = (thrown: unknown) => {
    process.stderr.write(`${name}: ${describeError(thrown)}\n`);
    logEvent()('process.crashed', faultFields(thrown));
    process.exit(crashed);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}
