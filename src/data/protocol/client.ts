import type { PushName } from '../../shared/contract/index.ts';
import type { Failure, Result } from '../../shared/errors.ts';
import { refused } from '../../shared/failure.ts';
import type { HostCallName, HostInput, HostOutput, Reply } from './messages.ts';
import type { DataPort } from './ports.ts';

export type PushListener = (name: PushName, payload: unknown) => void;

/** The data program as its host sees it. Nothing throws: every answer is a Result. */
export interface DataClient {
  /** A call of the contract. Errors: those of the call; data.unavailable when the program ends before it answers. */
  call(name: string, input: unknown): Promise<Result<unknown>>;
  host<N extends HostCallName>(name: N, input: HostInput<N>): Promise<Result<HostOutput<N>>>;
  /** Calls `listener` for every push until the returned function is called. */
  onPush(listener: PushListener): () => void;
}

export interface ConnectedDataProgram extends DataClient {
  /** Resolves once: the program is ready, it refused to start (with the reason), or it ended before it reported either (null). */
  readonly started: Promise<
    { readonly isReady: true } | { readonly isReady: false; readonly error: Failure | null }
  >;
  readonly closed: Promise<void>;
}

/** Speaks the protocol to one running data program over one channel. */
export function connectDataProgram(port: DataPort): ConnectedDataProgram {
  const outstanding = new Map<number, (result: Result<unknown>) => void>();
  const listeners = new Set<PushListener>();
  const started = Promise.withResolvers<Awaited<ConnectedDataProgram['started']>>();
  const closed = Promise.withResolvers<void>();
  let isClosed = false;
  let nextId = 1;

  port.onMessage((message) => {
    // The program is our own code behind a private channel, so its messages are typed, not parsed.
    const reply = message as Reply;
    if (reply.kind === 'answer') {
      outstanding.get(reply.id)?.(reply.result);
      outstanding.delete(reply.id);
    } else if (reply.kind === 'push') {
      for (const listener of listeners) listener(reply.name, reply.payload);
    } else if (reply.kind === 'ready') {
      started.resolve({ isReady: true });
    } else {
      started.resolve({ isReady: false, error: reply.error });
    }
  });
  port.onClose(() => {
    isClosed = true;
    started.resolve({ isReady: false, error: null });
    for (const answer of outstanding.values()) answer(refused('data.unavailable'));
    outstanding.clear();
    closed.resolve();
  });

  function ask(kind: 'call' | 'host', name: string, input: unknown): Promise<Result<unknown>> {
    if (isClosed) return Promise.resolve(refused('data.unavailable'));
    return new Promise((resolve) => {
      const id = nextId++;
      outstanding.set(id, resolve);
      port.post({ kind, id, name, input });
    });
  }

  return {
    started: started.promise,
    closed: closed.promise,
    call: (name, input) => ask('call', name, input),
    host: async <N extends HostCallName>(name: N, input: HostInput<N>) =>
      (await ask('host', name, input)) as Result<HostOutput<N>>,
    onPush: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
