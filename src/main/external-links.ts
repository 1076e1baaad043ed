import type { Result } from '../shared/errors.ts';
import type { Gateway } from '../shared/gateway.ts';

/** How long an address that the data program vouched for may be opened: as long as its sign-in is pending. */
const vouchedMs = 5 * 60_000;
const maxVouched = 20;

/** Calls whose success vouches for one address: a configured provider's, for which a sign-in is pending. */
const vouching: Readonly<Record<string, (input: unknown, value: unknown) => unknown>> = {
  'account.beginSignIn': (input) => urlIn(input),
  'account.beginFoundry': (_input, value) => urlIn(value),
};

/**
 * Which addresses may be opened in the user's browser (Electron security checklist 15, "Do not use shell.openExternal with
 * untrusted content"): exactly those that the data program has just vouched for, https or loopback http, rewritten by `URL`.
 */
export class ExternalLinks {
  readonly #until = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Call this after a successful call of the page. */
  noteCall(name: string, input: unknown, value: unknown): void {
    if (!Object.hasOwn(vouching, name)) return;
    const url = webAddress(vouching[name]?.(input, value));
    if (url === null) return;
    this.#until.delete(url);
    this.#until.set(url, this.#now() + vouchedMs);
    const [oldest] = this.#until.keys();
    if (this.#until.size > maxVouched && oldest !== undefined) this.#until.delete(oldest);
  }

  /** The address to hand to the system, or null if it may not be opened. */
  allowed(text: string): string | null {
    const url = webAddress(text);
    const until = url === null ? undefined : this.#until.get(url);
    return until !== undefined && this.#now() < until ? url : null;
  }
}

/** The gateway, which also records the addresses that its answers vouch for. A sign-in begins once `prepare` has made its return path ready. */
export function noting(
  gateway: Gateway,
  links: ExternalLinks,
  prepare: (input: unknown) => Promise<Result<unknown>>,
): Gateway {
  return async (name, input) => {
    const prepared = name === 'account.beginSignIn' ? await prepare(input) : null;
    if (prepared?.ok === false) return prepared;
    const result = await gateway(name, input);
    if (result.ok && typeof name === 'string') links.noteCall(name, input, result.value);
    return result;
  };
}

/** The address as `URL` writes it, if only a browser would open it; null otherwise. */
export function webAddress(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > 8000 || !URL.canParse(text)) return null;
  const { protocol, hostname, username, password, href } = new URL(text);
  if (username !== '' || password !== '' || hostname === '') return null;
  const isLoopback = hostname === '127.0.0.1' || hostname === '[::1]' || hostname === 'localhost';
  return protocol === 'https:' || (protocol === 'http:' && isLoopback) ? href : null;
}

function urlIn(facts: unknown): unknown {
  return typeof facts === 'object' && facts !== null && 'url' in facts ? facts.url : null;
}
