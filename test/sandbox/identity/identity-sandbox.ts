// What the identity provider of the sandbox offers to tests.
import type { SandboxClock } from '../http/clock.ts';
import type { StandIn } from '../http/stand-in.ts';
import type { WireFault } from '../http/wire-faults.ts';
import type { IdentityHoldings } from './identity-log.ts';
import type { IdentitySettings } from './provider-settings.ts';
import type { TokenClaims } from './signed-tokens.ts';

/** `internalError`: 500 before the work, or after it with `afterCommit`. `refused`: that OAuth error, nothing done. */
export type IdentityFault =
  | WireFault
  | { readonly kind: 'internalError'; readonly afterCommit?: boolean }
  | { readonly kind: 'tooManyRequests' }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly error: string;
      readonly description: string;
    };

export interface IdentityOptions extends Partial<IdentitySettings> {
  readonly clock?: SandboxClock;
  readonly clientId?: string;
  readonly audience?: string;
  /** Allowed Callback URLs; `http://127.0.0.1:*` + path is every port. The default: the desktop app's and `/callback` of any port. */
  readonly callbacks?: readonly string[];
  readonly logoutUrls?: readonly string[];
}

/**
 * A running identity provider. People are named by their id (`people`), routes of faults like `POST /oauth/token`,
 * `GET /.well-known/jwks.json` or `POST /u/login`.
 */
export interface IdentitySandbox extends StandIn<IdentityFault> {
  /** `http://127.0.0.1:<port>`: what `auth0.domain` is set to; `@auth0/auth0-spa-js` takes it with its scheme. */
  readonly domain: string;
  /** `domain` and a slash. */
  readonly issuer: string;
  readonly clientId: string;
  readonly audience: string;
  readonly settings: IdentitySettings;
  /** The next request of the route gets this fault. */
  failNext(route: string, fault: IdentityFault): void;
  /** Access tokens that are out end now, of one person or all: the sandbox's servers refuse them. Refresh tokens still work. */
  expireAccessTokens(person?: string): void;
  /** As an administrator does: every session and refresh token of the person is gone. Access tokens live on, as Auth0's do. */
  revoke(person: string): void;
  holdings(): IdentityHoldings;
  /** Every refresh token that it gave out and that was not withdrawn: what nobody but the program may hold while it lives. */
  refreshTokens(): readonly { readonly token: string; readonly isLiving: boolean }[];
  /** An access token without a ceremony, for scripts. */
  token(person?: string, lifetimeS?: number): string;
  /** Whether an access token was ended before its time, by its claims. */
  isEnded(claims: TokenClaims): boolean;
}
