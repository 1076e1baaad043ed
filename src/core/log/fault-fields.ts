import type { LogFields } from './log-events.ts';
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
