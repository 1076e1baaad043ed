import { type ChildProcess, fork } from 'node:child_process';
import { type DataStart, heapFlags, programArguments } from './program-start.ts';

/** One end of the channel between a host and the data program. Messages are structured clones and arrive in order. */
export interface DataPort {
  /** Does nothing if the channel is closed. */
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Calls `listener` once when the other end has closed, ended, or crashed, even if that happened earlier. */
  onClose(listener: () => void): void;
  /** On the host's end, once it is closed: whether a fatal engine error ended the process. */
  endedByEngine?(): boolean;
  /** Closes the channel. The host's end kills the process immediately, and the channel closes once the process has ended. */
  close(): void;
}

/** The listeners of one end. Messages wait until the first listener is added. */
class PortEvents {
  #waiting: unknown[] = [];
  readonly #onMessage: ((message: unknown) => void)[] = [];
  readonly #onClose: (() => void)[] = [];
  #isClosed = false;

  get isClosed(): boolean {
    return this.#isClosed;
  }

  message(message: unknown): void {
    if (this.#onMessage.length === 0) this.#waiting.push(message);
    for (const listener of this.#onMessage) listener(message);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const listener of this.#onClose) listener();
  }

  addMessageListener(listener: (message: unknown) => void): void {
    this.#onMessage.push(listener);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const message of waiting) listener(message);
  }

  addCloseListener(listener: () => void): void {
    if (this.#isClosed) listener();
    else this.#onClose.push(listener);
  }
}

/** Signals with which V8 ends a process that can't continue, for example when its heap is exhausted: abort, and the trap of Chromium builds. */
const engineSignals: ReadonlySet<unknown> = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL']);
/** The equivalent exit codes on a system without signals, or with a shell in between (128 plus the signal's number). */
const engineCodes: ReadonlySet<unknown> = new Set([132, 133, 134, 0x80000003]);

/** The host's end of a child process that was forked with `serialization: 'advanced'`. */
export function childProcessPort(child: ChildProcess): DataPort {
  const events = new PortEvents();
  let isByEngine = false;
  child.on('message', (message) => events.message(message));
  child.on('exit', (code, signal) => {
    isByEngine = engineSignals.has(signal) || engineCodes.has(code);
    events.close();
  });
  // A failed fork emits no exit event.
  child.on('error', () => events.close());
  return portOver(events, {
    post: (message) => child.connected && child.send(message as object, () => {}),
    end: () => child.kill('SIGKILL'),
    byEngine: () => isByEngine,
  });
}

/** The part of Electron's UtilityProcess that a host uses. Its type isn't imported, so other hosts don't need Electron. */
export interface UtilityProcessLike {
  /** Undefined before the process starts and after it has ended. */
  readonly pid: number | undefined;
  postMessage(message: unknown): void;
  kill(): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  on(event: 'error', listener: () => void): unknown;
}

/**
 * The host's end of an Electron utility process. `onFatal` reports a fatal error of its engine. Electron's report of the error contains the process's
 * environment and memory figures, so it isn't passed on; the end of the process follows.
 */
export function utilityProcessPort(child: UtilityProcessLike, onFatal: () => void = () => {}): DataPort {
  const events = new PortEvents();
  let isByEngine = false;
  child.on('message', (message) => events.message(message));
  child.on('exit', (code) => {
    isByEngine ||= engineCodes.has(code);
    events.close();
  });
  // Without a listener, the event would throw in this process (nodejs.org, "Error events").
  child.on('error', () => {
    isByEngine = true;
    onFatal();
  });
  return portOver(events, {
    post: (message) => child.postMessage(message),
    end: () => killNow(child),
    byEngine: () => isByEngine,
  });
}

/**
 * Kills the process immediately, as `DataPort.close` promises. Its own `kill` sends SIGTERM, which the data program treats as a request for a clean
 * shutdown, and forces the end only two seconds later (base::EnsureProcessTerminated). False: there is no process to end.
 */
function killNow(child: UtilityProcessLike): boolean {
  if (child.pid === undefined) return child.kill();
  try {
    return process.kill(child.pid, 'SIGKILL');
  } catch {
    return false;
  }
}

/** The part of Electron's `process.parentPort` that the data program uses. */
export interface ParentPortLike {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
}

/** The data program's own end: Electron's parentPort, or the IPC channel of a forked child; null without either. */
export function ownPort(): DataPort | null {
  const events = new PortEvents();
  const parentPort = (process as { parentPort?: ParentPortLike }).parentPort;
  if (parentPort) {
    parentPort.on('message', (event) => events.message(event.data));
    return portOver(events, { post: (message) => parentPort.postMessage(message), close: () => {} });
  }
  if (!process.send) return null;
  process.on('message', (message) => events.message(message));
  process.on('disconnect', () => events.close());
  return portOver(events, {
    post: (message) => process.connected && process.send?.(message, undefined, undefined, () => {}),
    close: () => process.connected && process.disconnect(),
  });
}

function portOver(
  events: PortEvents,
  line: {
    post: (message: unknown) => unknown;
    /** For an end without a process behind it: closes the channel. */
    close?: () => unknown;
    /** For a host's end: kills the process. The channel closes once the process has ended and holds nothing. False: there is no process. */
    end?: () => boolean;
    byEngine?: () => boolean;
  },
): DataPort {
  return {
    ...(line.byEngine && { endedByEngine: line.byEngine }),
    post: (message) => void (events.isClosed || line.post(message)),
    onMessage: (listener) => events.addMessageListener(listener),
    onClose: (listener) => events.addCloseListener(listener),
    close: () => {
      if (events.isClosed || line.end?.() === true) return;
      line.close?.();
      events.close();
    },
  };
}

/**
 * Starts the data program of one profile as a child process that writes its messages to stderr. `entry`: src/data/main.ts or its build output. The
 * child ignores Ctrl-C, which a terminal also sends to it, because its host shuts it down cleanly. `onExit` receives its exit code or signal.
 */
export function forkDataProgram(
  profileDir: string,
  entry: URL = new URL('../main.ts', import.meta.url),
  onExit: (exitCode: number | null, signal: NodeJS.Signals | null) => void = () => {},
  start: DataStart = { isRelaying: true, isFromBackup: false },
): DataPort {
  const child = fork(entry, programArguments(profileDir, start), {
    serialization: 'advanced',
    execArgv: [...heapFlags],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.once('exit', onExit);
  return childProcessPort(child);
}
