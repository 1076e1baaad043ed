import { z } from 'zod';
import { CodedError } from '../../shared/errors.ts';

const maxEntries = 50;

/** As much of an entry of auth0-spa-js 2 as matters here (its src/cache/shared.ts); everything goes back as it came. */
const tokenEntrySchema = z.looseObject({ body: z.looseObject({ access_token: z.string() }) });

/** The cache of auth0-spa-js, in memory. No entry holds a token that opens anything: see `account.exchangeCode`. */
export class Auth0Cache {
  readonly #entries = new Map<string, string>();

  get(key: string): string | null {
    return this.#entries.get(key) ?? null;
  }

  /** Keeps the entry and returns what stands in it as access token; null where none does. Error request.invalid. */
  set(key: string, text: string): string | null {
    let entry: unknown;
    try {
      entry = JSON.parse(text);
    } catch {
      throw new CodedError('request.invalid');
    }
    const isNew = !this.#entries.has(key);
    if (isNew && this.#entries.size >= maxEntries) throw new CodedError('request.invalid');
    this.#entries.set(key, text);
    return tokenEntrySchema.safeParse(entry).data?.body.access_token ?? null;
  }

  remove(key: string): void {
    this.#entries.delete(key);
  }

  keys(): string[] {
    return [...this.#entries.keys()];
  }

  clear(): void {
    this.#entries.clear();
  }
}
