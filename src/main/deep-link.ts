/** The app's own scheme, as registered with the system and with the identity provider. */
export const appScheme = 'app.healthrelay.desktop';

const longest = 8000;

/** Whether a text is meant for our scheme at all, well-formed or not. Schemes are case-insensitive (RFC 3986 §3.1). */
export function isAppLink(text: string): boolean {
  return text.slice(0, appScheme.length + 1).toLowerCase() === `${appScheme}:`;
}

/**
 * The callback address of a sign-in, parsed and rewritten: exactly
 * `app.healthrelay.desktop:/callback?…`, or the equivalent `app.healthrelay.desktop:///callback?…`,
 * which a desktop may turn it into. Null for everything else. Any program and any web page can send
 * such a link, so the data program judges its content by the pending `state`.
 */
export function signInCallback(text: string): string | null {
  if (!isAppLink(text) || text.length > longest || !/^[\x21-\x7e]+$/.test(text)) return null;
  if (!URL.canParse(text)) return null;
  const { host, pathname, search, hash, username, password } = new URL(text);
  if (host !== '' || username !== '' || password !== '' || hash !== '' || pathname !== '/callback')
    return null;
  if (search === '') return null;
  return `${appScheme}:/callback${search}`;
}

/** Nobody signs in that often; more is abuse. */
const maxWaiting = 5;

/** Callback addresses, kept until the data program can take them: a link may be what starts the app. */
export class SignInReturns {
  #waiting: string[] = [];
  #take: ((url: string) => void) | null = null;

  add(url: string): void {
    if (this.#take !== null) this.#take(url);
    else if (this.#waiting.length < maxWaiting) this.#waiting.push(url);
  }

  /** Passes on the waiting addresses now, and each later one as it arrives. */
  onReturn(take: (url: string) => void): void {
    this.#take = take;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const url of waiting) take(url);
  }
}
