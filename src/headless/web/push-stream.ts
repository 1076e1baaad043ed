import type { ServerResponse } from 'node:http';
import type { PushName } from '../../shared/contract/index.ts';
import { securityHeaders } from '../../shared/page/headers.ts';

const heartbeatMs = 15_000;
const maxWaiting = 100;
const maxStreams = 32;

/** Pushes of which only the latest matters. */
const snapshots: ReadonlySet<PushName> = new Set<PushName>(['import.progress', 'app.dataState']);

interface Waiting {
  readonly name: PushName;
  readonly line: string;
}

/**
 * One page's stream of pushes: NDJSON lines `{name, payload}`, and `{}` every 15 s. A page that reads too slowly gets only
 * the latest snapshot; one with 100 other pushes waiting is cut off, and requests everything again when it reconnects.
 */
class PushStream {
  readonly #response: ServerResponse;
  readonly #waiting: Waiting[] = [];
  readonly #heartbeat: NodeJS.Timeout;

  constructor(response: ServerResponse, onClosed: () => void) {
    this.#response = response;
    response.writeHead(200, { ...securityHeaders, 'content-type': 'application/x-ndjson; charset=utf-8' });
    response.on('drain', () => this.#flush());
    response.on('error', () => {});
    this.#heartbeat = setInterval(() => this.#write('{}\n'), heartbeatMs);
    this.#heartbeat.unref();
    response.once('close', () => {
      clearInterval(this.#heartbeat);
      onClosed();
    });
    this.#write('{}\n');
  }

  push(name: PushName, line: string): void {
    if (snapshots.has(name)) {
      const older = this.#waiting.findIndex((waiting) => waiting.name === name);
      if (older !== -1) this.#waiting.splice(older, 1);
    }
    this.#waiting.push({ name, line });
    if (this.#waiting.length > maxWaiting) this.#response.destroy();
    else this.#flush();
  }

  end(): void {
    this.#response.end();
  }

  #flush(): void {
    while (!this.#response.writableNeedDrain) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#response.write(next.line);
    }
  }

  #write(text: string): void {
    if (!this.#response.writableNeedDrain) this.#response.write(text);
  }
}

/** The streams of all listening pages. The oldest is dropped when there are more than 32. */
export class PushStreams {
  readonly #streams = new Set<PushStream>();

  /** Takes over the response and keeps it open until the page goes away. */
  add(response: ServerResponse): void {
    const stream: PushStream = new PushStream(response, () => this.#streams.delete(stream));
    this.#streams.add(stream);
    const [oldest] = this.#streams;
    if (this.#streams.size > maxStreams) oldest?.end();
  }

  push(name: PushName, payload: unknown): void {
    const line = `${JSON.stringify({ name, payload })}\n`;
    for (const stream of this.#streams) stream.push(name, line);
  }

  close(): void {
    for (const stream of this.#streams) stream.end();
  }
}
