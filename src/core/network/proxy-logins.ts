import { z } from 'zod';
import type { SecretStore } from '../secret-store/secret-store.ts';

/** Name and password for one proxy. */
export interface ProxyLogin {
  readonly name: string;
  readonly password: string;
}

const loginSchema = z.object({ name: z.string(), password: z.string() });

/** The keychain entry of a proxy. It belongs to the computer's network and not to a profile. */
const entryOf = (place: string) => `proxy:${place}`;

/**
 * The names and passwords of proxies, by place ("http://proxy:8080"): in the keychain, and in memory once one was used. The keychain is
 * asked only after a proxy has asked: most networks have none, and a locked keychain would hold up every request.
 */
export class ProxyLogins {
  readonly #secrets: () => Promise<SecretStore>;
  readonly #known = new Map<string, ProxyLogin | null>();

  constructor(secrets: () => Promise<SecretStore>) {
    this.#secrets = secrets;
  }

  /** The login as far as it has been read; null: none is known. */
  get(place: string): ProxyLogin | null {
    return this.#known.get(place) ?? null;
  }

  /** Reads it from the keychain, once; a keychain that can't be read is asked again the next time. */
  async find(place: string): Promise<ProxyLogin | null> {
    if (this.#known.has(place)) return this.get(place);
    let text: string | null;
    try {
      text = await (await this.#secrets()).get(entryOf(place));
    } catch {
      // Locked, denied or absent: the proxy's question goes to the user, and the Account section names the keychain's state.
      return null;
    }
    // A login that was typed while the keychain was read is newer.
    if (!this.#known.has(place)) this.#known.set(place, text === null ? null : parsed(text));
    return this.get(place);
  }

  /** Keeps it; without a keychain until the program ends. */
  async set(place: string, login: ProxyLogin): Promise<void> {
    this.#known.set(place, login);
    await (await this.#secrets()).set(entryOf(place), JSON.stringify(login));
  }

  /** Errors: account.keychain_not_cleared. */
  async forget(place: string): Promise<void> {
    this.#known.set(place, null);
    await (await this.#secrets()).delete(entryOf(place));
  }
}

/** Null: written by something else, or by a version to come. */
function parsed(text: string): ProxyLogin | null {
  try {
    return loginSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
