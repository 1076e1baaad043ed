import { z } from 'zod';
import { CodedError } from '../../shared/errors.ts';

const mostEntries = 50;

/** As much of an entry of auth0-spa-js 2 as matters here (its src/cache/shared.ts); everything else goes back as it came. */
const tokenEntrySchema = z.looseObject({
  body: z.looseObject({
    refresh_token: z.string().min(1).max(20_000),
    client_id: z.string(),
    access_token: z.string().optional(),
    decodedToken: z.looseObject({ claims: z.record(z.string(), z.unknown()) }).optional(),
  }),
});

/** What of a sign-in the page must not keep. */
export interface SignedIn {
  readonly refreshToken: string;
  readonly clientId: string;
  readonly accessToken: string | null;
  readonly claims: Readonly<Record<string, unknown>> | null;
}

/**
 * The cache of auth0-spa-js, in memory: the page reads back who is signed in, never what renews it. An entry is taken apart by
 * whatever name the refresh token stands in it, also where this version of the library would not put one.
 */
export class Auth0Cache {
  readonly #entries = new Map<string, string>();

  get(key: string): string | null {
    return this.#entries.get(key) ?? null;
  }

  /** Keeps the entry without its refresh token and returns what came with one. Error request.invalid. */
  set(key: string, text: string): SignedIn | null {
    let entry: unknown;
    try {
      entry = JSON.parse(text);
    } catch {
      throw new CodedError('request.invalid');
    }
    const withTokens = tokenEntrySchema.safeParse(entry);
    const isNew = !this.#entries.has(key);
    if (isNew && this.#entries.size >= mostEntries) throw new CodedError('request.invalid');
    this.#entries.set(key, JSON.stringify(entry, withoutRefreshToken));
    if (!withTokens.success) return null;
    const { refresh_token, client_id, access_token, decodedToken } = withTokens.data.body;
    return {
      refreshToken: refresh_token,
      clientId: client_id,
      accessToken: access_token ?? null,
      claims: decodedToken?.claims ?? null,
    };
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

function withoutRefreshToken(key: string, value: unknown): unknown {
  return key === 'refresh_token' ? undefined : value;
}
