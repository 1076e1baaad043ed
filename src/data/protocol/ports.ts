import { type ChildProcess, fork } from 'node:child_process';
import { type DataPort, PortEvents } from './port.ts';
import { type DataStart, heapFlags, programArguments } from './program-start.ts';

/** By which V8 ends a process that cannot go on, heap exhausted among it: abort, and the trap of Chromium's builds. */
const engineSignals: ReadonlySet<unknown> = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL']);
/** The same where a system has no signals, or a shell stands between (128 and the signal's number). */
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
  // A fork that fails emits no exit.
  child.on('error', () => events.close());
  return portOver(events, {
    post: (message) => child.connected && child.send(message as object, () => {}),
    end: () => child.kill('SIGKILL'),
    byEngine: () => isByEngine,
  });
}

/** The part of Electron's UtilityProcess that a host uses; its type is not imported so that no other host needs Electron. */
export interface UtilityProcessLike {
  /** Undefined before it is there, and once it has ended. */
  readonly pid: number | undefined;
  postMessage(message: unknown): void;
  kill(): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  on(event: 'error', listener: () => void): unknown;
}

/**
 * The host's end of an Electron utility process. `onFatal`: its engine met something that it cannot survive. What Electron tells of that
 * holds the process's environment and memory figures, and is passed on to nobody; the end of the process follows.
 */
export function utilityProcessPort(child: UtilityProcessLike, onFatal: () => void = () => {}): DataPort {
  const events = new PortEvents();
  let isByEngine = false;
  child.on('message', (message) => events.message(message));
  child.on('exit', (code) => {
    isByEngine ||= engineCodes.has(code);
    events.close();
  });
  // Without a listener it would be an exception of this process's own (nodejs.org, "Error events").
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
 * Ends it at once, as a line that is given up promises. Its own `kill` asks by SIGTERM, which the data program takes as a request to end in
 * order, and only insists two seconds later (base::EnsureProcessTerminated). False: there is no process that could end.
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

/** Two ends of a line inside one process: what is posted at one arrives at the other, cloned, in a later turn. */
export function portPair(): readonly [DataPort, DataPort] {
  const sides = [new PortEvents(), new PortEvents()] as const;
  const end = (own: PortEvents, other: PortEvents) =>
    portOver(own, {
      post: (message) => {
        const copy = structuredClone(message);
        setImmediate(() => !other.isClosed && other.message(copy));
      },
      close: () => setImmediate(() => other.close()),
    });
  return [end(sides[0], sides[1]), end(sides[1], sides[0])];
}

function portOver(
  events: PortEvents,
  line: {
    post: (message: unknown) => unknown;
    /** Of an end without a process behind it: closed by this. */
    close?: () => unknown;
    /** Of a host's end: the line is closed once the process has ended, and holds nothing any more. False: there is none. */
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
 * Starts the data program of one profile as a child process, with its messages on stderr. `entry`: src/data/main.ts, or what
 * a build made of it. The child ignores Ctrl-C, which a terminal sends to it too: its host ends it in order. `onExit` hears how it ended.
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
