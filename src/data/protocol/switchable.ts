import type { DataState } from '../../shared/contract/app.ts';
import { CodedError, type Result } from '../../shared/errors.ts';
import type { DataClient, PushListener } from './client.ts';
import type { DataPort } from './port.ts';
import type { DataStart } from './program-start.ts';
import { type SupervisedDataProgram, type SuperviseOptions, supervise } from './supervise.ts';

export interface SwitchableOptions extends Omit<SuperviseOptions, 'spawn'> {
  /** Starts a data program of one profile and gives the host's end of the line to it. */
  readonly spawn: (profileDir: string, start: DataStart) => DataPort;
  readonly profileDir: string;
}

export interface SwitchableDataProgram extends SupervisedDataProgram {
  /** Absolute; of the profile that is open, or being opened. */
  profileDir(): string;
  /**
   * Ends the program in order, does `between` while nobody has the profile, and starts it on `profileDir`. When that one does not start,
   * the former is open again and its reason is thrown: profile.in_use, profile.newer_version, …; request.refused while
   * another switch is under way. What `between` throws is thrown after the former is open again. `isFromBackup`: the last backup takes the
   * place of its database.
   */
  reopen(
    profileDir: string,
    between?: () => void | Promise<void>,
    options?: { readonly isFromBackup?: boolean },
  ): Promise<void>;
}

/** A supervised data program that can be moved to another profile. Calls that come meanwhile wait for it. */
export function superviseSwitchable(options: SwitchableOptions): SwitchableDataProgram {
  const { spawn, ...rest } = options;
  const listeners = new Set<PushListener>();
  let profileDir = options.profileDir;
  let switching: Promise<void> | null = null;
  let isStopped = false;
  let isBetween = false;
  let current = start(profileDir);

  function start(dir: string, isFromBackup = false): SupervisedDataProgram {
    profileDir = dir;
    const data = supervise({ ...rest, isFromBackup, spawn: (start) => spawn(dir, start) });
    data.onPush((name, payload) => {
      for (const listener of listeners) listener(name, payload);
    });
    return data;
  }

  const state = (): DataState => (isBetween ? { state: 'starting', code: null } : current.state());

  async function move(
    dir: string,
    between: () => void | Promise<void>,
    isFromBackup: boolean,
  ): Promise<void> {
    const former = profileDir;
    isBetween = true;
    for (const listener of listeners) listener('app.dataState', state());
    await current.stop();
    try {
      await between();
      await begin(dir, isFromBackup);
    } catch (error) {
      await current.stop();
      // The reason why that one did not start is what is told; the former's own state is there to be asked.
      await begin(former).catch(() => {});
      throw error;
    } finally {
      isBetween = false;
    }
  }

  async function begin(dir: string, isFromBackup = false): Promise<void> {
    if (isStopped) throw new CodedError('data.unavailable');
    current = start(dir, isFromBackup);
    isBetween = false;
    await whenReady(current);
  }

  async function through<T>(ask: (data: DataClient) => Promise<Result<T>>): Promise<Result<T>> {
    await switching;
    return ask(current);
  }

  return {
    state,
    profileDir: () => profileDir,
    reopen: async (dir, between = () => {}, { isFromBackup = false } = {}) => {
      if (switching || isStopped) throw new CodedError('request.refused');
      const moved = move(dir, between, isFromBackup);
      switching = moved
        .catch(() => {})
        .finally(() => {
          switching = null;
        });
      await moved;
    },
    stop: async () => {
      isStopped = true;
      await switching;
      await current.stop();
    },
    resumeRelay: async () => {
      await switching;
      await current.resumeRelay();
    },
    call: (name, input) => through((data) => data.call(name, input)),
    host: (name, input) => through((data) => data.host(name, input)),
    onPush: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

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
