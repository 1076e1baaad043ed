// From the stand-in's front, which knows Auth0's ways, to oidc-provider behind it.
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WireReply, WireRequest } from '../http/loopback-server.ts';

export interface Behind {
  /** Sends the request on, under the front's own Host. `path` with its query. */
  forward(request: WireRequest, path: string, body?: Buffer): Promise<WireReply>;
  close(): Promise<void>;
}

const hopHeaders = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date']);

export async function listenBehind(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Behind> {
  const server = createServer(handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    forward: (request, path, body = request.body) =>
      new Promise((resolve, reject) => {
        const headers = { ...request.headers, 'content-length': String(body.length) };
        delete headers['transfer-encoding'];
        const options = { host: '127.0.0.1', port, method: request.method, path, headers, agent: false };
        const sent = httpRequest(options, (answer) => {
          collect(answer).then(resolve, reject);
        });
        sent.once('error', reject);
        sent.end(body);
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function collect(answer: IncomingMessage): Promise<WireReply> {
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(answer.headers))
    if (value !== undefined && !hopHeaders.has(name)) headers[name] = value;
  return { status: answer.statusCode ?? 500, headers, body: Buffer.concat(parts) };
}
