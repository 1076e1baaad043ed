import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drop } from '../../src/shared/drop.ts';

/** A line of its own to a server: it can be taken away and come back under the same address, and change answers. */
export interface Wire {
  readonly baseUrl: string;
  /** What an answer's body becomes on its way. */
  change: (body: string) => string;
  /** Nothing listens any more; what is under way is cut. */
  cut(): Promise<void>;
  /** Listens again on the same port. */
  mend(): Promise<void>;
}

/** Whoever opens it cuts it at the end. */
export async function openWire(upstream: string): Promise<Wire> {
  const server = createServer((incoming, response) => {
    const onward = request(
      new URL(incoming.url ?? '/', upstream),
      { method: incoming.method, headers: incoming.headers, agent: false },
      (answer) =>
        drop(passOn(answer, response), 'a cut on one side cuts the other', () => response.destroy()),
    );
    onward.on('error', () => response.destroy());
    incoming.pipe(onward);
  });
  const passOn = async (answer: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    for await (const part of answer) parts.push(part as Buffer);
    const body = Buffer.from(wire.change(Buffer.concat(parts).toString('utf8')));
    const { 'content-length': _, connection: __, ...headers } = answer.headers;
    response.writeHead(answer.statusCode ?? 502, { ...headers, 'content-length': body.length });
    response.end(body);
  };
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const cut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const wire: Wire = {
    baseUrl: `http://127.0.0.1:${port}`,
    change: (body) => body,
    cut,
    mend: () => listen(port),
  };
  return wire;
}
