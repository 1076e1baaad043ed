import type { LogEvent, LogFields } from './log-events.ts';
import { errorNames } from './log-fields.ts';
import { ownFrames } from './own-frames.ts';

export type FaultFields = LogFields<'process.fault'>;

/**
 * The loggable facts of a thrown value: its name, code, and origin, and the same for its innermost cause. Never its text, which may contain paths or
 * health values. The writer checks the fields again.
 */
export function faultFields(thrown: unknown): FaultFields {
  const innermost = causeOf(thrown);
  const own = factsOf(thrown);
  if (innermost === thrown) return own;
  const { error, system, at } = factsOf(innermost);
  return { ...own, cause: error, causeSystem: system, causeAt: at };
}

function factsOf(thrown: unknown): FaultFields {
  if (!(thrown instanceof Error)) return { error: 'not an error' };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null;
  const at = ownFrames(thrown.stack);
  return {
    error: errorNames.find((name) => name === thrown.name) ?? 'other',
    // Our codes contain a dot; system codes don't.
    ...(code === null
      ? {}
      : code.includes('.') || code === 'internal'
        ? { code: code as never }
        : { system: code }),
    ...(at.length === 0 ? {} : { at }),
  };
}

function causeOf(thrown: unknown): unknown {
  let found = thrown;
  for (let depth = 0; depth < 5; depth += 1) {
    if (!(found instanceof Error) || found.cause === undefined || found.cause === null) break;
    found = found.cause;
  }
  return found;
}

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
