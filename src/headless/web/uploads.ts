import { mkdir, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { DataClient } from '../../data/protocol/client.ts';
import type { Offer } from '../../shared/contract/index.ts';
import { CodedError } from '../../shared/errors.ts';
import { valueOrThrow } from '../../shared/failure.ts';
import { newSecret } from './secrets.ts';
import { receiveFile } from './upload-file.ts';
import { type Announcement, planUpload, type UploadPlan } from './upload-plan.ts';

const maxUploads = 8;
/** An upload that is silent this long is given up: its page is gone. */
const abandonedMs = 10 * 60_000;
/** Space kept free beyond the upload, for the database that grows from it. */
const spareBytes = 64 * 1024 * 1024;

interface Upload {
  readonly folder: string;
  readonly plan: UploadPlan;
  readonly received: Set<number>;
  readonly receiving: Set<number>;
  readonly ended: AbortController;
  /** Time of the last sign of life, in milliseconds. */
  touchedAt: number;
}

/**
 * Files being uploaded from a page into the profile's `incoming/`, each upload in its own folder, 0700 and 0600.
 * An upload that is aborted, cut short, or too long is removed whole; a complete one belongs to the data program.
 */
export class Uploads {
  readonly #data: Pick<DataClient, 'host'>;
  readonly #now: () => number;
  readonly #uploads = new Map<string, Upload>();

  constructor(data: Pick<DataClient, 'host'>, now: () => number = Date.now) {
    this.#data = data;
    this.#now = now;
  }

  /** Errors: request.invalid for a bad path, disk.full {needed, free}, request.refused if too many are in progress. */
  async begin(announcement: Announcement): Promise<{ readonly upload: string }> {
    const plan = planUpload(announcement);
    await this.#removeAbandoned();
    if (this.#uploads.size >= maxUploads) throw new CodedError('request.refused');
    const free = valueOrThrow(await this.#data.host('host.freeBytes', {})).bytes;
    const needed = plan.totalBytes + this.#outstandingBytes() + spareBytes;
    if (needed > free) throw new CodedError('disk.full', { needed, free });

    const incoming = valueOrThrow(await this.#data.host('host.incomingDir', {})).path;
    const id = newSecret();
    const folder = join(incoming, id);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    this.#uploads.set(id, {
      folder,
      plan,
      received: new Set(),
      receiving: new Set(),
      ended: new AbortController(),
      touchedAt: this.#now(),
    });
    return { upload: id };
  }

  /** Receives one file's bytes. Errors: request.invalid for a file that wasn't announced or came twice, and those of `receiveFile`. */
  async receive(id: string, index: number, request: IncomingMessage): Promise<null> {
    const upload = this.#find(id);
    const file = upload.plan.files[index];
    if (file === undefined || upload.received.has(index) || upload.receiving.has(index)) {
      throw new CodedError('request.invalid', { at: 'index' });
    }
    upload.receiving.add(index);
    try {
      await receiveFile(request, join(upload.folder, ...file.segments), file.size, upload.ended.signal);
      upload.received.add(index);
      return null;
    } catch (error) {
      await this.remove(id);
      throw error;
    } finally {
      upload.receiving.delete(index);
      upload.touchedAt = this.#now();
    }
  }

  /** Hands the complete upload to the data program. Errors: request.invalid if a file is missing. */
  async finish(id: string): Promise<Offer> {
    const upload = this.#find(id);
    if (upload.received.size !== upload.plan.files.length)
      throw new CodedError('request.invalid', { at: 'files' });
    this.#uploads.delete(id);
    const path = join(upload.folder, ...upload.plan.offered);
    const offer = await this.#data.host('host.addOffer', { path, isIncoming: true });
    if (!offer.ok) await removeFolder(upload.folder);
    return valueOrThrow(offer);
  }

  /** Ends an upload and removes its files. An unknown upload is ignored. */
  async remove(id: string): Promise<null> {
    const upload = this.#uploads.get(id);
    if (upload === undefined) return null;
    this.#uploads.delete(id);
    upload.ended.abort();
    await removeFolder(upload.folder);
    return null;
  }

  /** Call this when the data program restarts, because it clears `incoming/` and partial uploads are lost, and when the host ends. */
  async removeAll(): Promise<void> {
    await Promise.all([...this.#uploads.keys()].map((id) => this.remove(id)));
  }

  #find(id: string): Upload {
    const upload = this.#uploads.get(id);
    if (upload === undefined) throw new CodedError('request.invalid', { at: 'upload' });
    return upload;
  }

  /** Bytes announced but not yet on disk. A file that is being received counts whole. */
  #outstandingBytes(): number {
    let bytes = 0;
    for (const { plan, received } of this.#uploads.values()) {
      plan.files.forEach((file, index) => {
        if (!received.has(index)) bytes += file.size;
      });
    }
    return bytes;
  }

  async #removeAbandoned(): Promise<void> {
    const limit = this.#now() - abandonedMs;
    const abandoned = [...this.#uploads].filter(
      ([, upload]) => upload.receiving.size === 0 && upload.touchedAt < limit,
    );
    await Promise.all(abandoned.map(([id]) => this.remove(id)));
  }
}

/** Retries, in case a file was just being created in it. */
async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
}
