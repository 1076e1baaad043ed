import type { TokenClaims } from './signed-tokens.ts';

/** Which access tokens are out, by `jti`, so that they can be ended before their time. */
export class IssuedAccess {
  readonly #subs = new Map<string, string>();
  readonly #ended = new Set<string>();

  note({ jti, sub }: TokenClaims): void {
    this.#subs.set(String(jti), String(sub));
  }

  /** Ends those of an account, or all. */
  end(account: string | null): void {
    for (const [jti, sub] of this.#subs) if (account === null || sub === account) this.#ended.add(jti);
  }

  isEnded({ jti }: TokenClaims): boolean {
    return this.#ended.has(String(jti));
  }
}
