import type { Account } from '../../shared/domain/account.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { KeptCredential } from './bound-credentials.ts';

/** An access token: in memory only, never in a file, a log or the keychain. */
export interface Access {
  readonly token: string;
  /** UTC milliseconds by our clock, counted from when it came; null when nobody said. */
  readonly untilMs: number | null;
  /** How long it was good for when it came. */
  readonly lifeMs: number | null;
}

/** ended: the server will never renew it again. away: the server could not be asked; the refresh token is as good as before. */
export type Renewal =
  | {
      readonly kind: 'renewed';
      readonly access: Access;
      /** Null: the one that was sent stays good. */
      readonly refresh: string | null;
      readonly account: Account | null;
    }
  | { readonly kind: 'ended'; readonly code: ErrorCode }
  | { readonly kind: 'away'; readonly code: ErrorCode };

/** Where one kind of sign-in is renewed and given back. */
export interface SignInService {
  /** As the settings are now. */
  canRenew(kept: KeptCredential): boolean;
  /** One request; the server may rotate the refresh token. */
  renew(kept: KeptCredential): Promise<Renewal>;
  /** Best effort: true when the server said that it is withdrawn. */
  revoke(kept: KeptCredential, access: Access | null): Promise<boolean>;
}

/** From the moment of receipt, never by the server's clock, which may be hours off. `seconds` from the response; else from the token. */
export function accessFor(
  token: string,
  seconds: number | undefined,
  life: number | null,
  nowMs: number,
): Access {
  const lifeMs = seconds === undefined ? life : seconds * 1000;
  return { token, untilMs: lifeMs === null ? null : nowMs + lifeMs, lifeMs };
}
