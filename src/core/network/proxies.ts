import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { isLoopback } from './base-url.ts';
import type { ProxyLogin, ProxyLogins } from './proxy-logins.ts';

/** By origin ("https://host:port"), what the system says of it in the form of a PAC script: "PROXY host:port; DIRECT". */
export type SystemProxies = Readonly<Record<string, string>>;

/** A request of Electron's that a proxy asked for a name and password. */
export interface AskedRequest {
  /** Where the request goes. */
  readonly url: string;
  /** The proxy's, as Electron's AuthInfo has them: an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  /** The proxy asked again after it was given a login. */
  readonly isRefused: boolean;
}

/** A proxy on the way to a server. */
export interface KnownProxy {
  /** "http://proxy:8080", without name and password. */
  readonly place: string;
  /** The stored name; null: none is stored, or the keychain wasn't asked yet. */
  readonly name: string | null;
  /** The HTTPS_PROXY variable has a name and password of its own, which go before stored ones. */
  readonly hasOwnLogin: boolean;
  /** Its last response was 407: it requires a name and password, or other ones. */
  readonly isAsking: boolean;
}

/**
 * Which proxy a request takes. The variables HTTPS_PROXY, ALL_PROXY and NO_PROXY come first (as curl reads them, by proxy-from-env), then
 * what the system says, which only Electron can ask (`learn`). This computer itself is never asked by a proxy, and plain HTTP goes
 * nowhere else. A name and password may be in the variable ("http://user:password@proxy:8080") or in the keychain (`logins`); they are
 * sent by Basic authentication (RFC 7617), where one is known before the proxy asks, or where the proxy asks and offers it (`offersBasic`).
 */
export class Proxies {
  readonly #agents = new Map<string, HttpsProxyAgent<string>>();
  readonly #logins: ProxyLogins | null;
  /** Places whose last response was 407. */
  readonly #asking = new Set<string>();
  /** Places that asked a request of Electron's, which may be on the way to none of our servers. */
  readonly #elsewhere = new Set<string>();
  #system: SystemProxies = {};

  /** Without `logins` the variable's alone are sent. */
  constructor(logins: ProxyLogins | null = null) {
    this.#logins = logins;
  }

