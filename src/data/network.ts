import type { HttpClient } from '../core/network/http-client.ts';
import { Proxies } from '../core/network/proxies.ts';
import { ProxyLogins } from '../core/network/proxy-logins.ts';
import type { SettingsStore } from '../core/profile/settings-store.ts';
import { baseUrlKey } from '../core/profile/settings-store.ts';
import type { SecretStore } from '../core/secret-store/secret-store.ts';
import { auth0Settings } from '../core/session/auth0-service.ts';
import { NodeHttpClient } from '../core/targets/http.ts';
import type { CallOutput, Handlers } from '../shared/contract/index.ts';
import { targetIds } from '../shared/domain/sync.ts';

/** The way to all servers: one client, and the proxies that it goes through. */
export interface Network {
  readonly http: HttpClient;
  readonly proxies: Proxies;
  readonly logins: ProxyLogins;
}

/** `secrets` is asked for a login only once a proxy wants one. */
export function createNetwork(secrets: () => Promise<SecretStore>): Network {
  const logins = new ProxyLogins(secrets);
  const proxies = new Proxies(logins);
  return { http: new NodeHttpClient(proxies), proxies, logins };
}

/** Every origin to which the current configuration may send. */
export function serverOrigins(settings: SettingsStore): string[] {
  const addresses = [
    ...targetIds.map((target) => settings.get(baseUrlKey(target))),
    auth0Settings(settings).origin,
    settings.get('trendy.supabaseUrl'),
  ];
  return [
    ...new Set(addresses.filter((address) => address !== '').map((address) => new URL(address).origin)),
  ];
}

type ProxyCall = 'settings.proxies' | 'settings.setProxyLogin' | 'settings.forgetProxyLogin';

/** The calls on proxies. `retry` sends again what a login kept waiting: nothing else blocks these requests. It does nothing while sending is off. */
export function proxyHandlers(
  { proxies, logins }: Network,
  settings: SettingsStore,
  retry: () => void,
): Pick<Handlers, ProxyCall> {
  const now = () => proxies.known(serverOrigins(settings));
  /** Includes the user names from the keychain, which is asked only if there is a proxy. */
  const known = async (): Promise<CallOutput<'settings.proxies'>> => {
    for (const { place } of now()) await logins.find(place);
    return { proxies: now() };
  };
  const changed = (place: string) => {
    proxies.loginChanged(place);
    retry();
    return known();
  };
  return {
    'settings.proxies': known,
    'settings.setProxyLogin': async ({ place, name, password }) => {
      await logins.set(place, { name, password });
      return changed(place);
    },
    'settings.forgetProxyLogin': async ({ place }) => {
      await logins.forget(place);
      return changed(place);
    },
  };
}
