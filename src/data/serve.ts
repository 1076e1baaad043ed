import type { PushName } from '../shared/contract/index.ts';
import { CodedError } from '../shared/errors.ts';
import { toFailure } from '../shared/failure.ts';
import { dispatch } from './dispatch.ts';
import { createDataProgram, type DataProgramOptions } from './program.ts';
import { type Reply, requestSchema } from './protocol/messages.ts';
import type { DataPort } from './protocol/port.ts';

/**
 * Runs a data program behind a line: says `ready` or `failed`, answers every request, passes pushes on, and ends when it is
 * asked to stop or when its host is gone. Resolves when everything is closed: true after an orderly life, false when it
 * could not start.
 */
export async function serveDataProgram(
  port: DataPort,
  options: Omit<DataProgramOptions, 'push'> & { readonly log: (error: unknown) => void },
): Promise<boolean> {
  const post = (reply: Reply) => port.post(reply);
  try {
    const push = (name: PushName, payload: unknown) => post({ kind: 'push', name, payload });
    const program = await createDataProgram({ ...options, push });
    port.onMessage(async (message) => {
      const request = requestSchema.safeParse(message);
      if (!request.success) return;
      const result = await dispatch(program, request.data, options.log);
      post({ kind: 'answer', id: request.data.id, result });
    });
    port.onClose(() => void program.close());
    post({ kind: 'ready' });
    await program.closed;
    return true;
  } catch (error) {
    // A refusal that a person is told in words (the profile is in use, its schema newer) is no fault of the program.
    if (!(error instanceof CodedError) || error.code === 'internal') options.log(error);
    post({ kind: 'failed', error: toFailure(error) });
    return false;
  }
}
