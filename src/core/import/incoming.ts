import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { CodedError } from '../../shared/errors.ts';
import type { ArchiveFacts } from './thread-messages.ts';

export interface OfferedPath {
  readonly path: string;
  readonly name: string;
  readonly isIncoming: boolean;
}

/** Files that a host offered, by a name that says nothing of their place. Forgotten when the program ends. */
export class Offers {
  readonly #byId = new Map<string, OfferedPath>();

  add(path: string, isIncoming: boolean): { offer: string; name: string } {
    const offer = randomUUID();
    // Kept with the run, and resumed by a program that may run elsewhere.
    const absolute = resolve(path);
    const name = basename(absolute);
    this.#byId.set(offer, { path: absolute, name, isIncoming });
    return { offer, name };
  }

  /** Reads an offer; it stays offered. Error import.not_found. */
  look(offer: string): OfferedPath {
    const offered = this.#byId.get(offer);
    if (!offered) throw new CodedError('import.not_found');
    return offered;
  }

  /** Error import.not_found. */
  take(offer: string): OfferedPath {
    const offered = this.look(offer);
    this.#byId.delete(offer);
    return offered;
  }
}

/** The entry of incoming/ that holds `path`: an upload is one file or one folder there. Null for a path outside. */
function incomingEntry(incomingDir: string, path: string): string | null {
  const [first] = relative(incomingDir, path).split(sep);
  return first === undefined || first === '' || first === '..' ? null : join(incomingDir, first);
}

/** Removes an upload whose import has ended. */
export function removeIncoming(incomingDir: string, path: string): void {
  const entry = incomingEntry(incomingDir, path);
  if (entry) rmSync(entry, { recursive: true, force: true });
}

/** At start: removes every upload but those in `keep`, which interrupted runs may still need. */
export function clearIncoming(incomingDir: string, keep: readonly string[]): void {
  if (!existsSync(incomingDir)) return;
  const kept = new Set(keep.map((path) => incomingEntry(incomingDir, path)));
  for (const name of readdirSync(incomingDir)) {
    const entry = join(incomingDir, name);
    if (!kept.has(entry)) rmSync(entry, { recursive: true, force: true });
  }
}

const minFreeBytes = 64 * 1024 * 1024;
/** Bytes of database for a byte of XML: 0.17 to 0.4 measured. */
const databaseShare = 0.4;
/** Exports unpack to eight times their size and more (healthkit/README §1.2); declared sizes may be modulo 2^32. */
const minRatio = 8;

/** No export unpacks to more (the guard against bombs stops there): a larger declared size is false. */
const highestRatio = 250;

/** Refuses an import that would fill the disk. Error disk.full {needed, free} (bytes). */
export function checkFreeSpace(facts: ArchiveFacts, databaseBytes: number, free: number): void {
  const isZip = facts.kind === 'zip';
  const declared = Math.min(facts.declaredXmlBytes, isZip ? facts.totalBytes * highestRatio : Infinity);
  const whole = Math.max(declared, facts.totalBytes * (isZip ? minRatio : 1)) * databaseShare;
  const needed = Math.ceil(Math.max(whole - databaseBytes, minFreeBytes));
  if (free < needed) throw new CodedError('disk.full', { needed, free });
}
