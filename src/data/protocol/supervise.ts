import type { DataState } from '../../shared/contract/app.ts';
import { drop } from '../../shared/drop.ts';
import { CodedError, type Result } from '../../shared/errors.ts';
import { refused } from '../../shared/failure.ts';
import {
  type ConnectedDataProgram,
  connectDataProgram,
  type DataClient,
  type PushListener,
} from './client.ts';
import type { DataPort } from './port.ts';
import type { DataStart } from './program-start.ts';

export interface SuperviseOptions {
  /** Starts a data program and gives the host's end of the line to it. */
  readonly spawn: (start: DataStart) => DataPort;
  readonly onState?: (state: DataState) => void;
  /** Waits before the first, second, … start after a crash; the last one repeats. */
  readonly backoffMs?: readonly number[];
  /** A program that ran this long is healthy: its crash counts as the first. */
  readonly healthyMs?: number;
  /** Gets what a listener threw. */
  readonly onFault: (error: unknown) => void;
  /** The first program puts the last backup in the place of its database. */
  readonly isFromBackup?: boolean;
  /** How long a call waits for a program that is starting. */
  readonly patienceMs?: number;
}

export interface SupervisedDataProgram extends DataClient {
  /**
   * `ready` with the code sync.off_after_crashes: it runs without making events and sending. `restarting` and `failed` with
   * data.engine_failed: a fatal error of its engine ended it; `failed` with data.gave_up: it ended again and again.
   */
  state(): DataState;
  /**
   * Ends a program that runs without sending in order and starts one that sends; resolves when that is ready, or is given up. Error
   * request.refused: nothing is off.
   */
  resumeRelay(): Promise<void>;
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
 * Keeps a data program running: says `ready` when it is and starts it again after a crash. After five quick ones it starts one that
 * makes no events and sends nothing, since the history must stay readable when only that half is broken; it gives up when that one
 * crashes as often, or when one refuses to start (another owner, a newer database…). Calls that a crash cuts off are answered with
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
  let isRelaying = true;
  let { isFromBackup = false } = options;
  /** The program under way ends because another one is to begin. */
  let isResuming = false;

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
    const start = { isRelaying, isFromBackup };
    isFromBackup = false;
    const line = spawned(() => options.spawn(start));
    port = line;
    const current = connectDataProgram(line);
    program = current;
    current.onPush((name, payload) => {
      for (const listener of listeners) listener(name, payload);
    });
    const started = await current.started;
    if (isStopping) return;
    if (started.isReady) enter({ state: 'ready', code: isRelaying ? null : 'sync.off_after_crashes' });
    else if (started.error && started.error.code !== 'internal') {
      enter({ state: 'failed', code: started.error.code });
      line.close();
      return;
    }
    await current.closed;
    if (isStopping) return;
    if (isResuming) {
      isResuming = false;
      quickCrashes = 0;
      begin();
      return;
    }
    quickCrashes = performance.now() - startedAt < healthyMs ? quickCrashes + 1 : 1;
    const isByEngine = line.endedByEngine?.() === true;
    if (quickCrashes > quickCrashLimit) {
      if (!isRelaying)
        return enter({ state: 'failed', code: isByEngine ? 'data.engine_failed' : 'data.gave_up' });
      isRelaying = false;
      quickCrashes = 0;
    }
    enter({ state: 'restarting', code: isByEngine ? 'data.engine_failed' : null });
    if (quickCrashes === 0) return begin();
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
    if (program && port) await ended(program, port);
  }

  /** In order, or after a while in any way. */
  async function ended(open: ConnectedDataProgram, line: DataPort): Promise<void> {
    drop(open.host('host.stop', {}), 'its end is waited for', options.onFault);
    const late = setTimeout(() => line.close(), stopLimitMs);
    await open.closed;
    clearTimeout(late);
  }

  async function resumeRelay(): Promise<void> {
    if (isRelaying || isResuming || isStopping || state.state !== 'ready' || !program || !port)
      throw new CodedError('request.refused');
    isResuming = true;
    isRelaying = true;
    enter({ state: 'restarting', code: null });
    await ended(program, port);
    await ready();
  }

  enter(state);
  begin();
  return {
    state: () => state,
    stop,
    resumeRelay,
    call: async (name, input) => (await ready())?.call(name, input) ?? away(),
    host: async (name, input) => (await ready())?.host(name, input) ?? away(),
    onPush: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
