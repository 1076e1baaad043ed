import type { CallbackOutcome } from '../../shared/domain/account.ts';

/** The values that a sign-in was begun with; `nonce` is '' where there is none. */
export interface Begun {
  readonly state: string;
  readonly redirectUri: string;
  readonly nonce: string;
}

interface Pending extends Begun {
  readonly expiresAtMs: number;
  isUsed: boolean;
  /** Brought back and not exchanged yet. */
  code: string | null;
}

/** A sign-in may take this long: a second factor, a password looked up. */
export const signInMs = 5 * 60_000;
/** So many are remembered, including finished ones, so a link that arrives twice or late gets its own message. */
const maxRemembered = 64;

/** The sign-ins that were begun here and may come back from a browser, each once. In memory: a restart knows none of them. */
export class PendingSignIns {
  readonly #nowMs: () => number;
  readonly #pending = new Map<string, Pending>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Returns when it ends, UTC milliseconds. */
  begin(state: string, redirectUri: string, nonce = ''): number {
    const expiresAtMs = this.#nowMs() + signInMs;
    this.#pending.set(state, { state, redirectUri, nonce, expiresAtMs, isUsed: false, code: null });
    for (const oldest of this.#pending.keys()) {
      if (this.#pending.size <= maxRemembered) break;
      this.#pending.delete(oldest);
    }
    return expiresAtMs;
  }

  cancel(state: string): void {
    this.#pending.delete(state);
  }

  /**
   * The meaning of the address that a browser returned to; it uses up a pending state. `state` is given when the page that
   * began should hear of it: accepted, or denied by the user or the service.
   */
  take(address: string): { readonly outcome: CallbackOutcome; readonly state: string | null } {
    const unknown = { outcome: 'unknown', state: null } as const;
    const url = URL.parse(address);
    const state = url && only(url, 'state');
    const pending = state ? this.#pending.get(state) : undefined;
    if (
      !url ||
      !state ||
      !pending ||
      `${url.protocol}//${url.host}${url.pathname}` !== plain(pending.redirectUri)
    )
      return unknown;
    const isDenied = url.searchParams.has('error');
    const code = only(url, 'code');
    if (!isDenied && code === null) return unknown;
    if (pending.isUsed) return { outcome: 'used', state: null };
    if (this.#nowMs() >= pending.expiresAtMs) return { outcome: 'late', state: null };
    pending.isUsed = true;
    if (!isDenied) pending.code = code;
    return { outcome: isDenied ? 'denied' : 'accepted', state };
  }

  /** The sign-in that this code was accepted for, once; null for any other code. */
  redeem(code: string): Begun | null {
    for (const pending of this.#pending.values()) {
      if (pending.code !== code) continue;
      pending.code = null;
      return pending;
    }
    return null;
  }
}

/** Scheme, host and path; `app.x:/callback` and `app.x:///callback` are one. */
function plain(address: string): string {
  const url = new URL(address);
  return `${url.protocol}//${url.host}${url.pathname}`;
}

/** A parameter that is there exactly once. */
function only(url: URL, name: string): string | null {
  const values = url.searchParams.getAll(name);
  return values.length === 1 && values[0] ? values[0] : null;
}
