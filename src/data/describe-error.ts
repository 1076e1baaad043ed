import { faultFields } from '../core/log/fault-fields.ts';
import type { LogEvent } from '../core/log/log-events.ts';

/**
 * An error for a terminal, in one line: its name, its code and where in our own code it came from, its innermost cause too. Never its text,
 * which may hold paths or health values: a desktop keeps what programs say there in a log of its own.
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
 * What nobody caught leaves a line in the log and one on the terminal, and ends the process: what it was in the middle of is
 * unknown (nodejs.org, "Warning: Using 'uncaughtException' correctly"). So does a rejection that nobody handles, also in a utility
 * process, which would only warn of it (Electron breaking changes, 37.0). No dump of memory is written: it would hold health values.
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
