import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { HttpOutcome, HttpRequest } from './http-client.ts';

export interface ConnectionFate {
  readonly outcome: Promise<HttpOutcome>;
  readonly settle: (outcome: HttpOutcome) => void;
  /** The answer began and did not end. */
  readonly cut: (error: unknown) => void;
}

/**
 * Watches one request until it has an outcome. Whether anything has left is read off the socket, in bytes of the request
 * itself: those of a handshake tell the far end nothing.
 */
export function connectionFate(outgoing: ClientRequest, { timeoutMs, signal }: HttpRequest): ConnectionFate {
  const { promise: outcome, resolve } = Promise.withResolvers<HttpOutcome>();
  let socket: Socket | null = null;
  let before = 0;
  let isReady = false;
  const hasLeft = () => isReady && socket !== null && socket.bytesWritten > before;
  const begin = () => {
    isReady = true;
  };
  outgoing.on('socket', (given) => {
    socket = given;
    before = given.bytesWritten;
    if (!given.connecting) begin();
    else given.once('encrypted' in given ? 'secureConnect' : 'connect', begin);
  });

  const stop = (code: 'sync.timeout' | 'cancelled') => {
    const left = hasLeft();
    settle({ kind: 'failure', code, hasLeft: left });
    outgoing.destroy();
  };
  const timer = setTimeout(() => stop('sync.timeout'), timeoutMs);
  const abort = () => stop('cancelled');
  signal?.addEventListener('abort', abort, { once: true });

  function settle(result: HttpOutcome): void {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    resolve(result);
  }
  const cut = () => settle({ kind: 'failure', code: 'sync.cut_short', hasLeft: true });
  outgoing.on('error', () => {
    if (hasLeft()) cut();
    else settle({ kind: 'failure', code: 'sync.network', hasLeft: false });
  });
  return { outcome, settle, cut };
}
