import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came off the wire, body complete. */
export interface WireRequest {
  readonly method: string;
  /** As sent, without the query; still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly remoteAddress: string;
}

export interface WireReply {
  readonly status: number;
  /** Several values only for `Set-Cookie`. */
  readonly headers: Readonly<Record<string, string | number | string[]>>;
  readonly body: string | Buffer;
  /** Promise the whole body, send this share of it (0..1), then cut the connection. */
  readonly sentShare?: number;
}

/** What a stand-in answers; `drop` cuts the connection without a byte. */
export type WireAnswer = WireReply | 'drop';

export interface LoopbackServer {
  /** `http://127.0.0.1:<port>`, no slash at the end. */
  readonly origin: string;
  /** As when the process dies: every connection is cut, new ones are refused until `comeBack` listens on the same port again. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  /** Cuts every connection and stops listening. */
  close(): Promise<void>;
}

export interface LoopbackOptions {
  /** Bytes of a body above which the request is answered 413 and never handled; default 64 MiB. */
  readonly maxBodyBytes?: number;
}

/**
 * A plain HTTP server on 127.0.0.1, port chosen by the system. A client that hangs up while sending its body is never
 * handled; one that hangs up later does not stop the work, like the real backends (trendy/README §1.3, atlas/README §0.2).
 */
export async function listenOnLoopback(
  handle: (request: WireRequest) => Promise<WireAnswer>,
  options: LoopbackOptions = {},
): Promise<LoopbackServer> {
  const maxBodyBytes = options.maxBodyBytes ?? 64 * 1024 * 1024;
  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => {
      // A client that hung up is its own affair; anything else is a mistake of the stand-in and must not look like a fault.
      if (!incoming.errored && !incoming.destroyed) console.error('sandbox:', error);
      response.destroy();
    });
  });
  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(incoming, maxBodyBytes);
    if (body === null) return send(response, { status: 413, headers: {}, body: '' });
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const answer = await handle({
      method: incoming.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers,
      body,
      remoteAddress: incoming.socket.remoteAddress ?? '127.0.0.1',
    });
    if (answer === 'drop') response.destroy();
    else send(response, answer);
  }
  server.keepAliveTimeout = 5_000;
  const listen = (at: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(at, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, goAway: close, comeBack: () => listen(port), close };
}

async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming) {
    const bytes = part as Buffer;
    size += bytes.length;
    if (size <= maxBytes) parts.push(bytes);
  }
  return size > maxBytes ? null : Buffer.concat(parts);
}

function send(response: ServerResponse, reply: WireReply): void {
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
  const hasBody = reply.status !== 204 && reply.status !== 304;
  response.writeHead(reply.status, {
    ...reply.headers,
    ...(hasBody ? { 'Content-Length': body.length } : {}),
  });
  if (reply.sentShare === undefined || !hasBody) {
    response.end(hasBody ? body : undefined);
    return;
  }
  // The part must be flushed before the cut, or the client would see no answer at all.
  const part = body.subarray(0, Math.floor(body.length * reply.sentShare));
  response.write(part, () => setImmediate(() => response.destroy()));
}
