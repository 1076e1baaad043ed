import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type CallbackOutcome, callbackOutcomes } from '../../shared/domain/account.ts';
import { drop } from '../../shared/drop.ts';
import { CodedError } from '../../shared/errors.ts';
import { acceptedLanguages, inLanguage, m, matchLanguage, t } from '../../shared/language.ts';

/** Handles an address that a browser came back to. */
export type TakeCallback = (address: string) => CallbackOutcome;

export interface LoopbackDoor {
  close(): void;
}

const longestAddress = 8000;

/** Static words for each outcome: nothing of the request is repeated. */
const words: Readonly<Record<CallbackOutcome, string>> = {
  accepted: m('You’re signed in. You can close this page and go back to Health Relay.'),
  denied: m('The sign-in was refused. You can close this page and go back to Health Relay.'),
  late: m(
    'This sign-in took too long: the limit is five minutes. Start it again in the settings of Health Relay.',
  ),
  used: m('This sign-in was already used. You can close this page and go back to Health Relay.'),
  unknown: m('Health Relay didn’t begin this sign-in. Start it again in the settings of Health Relay.'),
};

/** Where a browser comes back to this computer: the address registered with the sign-in service (RFC 8252 §7.3). */
export function loopbackRedirectUri(port: number): string {
  return `http://127.0.0.1:${port}/callback`;
}

/**
 * A door on this computer for a browser that comes back from a sign-in: `GET /callback` at exactly 127.0.0.1 and this port, nothing
 * else. Error account.port_taken {port}.
 */
export async function openLoopbackDoor(port: number, take: TakeCallback): Promise<LoopbackDoor> {
  const server = createServer({ maxHeaderSize: 16_384, requestTimeout: 5000 }, (request, response) =>
    answer(request, response, port, take),
  );
  await listen(server, port);
  return {
    close: () => {
      // The page that is being sent is sent; a browser's kept connection does not hold the port.
      server.close();
      server.closeIdleConnections();
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ port, host: '127.0.0.1', exclusive: true }, resolve);
  try {
    await promise;
  } catch {
    throw new CodedError('account.port_taken', { port });
  }
  server.removeAllListeners('error');
  server.on('error', () => {});
  // A program that ends does not wait for a browser.
  server.unref();
}

function answer(request: IncomingMessage, response: ServerResponse, port: number, take: TakeCallback): void {
  const { method, url = '', headers } = request;
  const own = `127.0.0.1:${port}`;
  const isCallback = url === '/callback' || url.startsWith('/callback?');
  const isFine =
    method === 'GET' &&
    headers.host === own &&
    headers.origin === undefined &&
    isCallback &&
    url.length <= longestAddress;
  const outcome = isFine ? take(`http://${own}${url}`) : null;
  const status = outcome === null ? 404 : outcome === callbackOutcomes[0] ? 200 : 400;
  const language = matchLanguage(acceptedLanguages(headers['accept-language']));
  const send = (body: string) => sendText(response, status, body);
  if (outcome === null) send('Not found.');
  else drop(inLanguage(language, () => t(words[outcome])).then(send), 'the browser went away', () => {});
}

function sendText(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
  });
  response.end(body);
}
