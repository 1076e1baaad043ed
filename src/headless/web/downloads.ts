import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { DataClient } from '../../data/protocol/client.ts';
import type { WantedBackup } from '../../data/protocol/profiles.ts';
import type { CallOutput } from '../../shared/contract/index.ts';
import { valueOrThrow } from '../../shared/failure.ts';
import { securityHeaders } from '../../shared/page/headers.ts';
import { newSecret } from './secrets.ts';

const lifetimeMs = 5 * 60_000;
/** Each is as large as the whole history. */
const maxWaiting = 2;

interface Waiting {
  readonly path: string;
  readonly name: string;
  readonly expiresAt: number;
}

/**
 * Backups on their way to the browser: written whole into the profile's incoming/ (which is cleared at every start), each given out once,
 * within 5 minutes. A link that a browser follows carries no header, so its path is the secret: only the page that asked knows it.
 */
export class Downloads {
  readonly #data: Pick<DataClient, 'host'>;
  readonly #now: () => number;
  readonly #waiting = new Map<string, Waiting>();

  constructor(data: Pick<DataClient, 'host'>, now: () => number = Date.now) {
    this.#data = data;
    this.#now = now;
  }

  /** The oldest gives way when more than two wait to be fetched. Errors: those of the backup. */
  async offer({ name, write }: WantedBackup): Promise<CallOutput<'profiles.backUp'>> {
    await this.#removeExpired();
    const id = newSecret();
    const { path: incoming } = valueOrThrow(await this.#data.host('host.incomingDir', {}));
    const path = join(incoming, `backup-${id}.sqlite`);
    const { bytes } = await write(path);
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size >= maxWaiting && oldest !== undefined) await this.#remove(oldest);
    this.#waiting.set(id, { path, name, expiresAt: this.#now() + lifetimeMs });
    return { state: 'download', name, bytes, href: `/backup/${id}` };
  }

  /**
   * Streams what `pathname` offers and removes it, after `onFound`; false when there is nothing of that name (any more).
   */
  async send(pathname: string, response: ServerResponse, onFound: () => void): Promise<boolean> {
    const id = /^\/backup\/([\w-]{43})$/.exec(pathname)?.[1];
    await this.#removeExpired();
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || waiting === undefined) return false;
    this.#waiting.delete(id);
    onFound();
    try {
      const { size } = await stat(waiting.path);
      response.writeHead(200, {
        ...securityHeaders,
        'content-type': 'application/vnd.sqlite3',
        'content-length': size,
        // The name is of our own making: plain ASCII without quotes.
        'content-disposition': `attachment; filename="${waiting.name}"`,
      });
      await pipeline(createReadStream(waiting.path), response);
    } catch {
      // The browser went away, or the data program cleared its folder: the person asks again.
      response.destroy();
    } finally {
      await rm(waiting.path, { force: true });
    }
    return true;
  }

  async #removeExpired(): Promise<void> {
    const now = this.#now();
    const expired = [...this.#waiting].filter(([, { expiresAt }]) => now >= expiresAt);
    await Promise.all(expired.map(([id]) => this.#remove(id)));
  }

  async #remove(id: string): Promise<void> {
    const path = this.#waiting.get(id)?.path;
    this.#waiting.delete(id);
    if (path !== undefined) await rm(path, { force: true });
  }
}
