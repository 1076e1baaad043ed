import { createReadStream } from 'node:fs';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';

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

/** A page's way into the web host, without a browser: by the link to a cookie, from the page its token. */
export class WebClient {
  readonly origin: string;
  readonly cookie: string;
  readonly token: string;

  private constructor(origin: string, cookie: string, token: string) {
    this.origin = origin;
    this.cookie = cookie;
    this.token = token;
  }

  /** Follows a link as a browser does. Throws when the host does not let it in. */
  static async enter(link: string): Promise<WebClient> {
    const { origin, pathname, search } = new URL(link);
    const first = await ask(origin, { path: pathname + search });
    const cookie = first.headers['set-cookie']?.[0]?.split(';')[0];
    if (first.status !== 303 || cookie === undefined)
      throw new Error(`the link was answered with ${first.status}`);
    const page = await ask(origin, { path: '/', headers: { cookie } });
    const token = /<meta name="health-relay-token" content="([\w-]+)">/.exec(page.text)?.[1];
    if (page.status !== 200 || token === undefined)
      throw new Error(`the page was answered with ${page.status}`);
    return new WebClient(origin, cookie, token);
  }

  /** What a page's own requests carry. */
  get headers(): Record<string, string> {
    return { origin: this.origin, cookie: this.cookie, 'x-health-relay-token': this.token };
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
