import type { DataState } from '../../shared/contract/app.ts';
import { CodedError, type Result } from '../../shared/errors.ts';
import type { DataClient, PushListener } from './client.ts';
import type { DataPort } from './ports.ts';
import type { DataStart } from './program-start.ts';
import { type SupervisedDataProgram, type SuperviseOptions, supervise } from './supervise.ts';

export interface SwitchableOptions extends Omit<SuperviseOptions, 'spawn'> {
  /** Starts a data program for one profile and returns the host's end of its channel. */
  readonly spawn: (profileDir: string, start: DataStart) => DataPort;
  readonly profileDir: string;
}

export interface SwitchableDataProgram extends SupervisedDataProgram {
  /** The absolute path of the profile that is open or being opened. */
  profileDir(): string;
  /**
   * Shuts the program down cleanly, runs `between` while nobody has the profile, and starts the program on `profileDir`.
   * If it doesn't start, the previous profile is reopened and the reason is thrown: profile.in_use, profile.newer_version, …;
   * request.refused during another switch. If `between` throws, its error is thrown after the previous profile is reopened.
   * `isFromBackup`: the last backup replaces the database.
   */
  reopen(
    profileDir: string,
    between?: () => void | Promise<void>,
    options?: { readonly isFromBackup?: boolean },
  ): Promise<void>;
}

/** A supervised data program that can switch to another profile. Calls made during a switch wait for it. */
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
      // The caller learns why the new program didn't start; the state of the previous one can be queried.
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
