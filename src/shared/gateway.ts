import { type CallName, calls, type Handlers } from './contract/index.ts';
import type { Result } from './errors.ts';
import { refused, toFailure } from './failure.ts';

type Answers<Prefix extends string> = {
  readonly [N in Extract<CallName, `${Prefix}.${string}`>]: Handlers[N];
};

/** Calls that a host answers itself, so that the page learns when the data program is down. */
export type AppAnswers = Answers<'app'>;
/** Also the host's, because it opens and ends the data program. */
export type ProfileAnswers = Answers<'profiles'>;
export type HostAnswers = AppAnswers & ProfileAnswers;

/** Answers all other calls: the data program, as its hosts see it. */
export interface CallAnswerer {
  call(name: string, input: unknown): Promise<Result<unknown>>;
}

export interface GatewayParts {
  readonly host: HostAnswers;
  readonly data: CallAnswerer;
}

/** Answers one call whose sender the transport has already checked. Never throws. */
export type Gateway = (name: unknown, input: unknown) => Promise<Result<unknown>>;

/**
 * The part of the gateway that both hosts share: name known → input parsed strictly
 * → run. Errors: request.unknown_call, request.invalid {at}, internal, and those of the call.
 */
export function createGateway(parts: GatewayParts): Gateway {
  return async (name, input) => {
    if (!isCallName(name)) return refused('request.unknown_call');
    const parsed = calls[name].input.safeParse(input);
    if (!parsed.success) return refused('request.invalid', { at: firstPlace(parsed.error.issues) });
    try {
      if (isHostCall(parts.host, name)) {
        // The schema and the handler share a name, so the schema's output is the handler's input.
        const answer = parts.host[name] as (input: unknown) => unknown;
        return { ok: true, value: await answer(parsed.data) };
      }
      return await parts.data.call(name, parsed.data);
    } catch (error) {
      return { ok: false, error: toFailure(error) };
    }
  };
}

function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(calls, name);
}

function isHostCall(host: HostAnswers, name: CallName): name is keyof HostAnswers {
  return Object.hasOwn(host, name);
}

/** Where the input was wrong, using only our own key names: an unknown key or a value would be the sender's text. */
function firstPlace(issues: readonly { readonly path: readonly PropertyKey[] }[]): string {
  const path = issues[0]?.path ?? [];
  return path.filter((part) => typeof part === 'string').join('.') || 'input';
}
