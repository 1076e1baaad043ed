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
import type { DataPort } from './ports.ts';
import type { DataStart } from './program-start.ts';

export interface SuperviseOptions {
  /** Starts a data program and returns the host's end of its channel. */
  readonly spawn: (start: DataStart) => DataPort;
  readonly onState?: (state: DataState) => void;
  /** Delays before the first, second, … restart after a crash; the last one repeats. */
  readonly backoffMs?: readonly number[];
  /** A program that ran this long was healthy: its crash counts as the first. */
  readonly healthyMs?: number;
  /** Receives errors that a listener threw. */
  readonly onFault: (error: unknown) => void;
  /** The first program replaces its database with the last backup. */
  readonly isFromBackup?: boolean;
  /** How long a call waits for a program that is starting. */
  readonly patienceMs?: number;
}

export interface SupervisedDataProgram extends DataClient {
  /**
   * `ready` with the code sync.off_after_crashes: the program runs but creates no events and sends nothing. `restarting` and `failed` with
   * data.engine_failed: a fatal engine error ended it. `failed` with data.gave_up: it ended repeatedly.
   */
  state(): DataState;
  /**
   * Shuts down a program that runs without sending, and starts one that sends. Resolves when the new one is ready or given up. Error request.refused:
   * nothing is off.
   */
  resumeRelay(): Promise<void>;
  /** Shuts the program down cleanly, within 4 s; it isn't restarted. */
  stop(): Promise<void>;
}

/** After more crashes than this, each soon after the start, the program isn't started the same way again. */
const quickCrashLimit = 5;
const stopLimitMs = 4000;

/** Treats a start that fails immediately as a program that ended immediately. */
function spawned(spawn: () => DataPort): DataPort {
  try {
    return spawn();
  } catch {
    return { post: () => {}, onMessage: () => {}, onClose: (listener) => listener(), close: () => {} };
  }
}

/**
 * Keeps a data program running: reports `ready` when it is, and restarts it after a crash. If it crashes again after five quick restarts, starts one
 * that creates no events and sends nothing, because the history must stay readable if only that half is broken. It gives up if that one crashes as
 * often, or if one refuses to start (another owner, a newer database…). Calls that a crash cuts off are answered with data.unavailable and not
 * repeated, because their effect is unknown. Pushes `app.dataState` along with the program's own pushes.
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
  /** The current program is ending so another one can start. */
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

  const begin = () => drop(run(), 'listeners receive its states', options.onFault);

  /** The program once it is ready; null if it has failed, is being stopped, or takes too long. */
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

  /** Shuts the program down cleanly, or by force after a timeout. */
  async function ended(open: ConnectedDataProgram, line: DataPort): Promise<void> {
    drop(open.host('host.stop', {}), 'open.closed is awaited below', options.onFault);
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
