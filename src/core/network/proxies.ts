import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { isLoopback } from '../settings/base-url.ts';

/** By origin ("https://host:port"), what the system says of it in the form of a PAC script: "PROXY host:port; DIRECT". */
export type SystemProxies = Readonly<Record<string, string>>;

/**
 * Which proxy a request takes. The variables HTTPS_PROXY, ALL_PROXY and NO_PROXY come first (as curl reads them, by proxy-from-env), then
 * what the system says, which only Electron can ask (`learn`). This computer itself is never asked by a proxy, and plain HTTP goes
 * nowhere else. A name and password may stand in the variable ("http://user:password@proxy:8080"); they are sent by Basic
 * authentication (RFC 7617).
 */
export class Proxies {
  readonly #agents = new Map<string, HttpsProxyAgent<string>>();
  #system: SystemProxies = {};

  /** What the system says now, instead of what it said before; whether that is something else. */
  learn(system: SystemProxies): boolean {
    const isNew =
      JSON.stringify(Object.entries(system).sort()) !== JSON.stringify(Object.entries(this.#system).sort());
    this.#system = system;
    return isNew;
  }

  /** The agent for an address, null where there is no proxy on the way. A connection through a proxy serves one request. */
  agentFor(url: URL): HttpsProxyAgent<string> | null {
    if (url.protocol !== 'https:' || isLoopback(url.hostname)) return null;
    const proxy = getProxyForUrl(url.href) || proxyOf(this.#system[url.origin] ?? '');
    if (proxy === null || !URL.canParse(proxy)) return null;
    let agent = this.#agents.get(proxy);
    if (!agent) {
      agent = new HttpsProxyAgent(proxy);
      this.#agents.set(proxy, agent);
    }
    return agent;
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
    this.#agents.clear();
  }
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
