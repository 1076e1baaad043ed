import { knownVersion } from '../core/db/migrations/index.ts';
import { type PushName, pushes } from '../shared/contract/index.ts';
import { drop } from '../shared/drop.ts';
import type { Result } from '../shared/errors.ts';
import { toFailure } from '../shared/failure.ts';
import { asAgreed, dispatch } from './dispatch.ts';
import { createDataProgram, type DataProgramOptions, type ProgramLog } from './program.ts';
import { type Reply, type Request, requestSchema } from './protocol/messages.ts';
import type { DataPort } from './protocol/ports.ts';

/** A call is answered within 100 ms, even during an import (src/README, Processes and threads); twice that is worth logging. */
const slowMs = 200;

/**
 * Runs a data program behind a channel: reports `ready` or `failed`, answers every request, forwards pushes, and
 * ends when it is asked to stop or when its host is gone. Resolves when everything is closed: true after an orderly
 * run, false if it couldn't start.
 */
export async function serveDataProgram(
  port: DataPort,
  options: Omit<DataProgramOptions, 'push' | 'log'> & { readonly log: ProgramLog },
): Promise<boolean> {
  const post = (reply: Reply) => port.post(reply);
  const { fault, event: logEvent } = options.log;
  const startedMs = performance.now();
  const sinceStart = () => Math.round(performance.now() - startedMs);
  const noteSlow = (call: string, ms: number, result: Result<unknown>) => {
    if (ms > slowMs)
      logEvent('call.slow', { call, ms: Math.round(ms), code: result.ok ? null : result.error.code });
  };
  try {
    const push = (name: PushName, payload: unknown) =>
      post({ kind: 'push', name, payload: asAgreed(name, pushes[name].payload, payload) });
    const program = await createDataProgram({ ...options, push });
    const answer = async (request: Request) => {
      const beganMs = performance.now();
      const result = await dispatch(program, request, fault);
      noteSlow(request.name, performance.now() - beganMs, result);
      post({ kind: 'answer', id: request.id, result });
    };
    port.onMessage((message) => {
      const request = requestSchema.safeParse(message);
      if (request.success) drop(answer(request.data), 'the host waits for the answer', fault);
    });
    port.onClose(() => drop(program.close(), 'program.closed is awaited below', fault));
    post({ kind: 'ready' });
    logEvent('process.ready', {
      pid: process.pid,
      ms: sinceStart(),
      schema: knownVersion,
    });
    await program.closed;
    logEvent('process.stopped', { ms: sinceStart() });
    return true;
  } catch (error) {
    // A refusal that is explained to the user (the profile is in use, its schema is newer) isn't a fault of the program.
    const failure = toFailure(error);
    if (failure.code === 'internal') fault(error);
    // Only the process that holds the profile writes the profile's log.
    if (failure.code !== 'profile.in_use')
      logEvent('process.refused', { code: failure.code, ms: sinceStart() });
    post({ kind: 'failed', error: failure });
    return false;
  }
}
