import { createReadStream } from 'node:fs';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';

import type { Offer } from '../../src/shared/contract/index.ts';
import { secretHeaderName } from '../../src/shared/page/headers.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

export interface Ask {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | { readonly file: string };
}

/** One request, sent exactly as asked: no redirects followed, no headers added but Host. */
export function ask(origin: string, { method = 'GET', path, headers = {}, body }: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(origin, { method, path, headers, agent: false }, (response) => {
      collect(response).then(
        (text) => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        reject,
      );
    });
    request.once('error', reject);
    sendBody(request, body);
  });
}

function sendBody(request: ClientRequest, body: Ask['body']): void {
  if (body === undefined || typeof body === 'string' || Buffer.isBuffer(body)) request.end(body);
  else createReadStream(body.file, { highWaterMark: 1 << 20 }).pipe(request);
}

async function collect(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** A page's way into the web host, without a browser: the token of the link for a secret. */
export class WebClient {
  readonly origin: string;
  readonly secret: string;
  readonly readyOffer: Offer | null;

  private constructor(origin: string, secret: string, readyOffer: Offer | null) {
    this.origin = origin;
    this.secret = secret;
    this.readyOffer = readyOffer;
  }

  /** Follows a link as the page does. Throws when the host does not let it in. */
  static async enter(link: string): Promise<WebClient> {
    const { origin, hash } = new URL(link);
    const answer = await enterBy(origin, hash.slice(1));
    if (answer.status !== 200) throw new Error(`the link was answered with ${answer.status}`);
    const { value } = JSON.parse(answer.text) as { value: { secret: string; readyOffer: Offer | null } };
    return new WebClient(origin, value.secret, value.readyOffer);
  }

  /** What a page's own requests carry. */
  get headers(): Record<string, string> {
    return { origin: this.origin, [secretHeaderName]: this.secret };
  }

  /** Sends JSON (or a file's bytes) and reads a Result. */
  async send(method: string, path: string, body?: unknown, isFile = false): Promise<unknown> {
    const type = isFile || body === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await ask(this.origin, {
      method,
      path,
      headers: { ...this.headers, ...type },
      ...(body === undefined ? {} : { body: isFile ? { file: String(body) } : JSON.stringify(body) }),
    });
    return JSON.parse(answer.text);
  }

  call(name: string, input: unknown = {}): Promise<unknown> {
    return this.send('POST', '/api/call', { name, input });
  }

  /** Calls `onPush` for each push until `stop` is called; resolves once the stream is open. */
  listen(onPush: (name: string, payload: unknown) => void): Promise<{ stop(): void }> {
    return new Promise((resolve, reject) => {
      const options = { path: '/api/pushes', headers: this.headers, agent: false };
      const request = httpRequest(this.origin, options, (response) => {
        let rest = '';
        response.setEncoding('utf8');
        response.on('data', (text: string) => {
          const lines = (rest + text).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) {
            const push = JSON.parse(line) as { name?: string; payload?: unknown };
            if (push.name !== undefined) onPush(push.name, push.payload);
          }
        });
        response.on('error', () => {});
        if (response.statusCode === 200) resolve({ stop: () => request.destroy() });
        else reject(new Error(`pushes were answered with ${response.statusCode}`));
      });
      request.once('error', reject);
      request.end();
    });
  }
}

/** Asks the host for a secret with a link's token, or, with none, by the secret in `headers`. */
export function enterBy(
  origin: string,
  token?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return ask(origin, {
    method: 'POST',
    path: '/api/enter',
    headers: { origin, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(token === undefined ? {} : { token }),
  });
}
