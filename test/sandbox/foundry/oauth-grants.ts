// What Multipass keeps of sign-ins: codes, refresh tokens that rotate, and the families they belong to.
import { createHash, randomBytes } from 'node:crypto';
import type { SandboxPerson } from '../identity/people.ts';
import type { Access, Scope } from './access.ts';

/** May be changed while it runs. */
export interface OAuthSettings {
  accessLifetimeS: number;
  refreshLifetimeS: number;
}

interface Grant {
  readonly person: SandboxPerson;
  /** As asked for; `offline_access` among them brings a refresh token. */
  readonly scopes: readonly string[];
}

export interface Consent extends Grant {
  readonly challenge: string;
  readonly redirectUri: string;
}

export interface GrantedTokens {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  readonly scope: string;
}

interface RefreshToken extends Grant {
  readonly family: symbol;
  readonly endsAt: number;
  isUsed: boolean;
}

const codeLifetimeMs = 60_000;
const dataScopes: readonly Scope[] = ['api:datasets-read', 'api:datasets-write'];

export class OAuthGrants {
  readonly settings: OAuthSettings = { accessLifetimeS: 3600, refreshLifetimeS: 30 * 86_400 };
  readonly #access: Access;
  readonly #now: () => number;
  readonly #codes = new Map<string, Consent & { readonly endsAt: number }>();
  readonly #refresh = new Map<string, RefreshToken>();
  readonly #refreshes = new Map<string, number>();

  constructor(access: Access, now: () => number) {
    this.#access = access;
    this.#now = now;
  }

  /** A code for what was consented to; good once, for a minute. */
  consent(consent: Consent): string {
    const code = randomBytes(18).toString('base64url');
    this.#codes.set(code, { ...consent, endsAt: this.#now() + codeLifetimeMs });
    return code;
  }

  /** Null for a code that is unknown, used, too old, or of another verifier or address. */
  exchange(code: string, verifier: string, redirectUri: string): GrantedTokens | null {
    const held = this.#codes.get(code);
    this.#codes.delete(code);
    if (!held || held.endsAt <= this.#now() || held.redirectUri !== redirectUri) return null;
    if (createHash('sha256').update(verifier).digest('base64url') !== held.challenge) return null;
    return this.#issue(held, Symbol('family'));
  }

  /** Null for a token that is unknown or over; one that was used already ends its family. */
  refresh(token: string): GrantedTokens | null {
    const held = this.#refresh.get(token);
    if (!held || held.endsAt <= this.#now()) return null;
    if (held.isUsed) {
      this.#drop(({ family }) => family === held.family);
      return null;
    }
    held.isUsed = true;
    this.#refreshes.set(held.person.id, this.refreshesOf(held.person.id) + 1);
    return this.#issue(held, held.family);
  }

  /** By a refresh token: its family ends. By an access token: that token. */
  revokeToken(token: string): void {
    const held = this.#refresh.get(token);
    if (held) this.#drop(({ family }) => family === held.family);
    else this.#access.revoke(token);
  }

  /** Every refresh token of the person is gone; access tokens that are out live on. */
  revoke(personId: string): void {
    this.#drop(({ person }) => person.id === personId);
  }

  refreshesOf(personId: string): number {
    return this.#refreshes.get(personId) ?? 0;
  }

  #issue({ person, scopes }: Grant, family: symbol): GrantedTokens {
    const { accessLifetimeS, refreshLifetimeS } = this.settings;
    const tokens = {
      access_token: this.#access.issue({
        account: person.id,
        scopes: dataScopes.filter((scope) => scopes.includes(scope)),
        expiresInMs: accessLifetimeS * 1000,
      }),
      token_type: 'Bearer' as const,
      expires_in: accessLifetimeS,
      scope: scopes.join(' '),
    };
    if (!scopes.includes('offline_access')) return tokens;
    const refreshToken = randomBytes(24).toString('base64url');
    const endsAt = this.#now() + refreshLifetimeS * 1000;
    this.#refresh.set(refreshToken, { person, scopes, family, endsAt, isUsed: false });
    return { ...tokens, refresh_token: refreshToken };
  }

  #drop(isOf: (token: RefreshToken) => boolean): void {
    for (const [key, token] of [...this.#refresh]) if (isOf(token)) this.#refresh.delete(key);
  }
}
