import { faultFields } from '../core/log/fault-fields.ts';

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
