import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const lifetimeMs = 5 * 60_000;
const maxOpen = 20;
const maxPages = 50;

/** A secret of 256 bits in characters that need no encoding in a URL or a header. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares in constant time, even texts of different lengths. */
function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/**
 * The tokens in the links that a user opens. Each works once, for 5 minutes; the oldest is dropped
 * when there are more than 20.
 */
export class LinkTokens {
  readonly #now: () => number;
  readonly #expiry = new Map<string, number>();

  /** `now` in milliseconds. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  issue(): string {
    const token = newSecret();
    this.#expiry.set(token, this.#now() + lifetimeMs);
    for (const oldest of this.#expiry.keys()) {
      if (this.#expiry.size <= maxOpen) break;
      this.#expiry.delete(oldest);
    }
    return token;
  }

  /** True once for a token that was issued less than 5 minutes ago. */
  redeem(given: string): boolean {
    const now = this.#now();
    let isGood = false;
    for (const [token, expiresAt] of this.#expiry) {
      const isThisOne = isSameSecret(given, token);
      if (isThisOne && now < expiresAt) isGood = true;
      if (isThisOne || now >= expiresAt) this.#expiry.delete(token);
    }
    return isGood;
  }
}

/**
 * The secrets of the pages opened through a link. A page keeps its own in its session storage, which
 * belongs to this origin and port, and sends it as a header. It's not a cookie: a browser sends those to
 * every port of 127.0.0.1. Secrets live as long as the process: after a restart, a new link is needed.
 */
export class PageSecrets {
  readonly #known: string[] = [];

  /** Issues a secret for one more page. The oldest is dropped when there are more than 50. */
  issue(): string {
    const secret = newSecret();
    this.#known.push(secret);
    if (this.#known.length > maxPages) this.#known.shift();
    return secret;
  }

  has(given: string | null): boolean {
    return given !== null && this.#known.some((secret) => isSameSecret(given, secret));
  }
}
