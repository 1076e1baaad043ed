import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { drop } from '../../src/shared/drop.ts';

export interface ConnectProxy {
  readonly port: number;
  /** What was asked to be connected to, "host:port", in order. */
  readonly asked: readonly string[];
  /** Proxy-Authorization of each, '' where there was none. */
  readonly logins: readonly string[];
  close(): Promise<void>;
}

/** It closes the connection and says so (RFC 9112 §9.6): a client that isn't told may ask again on one that is closing, and fail. */
const asksForLogin =
  'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/**
 * A proxy on this computer that knows one tunnel: whatever is asked for leads to `to`, a port of this computer, as a company's would lead
 * out of its network. With `answer` it refuses with that status line and headers (RFC 9110 §9.3.6, §15.5.8); with `login` ("name:password") it
 * refuses whoever doesn't bring it by Basic authentication (RFC 7617). It answers request number `index` after `hold`.
 */
export async function connectProxy(
  to: number,
  answer?: string,
  login?: string,
  hold: (index: number) => Promise<unknown> | null = () => null,
): Promise<ConnectProxy> {
  const asked: string[] = [];
  const logins: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  const connected = async (request: IncomingMessage, socket: Socket, head: Buffer) => {
    asked.push(request.url ?? '');
    const given = request.headers['proxy-authorization'] ?? '';
    logins.push(given);
    socket.on('error', () => socket.destroy());
    await hold(asked.length - 1);
    const isStranger = login !== undefined && given !== `Basic ${Buffer.from(login).toString('base64')}`;
    const refusal = isStranger ? asksForLogin : answer;
    if (refusal !== undefined) {
      socket.end(refusal);
      return;
    }
    const there = connect(to, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      there.write(head);
      there.pipe(socket).pipe(there);
    });
    open.add(there);
    there.on('error', () => socket.destroy());
    there.once('close', () => open.delete(there));
  };
  server.on('connect', (request, socket: Socket, head) =>
    drop(connected(request, socket, head), 'the client sees that its socket is gone', () => socket.destroy()),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    logins,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
