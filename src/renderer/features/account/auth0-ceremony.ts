import type { Auth0Client, Cacheable, ICache } from '@auth0/auth0-spa-js';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { secondsPerDay } from '../../../shared/time.ts';
import type { PageBridge } from '../../bridge/page-bridge.ts';
import { ask } from '../../bridge/queries.ts';

/** The tenant of a sign-in and the address it returns to. */
export interface Auth0Place {
  /** A bare host; with a scheme only on this computer itself. */
  readonly domain: string;
  readonly clientId: string;
  readonly audience: string;
  readonly redirectUri: string;
}

/**
 * The callback addresses of this host, the best first: on the desktop, a listener at `port` of this computer, then a link if links reach this copy of
 * the app.
 */
export function waysBack(
  { host, redirectUri }: Pick<CallOutput<'app.info'>, 'host' | 'redirectUri'>,
  port: number | string,
): readonly string[] {
  const door = host === 'electron' ? `http://127.0.0.1:${port}/callback` : '';
  return [door, redirectUri].filter((address) => address !== '');
}

/** The part of a sign-in that auth0-spa-js does: PKCE, state and nonce before the browser; checks of state and ID token after it. */
export interface Auth0Ceremony {
  /** Builds the address and passes it to `open`. The verifier waits in this tab's session storage. */
  begin(place: Auth0Place, open: (url: string) => Promise<void>): Promise<void>;
  /** `url`: the address the browser returned with. Throws the errors of auth0-spa-js and the bridge (auth0-sign-in.ts). */
  finish(place: Auth0Place, url: string): Promise<void>;
  /** Removes the traces of `begin` in this tab. */
  forget(place: Auth0Place): void;
}

/**
 * The ID token comes over TLS from the token route itself, with our nonce, a moment after it was issued, so a clock that is hours off is no reason to
 * reject it.
 */
const clockLeewaySeconds = secondsPerDay;

/** Longer than the data program's own timeout, so its more precise error is the one shown. */
const longestExchangeSeconds = 60;

export function auth0Ceremony(bridge: PageBridge): Auth0Ceremony {
  const client = async (place: Auth0Place): Promise<Auth0Client> => {
    // Loaded on demand: a third of the page's size, needed once in weeks.
    const { Auth0Client } = await import('@auth0/auth0-spa-js');
    return new Auth0Client({
      domain: place.domain,
      clientId: place.clientId,
      useRefreshTokens: true,
      cache: bridgeCache(bridge),
      legacySameSiteCookie: false,
      leeway: clockLeewaySeconds,
      httpTimeoutInSeconds: longestExchangeSeconds,
      authorizationParams: {
        redirect_uri: place.redirectUri,
        ...(place.audience === '' ? {} : { audience: place.audience }),
        scope: 'openid profile email offline_access',
        // The browser may still be signed in as another person, so the account is asked each time.
        prompt: 'login',
      },
    });
  };
  return {
    async begin(place, open) {
      await (await client(place)).loginWithRedirect({ openUrl: open });
    },
    async finish(place, url) {
      const giveBack = exchangeOverBridge(bridge, place);
      try {
        await (await client(place)).handleRedirectCallback(url);
      } finally {
        giveBack();
        forgetCookie(place);
      }
    },
    forget: (place) => window.sessionStorage.removeItem(`a0.spajs.txs.${place.clientId}`),
  };
}

/**
 * Routes auth0-spa-js's only request, the one for tokens, over the bridge: the library can only use the page's fetch, and the page may connect to
 * nothing. The library retries failures, but the code works only once, so each attempt gets the same answer. Returns the function that ends this.
 */
function exchangeOverBridge(bridge: PageBridge, { domain }: Auth0Place): () => void {
  const pageFetch = globalThis.fetch;
  const tokenAddress = `${domain.includes('://') ? domain : `https://${domain}`}/oauth/token`;
  let asked: Promise<CallOutput<'account.exchangeCode'>> | null = null;
  globalThis.fetch = async (input, init) => {
    if (input !== tokenAddress) return pageFetch(input, init);
    const form = new URLSearchParams(String(init?.body));
    asked ??= ask(bridge, 'account.exchangeCode', {
      code: form.get('code') ?? '',
      codeVerifier: form.get('code_verifier') ?? '',
    });
    const { grant, idToken, scope, expiresInS } = await asked;
    return Response.json({
      token_type: 'Bearer',
      access_token: grant,
      id_token: idToken,
      expires_in: expiresInS,
      scope,
    });
  };
  return () => {
    globalThis.fetch = pageFetch;
  };
}

/** auth0-spa-js marks a browser that is signed in. Nothing here reads the mark, and each request would send it to the web host. */
function forgetCookie({ clientId }: Auth0Place): void {
  // biome-ignore lint/suspicious/noDocumentCookie: written by auth0-spa-js in this way; the Cookie Store is not in every browser
  document.cookie = `auth0.${encodeURIComponent(clientId)}.is.authenticated=; max-age=0; path=/`;
}

/**
 * The cache of auth0-spa-js, kept by the data program: the entry that it writes after validating the ID token makes the data program take over the
 * sign-in (shared/contract/account.ts).
 */
function bridgeCache(bridge: PageBridge): ICache {
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
