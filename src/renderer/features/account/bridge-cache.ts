import type { Cacheable, ICache } from '@auth0/auth0-spa-js';
import type { PageBridge } from '../../bridge/page-bridge.ts';
import { ask } from '../../bridge/queries.ts';

/**
 * The cache of auth0-spa-js, kept by the data program: the entry that it writes after validating the ID token makes the data program take over the
 * sign-in (shared/contract/account.ts).
 */
export function bridgeCache(bridge: PageBridge): ICache {
  return {
    async set(key, entry) {
      await ask(bridge, 'account.cacheSet', { key, entry: JSON.stringify(entry) });
    },
    async get<T = Cacheable>(key: string): Promise<T | undefined> {
      const { entry } = await ask(bridge, 'account.cacheGet', { key });
      return entry === null ? undefined : (JSON.parse(entry) as T);
    },
    async remove(key) {
      await ask(bridge, 'account.cacheRemove', { key });
    },
    async allKeys() {
      return (await ask(bridge, 'account.cacheKeys', {})).keys;
    },
  };
}
