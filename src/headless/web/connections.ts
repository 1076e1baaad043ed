import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Far more than all pages of a person need; a browser opens six. */
const maxOpen = 128;
/** For a request whose sender has not shown a page's secret: from its headers to the end of its answer. */
const unknownMs = 20_000;
/** How long the rest of a body that nobody wants is read and thrown away, so that the sender gets to read the answer. */
const lingerMs = 2000;

/**
 * All connections of the web host. Anybody on this computer may open one, so that whoever has not shown a page's secret is the first to
 * go: a new connection beyond the most ends the one that has got nowhere for the longest, and a request without the secret has 20 s in all.
 */
export class Connections {
  /** Whether the request under way has shown a page's secret. Those that finished nothing for the longest come first. */
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

  /** A request's headers are here. */
  begin(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    if (this.#open.has(socket)) this.#open.set(socket, false);
    this.#limit(socket, unknownMs);
    response.once('finish', () => {
      if (request.complete || request.destroyed) return;
      // A body that drips would hold the connection. Cut at once, its sender would see a reset in place of the answer.
      request.resume();
      this.#limit(socket, lingerMs);
    });
    request.once('close', () => {
      clearTimeout(this.#limits.get(socket));
      if (this.#open.delete(socket)) this.#open.set(socket, false);
    });
  }

  /** The request has shown a page's secret: what it does has limits of its own. */
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
      // 'close' comes later: the place is free now.
      this.#open.delete(socket);
      socket.destroy();
      return true;
    }
    return false;
  }
}
