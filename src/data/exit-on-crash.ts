import { faultFields } from '../core/log/fault-fields.ts';
import type { LogEvent } from '../core/log/log-events.ts';
import { describeError } from './describe-error.ts';

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
