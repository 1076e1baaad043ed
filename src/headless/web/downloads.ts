import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { DataClient } from '../../data/protocol/client.ts';
import type { FileKind, WantedFile } from '../../data/protocol/profiles.ts';
import type { SavedFile } from '../../shared/contract/profiles.ts';
import { valueOrThrow } from '../../shared/failure.ts';
import { securityHeaders } from '../../shared/page/headers.ts';
import { newSecret } from './secrets.ts';

const lifetimeMs = 5 * 60_000;
const contentTypes: Readonly<Record<FileKind, string>> = {
  sqlite: 'application/vnd.sqlite3',
  age: 'application/octet-stream',
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
};
/** Few, because a backup is as large as the whole history. */
const maxWaiting = 2;

interface Waiting {
  readonly path: string;
  readonly name: string;
  readonly kind: FileKind;
  readonly expiresAt: number;
}

/**
 * Backups and exports for the browser: written whole into the profile's incoming/ (which is cleared at every start), each served once,
 * within 5 minutes. A link that a browser follows carries no header, so its path is the secret: only the page that requested it knows it.
 */
export class Downloads {
  readonly #data: Pick<DataClient, 'host'>;
  readonly #now: () => number;
  readonly #waiting = new Map<string, Waiting>();

  constructor(data: Pick<DataClient, 'host'>, now: () => number = Date.now) {
    this.#data = data;
    this.#now = now;
  }

  /** The oldest is dropped if more than two are waiting. Errors: those of writing. */
  async offer({ name, kind, write }: WantedFile): Promise<SavedFile> {
    await this.#removeExpired();
    const id = newSecret();
    const { path: incoming } = valueOrThrow(await this.#data.host('host.incomingDir', {}));
    const path = join(incoming, `file-${id}.${kind}`);
    const { bytes } = await write(path);
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size >= maxWaiting && oldest !== undefined) await this.#remove(oldest);
    this.#waiting.set(id, { path, name, kind, expiresAt: this.#now() + lifetimeMs });
    return { state: 'download', name, bytes, href: `/file/${id}` };
  }

  /**
   * Streams the file at `pathname` and removes it, after `onFound`; false if there is none (any longer).
   */
  async send(pathname: string, response: ServerResponse, onFound: () => void): Promise<boolean> {
    const id = /^\/file\/([\w-]{43})$/.exec(pathname)?.[1];
    await this.#removeExpired();
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || waiting === undefined) return false;
    this.#waiting.delete(id);
    onFound();
    try {
      const { size } = await stat(waiting.path);
      response.writeHead(200, {
        ...securityHeaders,
        'content-type': contentTypes[waiting.kind],
        'content-length': size,
        // We generate the name: plain ASCII without quotes.
        'content-disposition': `attachment; filename="${waiting.name}"`,
      });
      await pipeline(createReadStream(waiting.path), response);
    } catch {
      // The browser went away, or the data program cleared its folder: the user can request it again.
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
