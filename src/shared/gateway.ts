import { type CallName, type CallOutput, calls } from './contract/index.ts';
import type { Result } from './errors.ts';
import { refused, toFailure } from './failure.ts';

/** What answers everything but `app.info`: the data program, as its hosts see it. */
export interface CallAnswerer {
  call(name: string, input: unknown): Promise<Result<unknown>>;
}

export interface GatewayParts {
  /** Answered by the host itself, so that the page learns of a data program that is down. */
  readonly info: () => CallOutput<'app.info'>;
  readonly data: CallAnswerer;
}

/** Answers one call whose sender the transport has checked. Never throws. */
export type Gateway = (name: unknown, input: unknown) => Promise<Result<unknown>>;

/**
 * The part of the gateway that both hosts share (ARCHITECTURE "The bridge contract"): name known → input parsed strictly
 * → run. Errors: request.unknown_call, request.invalid {at}, internal, and those of the call.
 */
export function createGateway(parts: GatewayParts): Gateway {
  return async (name, input) => {
    if (!isCallName(name)) return refused('request.unknown_call');
    const parsed = calls[name].input.safeParse(input);
    if (!parsed.success) return refused('request.invalid', { at: firstPlace(parsed.error.issues) });
    try {
      if (name === 'app.info') return { ok: true, value: parts.info() };
      return await parts.data.call(name, parsed.data);
    } catch (error) {
      return { ok: false, error: toFailure(error) };
    }
  };
}

function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(calls, name);
}

/** Where the input was wrong, by our own key names alone: an unknown key or a value would be the sender's text. */
function firstPlace(issues: readonly { readonly path: readonly PropertyKey[] }[]): string {
  const path = issues[0]?.path ?? [];
  return path.filter((part) => typeof part === 'string').join('.') || 'input';
}
