import type { Auth0Place } from './auth0-ceremony.ts';

const key = 'health-relay sign-in';

/** A sign-in that waits for the browser. It contains no secret: auth0-spa-js keeps the verifier. */
export interface KeptSignIn {
  readonly state: string;
  readonly url: string;
  readonly expiresAtMs: number;
  readonly place: Auth0Place;
}

/** The sign-in that this tab waited for before a reload; null if there is none. */
export function readKeptSignIn(): KeptSignIn | null {
  try {
    const kept = JSON.parse(window.sessionStorage.getItem(key) ?? 'null') as KeptSignIn | null;
    return kept !== null && kept.expiresAtMs > Date.now() ? kept : null;
  } catch {
    return null;
  }
}

export function keepSignIn(kept: KeptSignIn): void {
  window.sessionStorage.setItem(key, JSON.stringify(kept));
}

export function dropKeptSignIn(): void {
  window.sessionStorage.removeItem(key);
}
