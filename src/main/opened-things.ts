import { stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, sep } from 'node:path';
import type { DataClient } from '../data/protocol/client.ts';
import type { CallOutput } from '../shared/contract/index.ts';
import { CodedError, type ErrorCode } from '../shared/errors.ts';
import { toFailure } from '../shared/failure.ts';

type Opened = CallOutput<'app.takeOpened'>[number];

/** More at once is a mistake, or abuse. */
const maxWaiting = 50;

/**
 * Paths that came from outside the page, until the page takes them. They may arrive before anything is
 * ready. The paths themselves never reach the page.
 */
export class OpenedThings {
  readonly #onOffered: (path: string) => void;
  #waiting: string[] = [];
  #tell: () => void = () => {};

  /** Calls `onOffered` with each path that the data program took. */
  constructor(onOffered: (path: string) => void = () => {}) {
    this.#onOffered = onOffered;
  }

  /** Calls `listener` when paths are waiting, now and later. */
  onWaiting(listener: () => void): void {
    this.#tell = listener;
    if (this.#waiting.length > 0) listener();
  }

  /** Absolute paths. A path that is already waiting is not added again: Finder may send the same event twice. */
  add(paths: readonly string[]): void {
    const room = maxWaiting - this.#waiting.length;
    const added = [...new Set(paths)].filter((path) => !this.#waiting.includes(path)).slice(0, room);
    if (added.length === 0) return;
    this.#waiting.push(...added);
    this.#tell();
  }

  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /**
   * Hands out everything that waits: checked here, registered with the data program, known to the page
   * by name. While that program is away, the paths keep waiting.
   */
  async take(data: Pick<DataClient, 'host'>): Promise<Opened[]> {
    const paths = this.#waiting;
    this.#waiting = [];
    const taken = await Promise.all(paths.map(async (path) => ({ path, answer: await offer(path, data) })));
    for (const { path, answer } of taken) if (answer.offer !== null) this.#onOffered(path);
    const isAway = (answer: Opened) => answer.code === 'data.unavailable';
    this.#waiting.push(...taken.filter(({ answer }) => isAway(answer)).map(({ path }) => path));
    return taken.map(({ answer }) => answer).filter((answer) => !isAway(answer));
  }
}

async function offer(named: string, data: Pick<DataClient, 'host'>): Promise<Opened> {
  const refused = (code: ErrorCode) => ({ name: basename(named), offer: null, code });
  try {
    const answer = await data.host('host.addOffer', {
      path: await offeredPath(named, null),
      isIncoming: false,
    });
    return answer.ok ? { ...answer.value, code: null } : refused(answer.error.code);
  } catch (error) {
    return refused(toFailure(error).code);
  }
}

/**
 * The file or folder to offer for what the preload named. With `relativePath` (`folder/sub/name`) the
 * file came as part of a chosen folder, and that folder is meant. Throws import.not_found if it
 * doesn't exist or the two don't belong together (a File created by the page has no path).
 */
export async function offeredPath(path: unknown, relativePath: unknown): Promise<string> {
  if (typeof path !== 'string' || !isAbsolute(path)) throw new CodedError('import.not_found');
  const meant = typeof relativePath === 'string' ? folderOf(path, relativePath) : path;
  if (meant === null) throw new CodedError('import.not_found');
  const found = await stat(meant).catch(() => null);
  if (found === null || !(found.isFile() || found.isDirectory())) throw new CodedError('import.not_found');
  return meant;
}

/** The chosen folder above `path`; null if `path` doesn't end in `relativePath`. */
export function folderOf(path: string, relativePath: string): string | null {
  const segments = relativePath.split('/');
  if (segments.length < 2 || !path.endsWith(sep + segments.join(sep))) return null;
  return segments.slice(1).reduce((folder) => dirname(folder), path);
}