  /** What the system says now, instead of what it said before; whether that is something else. */
  learn(system: SystemProxies): boolean {
    const isNew =
      JSON.stringify(Object.entries(system).sort()) !== JSON.stringify(Object.entries(this.#system).sort());
    this.#system = system;
    return isNew;
  }

  /** The agent for an address, null where there is no proxy on the way. A connection through a proxy serves one request. */
  agentFor(url: URL): HttpsProxyAgent<string> | null {
    const proxy = this.#proxyFor(url);
    if (proxy === null) return null;
    const login = hasLogin(proxy) ? null : (this.#logins?.get(placeOf(proxy)) ?? null);
    const { href } = login === null ? proxy : withLogin(proxy, login);
    let agent = this.#agents.get(href);
    if (!agent) {
      agent = new HttpsProxyAgent(href);
      this.#agents.set(href, agent);
    }
    return agent;
  }

  /** The proxy let a request through, or answered 407 to it. */
  note(url: URL, isAsking: boolean): void {
    const proxy = this.#proxyFor(url);
    if (proxy === null) return;
    if (isAsking) this.#asking.add(placeOf(proxy));
    else this.#asking.delete(placeOf(proxy));
  }

  /**
   * After a 407 to a request that took `agent`: whether there is a login that this request didn't carry, so that it's worth another try. Another
   * request, or the user, may have brought it meanwhile.
   */
  async hasOther(url: URL, agent: HttpsProxyAgent<string>): Promise<boolean> {
    const proxy = this.#proxyFor(url);
    if (proxy === null || hasLogin(proxy) || !this.#logins) return false;
    const login = await this.#logins.find(placeOf(proxy));
    return login !== null && withLogin(proxy, login).href !== agent.proxy.href;
  }

  /**
   * The login for a proxy that asked one of Electron's own requests, which names the proxy's host and port and not its scheme. Null: none
   * is known, or `isRefused`, as the proxy didn't accept the one that was given; then `known` lists the proxy as asking.
   */
  async loginFor({ url, host, port, isRefused }: AskedRequest): Promise<ProxyLogin | null> {
    const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    if (!URL.canParse(`http://${authority}`)) return null;
    const places = ['http', 'https'].map((scheme) => placeOf(new URL(`${scheme}://${authority}`)));
    const variable = getProxyForUrl(url);
    if (!isRefused && URL.canParse(variable)) {
      const proxy = new URL(variable);
      if (hasLogin(proxy) && places.includes(placeOf(proxy))) {
        return { name: decodeURIComponent(proxy.username), password: decodeURIComponent(proxy.password) };
      }
    }
    for (const place of places) {
      const login = (await this.#logins?.find(place)) ?? null;
      if (login === null) continue;
      if (isRefused) this.#ask(place);
      return isRefused ? null : login;
    }
    this.#ask(places[0] ?? '');
    return null;
  }

  #ask(place: string): void {
    this.#asking.add(place);
    this.#elsewhere.add(place);
  }

  /** The proxies on the way to these origins, and those that asked a request of Electron's. */
  known(origins: readonly string[]): KnownProxy[] {
    const found = new Map<string, KnownProxy>();
    for (const origin of origins) {
      const proxy = this.#proxyFor(new URL(origin));
      if (proxy === null) continue;
      const place = placeOf(proxy);
      found.set(place, {
        place,
        name: this.#logins?.get(place)?.name ?? null,
        hasOwnLogin: hasLogin(proxy),
        isAsking: this.#asking.has(place),
      });
    }
    for (const place of this.#elsewhere) {
      if (found.has(place)) continue;
      const name = this.#logins?.get(place)?.name ?? null;
      found.set(place, { place, name, hasOwnLogin: false, isAsking: this.#asking.has(place) });
    }
    return [...found.values()];
  }

  /** The proxy's earlier question no longer counts. Requests on their way keep the login that they began with. */
  loginChanged(place: string): void {
    this.#asking.delete(place);
  }

  #proxyFor(url: URL): URL | null {
    if (url.protocol !== 'https:' || isLoopback(url.hostname)) return null;
    const proxy = getProxyForUrl(url.href) || proxyOf(this.#system[url.origin] ?? '');
    return proxy !== null && URL.canParse(proxy) ? new URL(proxy) : null;
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
    this.#agents.clear();
  }
}

const placeOf = (proxy: URL): string => `${proxy.protocol}//${proxy.host}`;
const hasLogin = (proxy: URL): boolean => proxy.username !== '' || proxy.password !== '';

function withLogin(proxy: URL, { name, password }: ProxyLogin): URL {
  const to = new URL(proxy);
  to.username = encodeURIComponent(name);
  to.password = encodeURIComponent(password);
  return to;
}

/**
 * Whether a Proxy-Authenticate header of a 407 (RFC 9110 §11.7.1) offers Basic authentication. A missing one rules nothing out.
 */
export function offersBasic(header: string | readonly string[] | undefined): boolean {
  const challenges = [header ?? []]
    .flat()
    .join(',')
    .replace(/"(?:[^"\\]|\\.)*"/g, '""');
  return challenges.trim() === '' || /(?:^|,)\s*basic(?=\s|,|$)/i.test(challenges);
}

/** The first way of a PAC answer that we can take: null is direct, also where only SOCKS is offered. */
export function proxyOf(answer: string): string | null {
  for (const way of answer.split(';')) {
    const [kind = '', place = ''] = way.trim().split(/\s+/);
    if (kind.toUpperCase() === 'DIRECT') return null;
    if (place === '') continue;
    if (kind.toUpperCase() === 'PROXY') return `http://${place}`;
    if (kind.toUpperCase() === 'HTTPS') return `https://${place}`;
  }
  return null;
}
