// Access tokens that the sandbox accepts. They look like Auth0's, but only this list makes one valid: clients must treat them as opaque.
import { randomUUID } from 'node:crypto';
import { tokenShaped } from '../http/token-shape.ts';

/** The claims that the proxy sees (`whoami` echoes them). */
export type Claims = Readonly<Record<string, unknown>>;

export interface TokenOptions {
  /** How long it is valid from now; an hour unless told. */
  readonly expiresInMs?: number;
  /** A valid token without an identity: 400 MISSING_IDENTITY on the HealthKit routes (atlas/README §2). */
  readonly withoutSub?: boolean;
}

const hourMs = 3_600_000;
const audience = 'https://api.atlas.ai';

/** Issues, checks and revokes. `alsoAccept` lets another issuer's tokens in (an identity provider in the same sandbox). */
export class IssuedTokens {
  readonly #claims = new Map<string, Claims & { readonly exp: number }>();
  readonly #now: () => number;
  readonly #alsoAccept: (token: string) => Claims | null;

  constructor(now: () => number, alsoAccept: (token: string) => Claims | null = () => null) {
    this.#now = now;
    this.#alsoAccept = alsoAccept;
  }

  issue(sub: string, options: TokenOptions = {}): string {
    const now = this.#now();
    const claims = {
      iss: 'https://sandbox.invalid/',
      aud: audience,
      iat: Math.floor(now / 1000),
      exp: Math.floor((now + (options.expiresInMs ?? hourMs)) / 1000),
      scope: '',
      jti: randomUUID(),
      ...(options.withoutSub === true ? {} : { sub }),
    };
    const token = tokenShaped({ alg: 'RS256', typ: 'JWT', kid: 'sandbox' }, claims);
    this.#claims.set(token, claims);
    return token;
  }

  /** Every token issued so far stops working; new ones are valid. */
  revokeAll(): void {
    this.#claims.clear();
  }

  /** The claims of a Bearer header, or null for every fault alike: the proxy answers one 401 for all (atlas/README §2). */
  claimsOf(authorization: string | undefined): Claims | null {
    const token = /^bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return null;
    const claims = this.#claims.get(token);
    if (claims !== undefined) return claims.exp * 1000 > this.#now() ? claims : null;
    return this.#alsoAccept(token);
  }
}
