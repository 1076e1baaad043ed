import { randomUUID } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { CodedError } from '../../shared/errors.ts';

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
