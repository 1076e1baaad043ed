import type { DataState } from '../../shared/contract/app.ts';
import { CodedError } from '../../shared/errors.ts';
import type { SupervisedDataProgram } from './supervise.ts';

/** Waits until the data program is ready. Throws its code when it never will be. */
export function whenReady(data: Pick<SupervisedDataProgram, 'state' | 'onPush'>): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (state: DataState) => {
      if (state.state !== 'ready' && state.state !== 'failed') return;
      stop();
      if (state.state === 'ready') resolve();
      else reject(new CodedError(state.code ?? 'data.unavailable'));
    };
    const stop = data.onPush((name) => {
      if (name === 'app.dataState') look(data.state());
    });
    look(data.state());
  });
}
