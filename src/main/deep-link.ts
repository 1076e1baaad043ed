/** The app's own scheme, as it is registered with the system and with the identity provider. */
export const appScheme = 'app.healthrelay.desktop';

const longest = 8000;

/** Whether a text is meant for our scheme at all, well formed or not. Schemes know no upper case (RFC 3986 §3.1). */
export function isAppLink(text: string): boolean {
  return text.slice(0, appScheme.length + 1).toLowerCase() === `${appScheme}:`;
}

/**
 * The address with which a browser comes back from a sign-in, parsed and written anew: exactly
 * `app.healthrelay.desktop:/callback?…`, also as `app.healthrelay.desktop:///callback?…`, which says the same and which a
 * desktop may make of it. Null for everything else. Any program and any web page can send such a link: what it says is judged
 * by the
 * pending `state`, in the data program.
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

/** Nobody signs in so often; more is somebody's mischief. */
const maxWaiting = 5;

/** Addresses with which a browser came back, kept until the data program can be given them: a link may be what starts the app. */
export class SignInReturns {
  #waiting: string[] = [];
  #take: ((url: string) => void) | null = null;

  add(url: string): void {
    if (this.#take !== null) this.#take(url);
    else if (this.#waiting.length < maxWaiting) this.#waiting.push(url);
  }

  /** Gives what waits, and from now on each as it comes. */
  onReturn(take: (url: string) => void): void {
    this.#take = take;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const url of waiting) take(url);
  }
}
