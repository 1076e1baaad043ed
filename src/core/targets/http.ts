import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import tls from 'node:tls';
import type { HttpAnswer, HttpClient, HttpOutcome, HttpRequest } from '../network/http-client.ts';
import { Proxies } from '../network/proxies.ts';
import { connectionFate } from './connection-fate.ts';

/** Larger than any expected response; a longer body is cut. */
const maxBytes = 8 * 1024 * 1024;

/**
 * HTTP over Node's own client: not `fetch`, which automatically resends a request if a kept connection turns out dead, and
 * does not report whether a failed one was ever sent. Writing requests get a connection of their own for the same reason. Redirects
 * are never followed; a response is read whole, at most 8 MiB. The authorities of this computer are trusted, and its proxy is used; a
 * proxy that asks for a password gets the keychain's, with the same request: none of it had been sent.
 */
export class NodeHttpClient implements HttpClient {
  readonly #reading = {
    http: new HttpAgent({ keepAlive: true }),
    https: new HttpsAgent({ keepAlive: true }),
  };
  readonly #writing = { http: new HttpAgent(), https: new HttpsAgent() };
  readonly #proxies: Proxies;

  constructor(proxies = new Proxies()) {
    this.#proxies = proxies;
  }

  async send(request: HttpRequest): Promise<HttpOutcome> {
    const url = new URL(request.url);
    const agent = this.#proxies.agentFor(url);
    let outcome = await this.#sendOnce(request, agent);
    if (agent !== null && isAsking(outcome) && (await this.#proxies.hasOther(url, agent)))
      outcome = await this.#sendOnce(request, this.#proxies.agentFor(url));
    const isAnswered = outcome.kind === 'answer' || outcome.code === 'sync.proxy_scheme';
    if (isAsking(outcome) || isAnswered) this.#proxies.note(url, isAsking(outcome));
    return outcome;
  }

  #sendOnce(request: HttpRequest, proxy: ReturnType<Proxies['agentFor']>): Promise<HttpOutcome> {
    const url = new URL(request.url);
    const isPlain = url.protocol === 'http:';
    const agents = request.method === 'GET' ? this.#reading : this.#writing;
    const body = typeof request.body === 'string' ? Buffer.from(request.body) : request.body;
    if (request.signal?.aborted)
      return Promise.resolve({ kind: 'failure', code: 'cancelled', hasLeft: false });
    if (!isPlain) trustSystemRoots();
    const outgoing = (isPlain ? httpRequest : httpsRequest)(url, {
      method: request.method,
      headers: {
        Accept: 'application/json',
        // Responses are small: decoding them is not worth the risk of a decompression bomb.
        'Accept-Encoding': 'identity',
        ...(body === undefined ? {} : { 'Content-Length': body.byteLength }),
        ...request.headers,
      },
      agent: proxy ?? (isPlain ? agents.http : agents.https),
    });
    const fate = connectionFate(outgoing, request, proxy !== null);
    outgoing.on('response', (incoming) => {
      readAnswer(incoming).then(fate.finish, (error: unknown) => {
        outgoing.destroy();
        fate.cut(error);
      });
    });
    outgoing.end(body);
    return fate.outcome;
  }

  /** Closes kept connections. */
  close(): void {
    for (const agent of [...Object.values(this.#reading), ...Object.values(this.#writing)]) agent.destroy();
    this.#proxies.close();
  }
}

/** The proxy wants a name and password, or other ones. */
const isAsking = (outcome: HttpOutcome) => outcome.kind === 'failure' && outcome.code === 'sync.proxy_auth';

async function readAnswer(incoming: IncomingMessage): Promise<HttpOutcome> {
  const status = incoming.statusCode ?? 0;
  if (status >= 300 && status < 400 && status !== 304) {
    incoming.resume();
    return { kind: 'failure', code: 'sync.redirected', hasLeft: true };
  }
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming) {
    parts.push(part as Buffer);
    size += (part as Buffer).length;
    if (size > maxBytes) throw new Error('answer too long');
  }
  const text = Buffer.concat(parts).toString('utf8');
  const headers = new Headers();
  for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2)
    headers.append(incoming.rawHeaders[i] ?? '', incoming.rawHeaders[i + 1] ?? '');
  const requestId = headers.get('x-request-id') ?? headers.get('x-correlation-id');
  const answer: HttpAnswer = { status, headers, text, json: jsonOf(text), requestId };
  return { kind: 'answer', answer };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

let areRootsKnown = false;

/**
 * Trusts the authorities of this computer as well as Node's own and those of NODE_EXTRA_CA_CERTS: a company's own is there.
 * Once a process, before its first request over TLS: reading them takes a moment. Where they cannot be read (Node before 22.19, a
 * store that is locked) only Node's own are used, and a certificate of others is reported as untrusted.
 */
function trustSystemRoots(): void {
  if (areRootsKnown) return;
  areRootsKnown = true;
  if (typeof tls.setDefaultCACertificates !== 'function') return;
  try {
    // 'default' holds the bundled ones, the extra ones, and those of a test or the command line.
    const known = tls.getCACertificates('default');
    tls.setDefaultCACertificates([...new Set([...known, ...tls.getCACertificates('system')])]);
  } catch {
    // Said by the first certificate that is not trusted.
  }
}
