import type { z } from 'zod';
import { asCoded } from '../core/db/as-coded.ts';
import { calls } from '../shared/contract/index.ts';
import { CodedError, type Result } from '../shared/errors.ts';
import { toFailure } from '../shared/failure.ts';
import type { DataHandlers, DataProgram } from './program.ts';
import { type HostCallName, hostCalls, type Request } from './protocol/messages.ts';

/** In tests and in `npm run dev` (electron.vite.config.ts), which set it. */
const isChecked = process.env['HEALTH_RELAY_CHECK_CONTRACT'] === '1';

/**
 * What leaves the data program, which its own types vouch for. Where it's checked, an answer or a push that isn't as the contract says is a fault: an
 * Error with the places, and no value.
 */
export function asAgreed<T>(name: string, schema: z.ZodType, value: T): T {
  if (!isChecked) return value;
  const { error } = schema.safeParse(value);
  if (!error) return value;
  const places = error.issues.map(({ path, code }) => `${path.join('.')} (${code})`);
  throw new Error(`${name} is not as the contract says: ${places.join(', ')}`);
}

/**
 * Answers one request; never throws. The host has already parsed the input of a call; it is parsed again here, because
 * this is where it reaches the database. `log` receives unexpected errors. Errors: request.unknown_call, request.invalid,
 * internal, those of the call.
 */
export async function dispatch(
  program: Pick<DataProgram, 'handlers' | 'hostHandlers'>,
  request: Pick<Request, 'kind' | 'name' | 'input'>,
  log: (error: unknown) => void,
): Promise<Result<unknown>> {
  try {
    const { name, input } = request;
    if (request.kind === 'host') {
      if (!isHostCall(name)) throw new CodedError('request.unknown_call');
      return { ok: true, value: await run(hostCalls[name].input, program.hostHandlers[name], input) };
    }
    if (!isDataCall(program.handlers, name)) throw new CodedError('request.unknown_call');
    const value = await run(calls[name].input, program.handlers[name], input);
    return { ok: true, value: asAgreed(name, calls[name].output, value) };
  } catch (error) {
    const coded = asCoded(error);
    if (coded.code === 'internal') log(coded);
    return { ok: false, error: toFailure(coded) };
  }
}

/** The schema and the handler share a name, so the parsed input has the type that the handler takes. */
function run(schema: { safeParse(input: unknown): unknown }, handler: unknown, input: unknown): unknown {
  const parsed = schema.safeParse(input) as { success: boolean; data?: unknown };
  if (!parsed.success) throw new CodedError('request.invalid');
  return (handler as (input: unknown) => unknown)(parsed.data);
}

function isHostCall(name: string): name is HostCallName {
  return Object.hasOwn(hostCalls, name);
}

function isDataCall(handlers: DataHandlers, name: string): name is keyof DataHandlers {
  return Object.hasOwn(calls, name) && Object.hasOwn(handlers, name);
}
