import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Far more than one user's pages need; a browser opens six. */
const maxOpen = 128;
/** Limit for a request whose sender hasn't shown a page's secret: from its headers to the end of its response. */
const unknownMs = 20_000;
/** How long the rest of an unwanted body is read and discarded, so that the sender can read the response. */
const lingerMs = 2000;

/**
 * All connections of the web host. Anyone on this computer may open one, so connections that haven't shown a page's secret are the first to go:
 * a new connection beyond the maximum ends the one that has made no progress for longest, and a request without the secret has 20 s in all.
 */
export class Connections {
  /** Whether the current request has shown a page's secret. Sockets that have finished nothing for longest come first. */
  readonly #open = new Map<Socket, boolean>();
  readonly #limits = new WeakMap<Socket, NodeJS.Timeout>();

  add(socket: Socket): void {
    if (this.#open.size >= maxOpen && !this.#endSlowest()) {
      socket.destroy();
      return;
    }
    this.#open.set(socket, false);
    socket.once('close', () => this.#open.delete(socket));
  }

  /** Call this when a request's headers have arrived. */
  begin(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    if (this.#open.has(socket)) this.#open.set(socket, false);
    this.#limit(socket, unknownMs);
    response.once('finish', () => {
      if (request.complete || request.destroyed) return;
      // A body that trickles in would hold the connection. If the connection were cut at once, the sender would see a reset instead of the response.
      request.resume();
      this.#limit(socket, lingerMs);
    });
    request.once('close', () => {
      clearTimeout(this.#limits.get(socket));
      if (this.#open.delete(socket)) this.#open.set(socket, false);
    });
  }

  /** The request has shown a page's secret: its actions have their own limits. */
  trust({ socket }: IncomingMessage): void {
    clearTimeout(this.#limits.get(socket));
    if (this.#open.has(socket)) this.#open.set(socket, true);
  }

  #limit(socket: Socket, ms: number): void {
    clearTimeout(this.#limits.get(socket));
    const limit = setTimeout(() => socket.destroy(), ms);
    limit.unref();
    this.#limits.set(socket, limit);
  }

  #endSlowest(): boolean {
    for (const [socket, isTrusted] of this.#open) {
      if (isTrusted) continue;
      // 'close' comes later, but the slot is free now.
      this.#open.delete(socket);
      socket.destroy();
      return true;
    }
    return false;
  }
}
