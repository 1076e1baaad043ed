import type { Auth0Client } from '@auth0/auth0-spa-js';
import type { CallOutput } from '../../../shared/contract/index.ts';
import type { PageBridge } from '../../bridge/page-bridge.ts';
import { ask } from '../../bridge/queries.ts';
import { bridgeCache } from './bridge-cache.ts';

/** Where a sign-in happens and comes back to. */
export interface Auth0Place {
  /** A bare host; with a scheme on this computer itself. */
  readonly domain: string;
  readonly clientId: string;
  readonly audience: string;
  readonly redirectUri: string;
}

/**
 * The addresses by which a sign-in may come back to this host, the best first: on the desktop a door at `port` of this computer, then a link
 * where links come back to this copy of the app.
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
  /** Makes the address and hands it to `open`. The verifier waits in this tab's session storage. */
  begin(place: Auth0Place, open: (url: string) => Promise<void>): Promise<void>;
  /** `url`: what the browser came back with. Throws what auth0-spa-js and the bridge throw (exchange-failure.ts). */
  finish(place: Auth0Place, url: string): Promise<void>;
  /** Removes what `begin` left in this tab. */
  forget(place: Auth0Place): void;
}

/**
 * An id token comes over TLS from the token route itself, with our nonce, a moment after it was made: a clock of this computer that is
 * hours off is no reason to refuse it.
 */
const clockLeewaySeconds = 86_400;

/** Longer than the data program waits for the sign-in service, so that its word for what went wrong is the one that is shown. */
const longestExchangeSeconds = 60;

export function auth0Ceremony(bridge: PageBridge): Auth0Ceremony {
  const client = async (place: Auth0Place): Promise<Auth0Client> => {
    // A third of the page's size, wanted once in weeks.
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
        // The browser may still be signed in as somebody else: who sends is asked each time.
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
 * While it lasts, the one request of auth0-spa-js, that for tokens, goes over the bridge: the library takes no other way to make it than the
 * page's fetch, and the page may connect to nothing. It tries again what failed; the code is good once, so each attempt gets the same answer.
 * Returns what ends it.
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

/** auth0-spa-js marks a browser that is signed in. Nothing here reads it, and it would go to the web host with each request. */
function forgetCookie({ clientId }: Auth0Place): void {
  // biome-ignore lint/suspicious/noDocumentCookie: written by auth0-spa-js in this way; the Cookie Store is not in every browser
  document.cookie = `auth0.${encodeURIComponent(clientId)}.is.authenticated=; max-age=0; path=/`;
}
