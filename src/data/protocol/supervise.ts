import type { DataState } from '../../shared/contract/app.ts';
import { drop } from '../../shared/drop.ts';
import type { Result } from '../../shared/errors.ts';
import { refused } from '../../shared/failure.ts';
import {
  type ConnectedDataProgram,
  connectDataProgram,
  type DataClient,
  type PushListener,
} from './client.ts';
import type { DataPort } from './port.ts';

export interface SuperviseOptions {
  /** Starts a data program and gives the host's end of the line to it. */
  readonly spawn: () => DataPort;
  readonly onState?: (state: DataState) => void;
  /** Waits before the first, second, … start after a crash; the last one repeats. */
  readonly backoffMs?: readonly number[];
  /** A program that ran this long is healthy: its crash counts as the first. */
  readonly healthyMs?: number;
  /** Gets what a listener threw. */
  readonly onFault: (error: unknown) => void;
  /** How long a call waits for a program that is starting. */
  readonly patienceMs?: number;
}

export interface SupervisedDataProgram extends DataClient {
  state(): DataState;
  /** Ends the program in order, within 4 s; no restart follows. */
  stop(): Promise<void>;
}

/** More crashes than this, each soon after the start, and it is not tried again. */
const quickCrashLimit = 5;
const stopLimitMs = 4000;

/** A start that fails at once is a program that ended at once. */
function spawned(spawn: () => DataPort): DataPort {
  try {
    return spawn();
  } catch {
    return { post: () => {}, onMessage: () => {}, onClose: (listener) => listener(), close: () => {} };
  }
}

/**
 * Keeps a data program running: says `ready` when it is, starts it again after a crash and gives up after five quick ones
 * or when it refuses to start (another owner, a newer database…). Calls that a crash cuts off are answered with
 * data.unavailable and not repeated: what they did is unknown. Pushes `app.dataState` beside those of the program.
 */
export function supervise(options: SuperviseOptions): SupervisedDataProgram {
  const { backoffMs = [500, 1000, 2000, 5000], healthyMs = 30_000, patienceMs = 5000 } = options;
  const listeners = new Set<PushListener>();
  const waiting = new Set<() => void>();
  let state: DataState = { state: 'starting', code: null };
  let program: ConnectedDataProgram | null = null;
  let port: DataPort | null = null;
  let timer: NodeJS.Timeout | undefined;
  let quickCrashes = 0;
  let isStopping = false;

  function enter(next: DataState): void {
    state = next;
    options.onState?.(next);
    for (const listener of listeners) listener('app.dataState', next);
    if (next.state === 'ready' || next.state === 'failed') release();
  }

  function release(): void {
    for (const go of waiting) go();
    waiting.clear();
  }

  async function run(): Promise<void> {
    const startedAt = performance.now();
    port = spawned(options.spawn);
    const current = connectDataProgram(port);
    program = current;
    current.onPush((name, payload) => {
      for (const listener of listeners) listener(name, payload);
    });
    const start = await current.started;
    if (isStopping) return;
    if (start.isReady) enter({ state: 'ready', code: null });
    else if (start.error && start.error.code !== 'internal') {
      enter({ state: 'failed', code: start.error.code });
      port.close();
      return;
    }
    await current.closed;
    if (isStopping) return;
    quickCrashes = performance.now() - startedAt < healthyMs ? quickCrashes + 1 : 1;
    if (quickCrashes > quickCrashLimit) return enter({ state: 'failed', code: 'data.unavailable' });
    enter({ state: 'restarting', code: null });
    timer = setTimeout(begin, backoffMs[Math.min(quickCrashes, backoffMs.length) - 1]);
  }

  const begin = () => drop(run(), 'its states are told to the listeners', options.onFault);

  /** The program once it is ready; null when it has failed, is being stopped or stays away too long. */
  async function ready(): Promise<ConnectedDataProgram | null> {
    if (state.state !== 'ready' && state.state !== 'failed' && !isStopping) {
      await new Promise<void>((resolve) => {
        const late = setTimeout(() => waiting.delete(go) && resolve(), patienceMs);
        const go = () => {
          clearTimeout(late);
          resolve();
        };
        waiting.add(go);
      });
    }
    return state.state === 'ready' && !isStopping ? program : null;
  }

  const away = (): Result<never> => refused(state.code ?? 'data.unavailable');

  async function stop(): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    clearTimeout(timer);
    release();
    if (program && port) {
      drop(program.host('host.stop', {}), 'its end is waited for', options.onFault);
      const open = port;
      const late = setTimeout(() => open.close(), stopLimitMs);
      await program.closed;
      clearTimeout(late);
    }
  }

  enter(state);
  begin();
  return {
    state: () => state,
    stop,
    call: async (name, input) => (await ready())?.call(name, input) ?? away(),
    host: async (name, input) => (await ready())?.host(name, input) ?? away(),
    onPush: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
