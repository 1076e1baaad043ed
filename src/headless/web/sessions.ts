import { isSameSecret, newSecret } from './link-tokens.ts';

const maxSessions = 20;
const maxPages = 50;

interface Session {
  readonly cookie: string;
  /** Tokens of the pages served to this browser, oldest first. */
  readonly pages: string[];
}

/**
 * Browsers that came by a link, and the pages served to each. They live as long as the process: a restart asks for a new link.
 * The cookie alone is not enough because cookies are shared by all ports of 127.0.0.1; the page's token alone is not
 * because it stands in the document.
 */
export class Sessions {
  readonly #sessions: Session[] = [];

  /** Begins a session and returns its cookie's value. */
  begin(): string {
    const session: Session = { cookie: newSecret(), pages: [] };
    this.#sessions.push(session);
    if (this.#sessions.length > maxSessions) this.#sessions.shift();
    return session.cookie;
  }

  has(cookie: string | null): boolean {
    return this.#find(cookie) !== null;
  }

  /** A token for one page of this session; null when the session is unknown. */
  addPage(cookie: string | null): string | null {
    const session = this.#find(cookie);
    if (session === null) return null;
    const token = newSecret();
    session.pages.push(token);
    if (session.pages.length > maxPages) session.pages.shift();
    return token;
  }

  /** Whether this very session was given this very page token. */
  ownsPage(cookie: string | null, token: string | null): boolean {
    const session = this.#find(cookie);
    if (session === null || token === null) return false;
    return session.pages.some((known) => isSameSecret(token, known));
  }

  #find(cookie: string | null): Session | null {
    if (cookie === null) return null;
    return this.#sessions.find((session) => isSameSecret(cookie, session.cookie)) ?? null;
  }
}

/** Bound to the port: two profiles on two ports share the host's cookie jar and must not overwrite each other's. */
export function cookieNameFor(port: number): string {
  return `health-relay-${port}`;
}

/** The value of a cookie in a Cookie header; null when it is missing or stands there twice. */
export function cookieIn(header: string | undefined, name: string): string | null {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? (values[0] ?? null) : null;
}
