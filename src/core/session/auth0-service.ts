import { z } from 'zod';
import { CodedError } from '../../shared/errors.ts';
import { certificateCodes, type HttpClient, type HttpOutcome } from '../network/http-client.ts';
import type { SettingsStore } from '../profile/settings-store.ts';
import type { KeptCredential } from './bound-credentials.ts';
import {
  loadOpenidClient,
  type OAuthPlace,
  oauthConfiguration,
  refreshAt,
  revokeAt,
} from './oauth-client.ts';
import type { Begun } from './pending-sign-ins.ts';
import { type Access, accessFor, type SignInService } from './sign-in-service.ts';
import { accountOfClaims, accountOfToken, lifeOfToken } from './token-claims.ts';

/** Where the desktop app is come back to; the web host is at its own port. */
export const desktopRedirectUri = 'app.healthrelay.desktop:/callback';

export interface Auth0Settings {
  /** `https://tenant.eu.auth0.com`; '' when none is set. */
  readonly origin: string;
  readonly clientId: string;
  readonly audience: string;
}

export function auth0Settings(settings: Pick<SettingsStore, 'get'>): Auth0Settings {
  return {
    origin: originOf(settings.get('auth0.domain')),
    clientId: settings.get('auth0.clientId'),
    audience: settings.get('auth0.audience'),
  };
}

function originOf(domain: string): string {
  return domain === '' || domain.includes('://') ? domain : `https://${domain}`;
}

/** Auth0's own routes (Authentication API); its issuer ends in a slash. */
function placeOf({ place, clientId }: Pick<KeptCredential, 'place' | 'clientId'>): OAuthPlace {
  return {
    issuer: `${place}/`,
    authorize: `${place}/authorize`,
    token: `${place}/oauth/token`,
    revoke: `${place}/oauth/revoke`,
    clientId,
  };
}

/** Renews at the server where the sign-in was made, even if the settings have changed since. */
export function auth0Service(http: HttpClient, nowMs: () => number): SignInService {
  return {
    canRenew: () => true,
    renew: (kept) => refreshAt(placeOf(kept), http, kept.secret, nowMs),
    revoke: (kept) => revokeAt(placeOf(kept), http, kept.secret),
  };
}

/** The tokens that a code was exchanged for. */
export interface Auth0Exchange {
  readonly kept: KeptCredential;
  readonly access: Access;
  readonly idToken: string;
  readonly scope: string;
}

/**
 * Exchanges the code that the browser brought for the sign-in that was begun, at the place that is configured now. The ID token is
 * checked here as well (issuer, client, nonce). Errors: account.unreachable, account.not_secure, account.not_their_answer.
 */
export async function exchangeAuth0Code(
  settings: Auth0Settings,
  {
    begun,
    code,
    codeVerifier,
  }: { readonly begun: Begun; readonly code: string; readonly codeVerifier: string },
  http: HttpClient,
  nowMs: () => number,
): Promise<Auth0Exchange> {
  const { origin: place, clientId } = settings;
  const { state, redirectUri, nonce } = begun;
  const { authorizationCodeGrant } = await loadOpenidClient();
  let last: HttpOutcome | null = null;
  const configuration = await oauthConfiguration(placeOf({ place, clientId }), http, (outcome) => {
    last = outcome;
  });
  // Only checked parameters are used: the others in the address are untrusted.
  const back = new URL(redirectUri);
  back.search = new URLSearchParams({ code, state }).toString();
  const checks = { pkceCodeVerifier: codeVerifier, expectedState: state, expectedNonce: nonce };
  const tokens = await authorizationCodeGrant(configuration, back, checks).catch(() => {
    throw new CodedError(exchangeCodeOf(last));
  });
  const { access_token: token, expires_in: seconds, refresh_token: secret, id_token: idToken } = tokens;
  // Without offline_access there is nothing that renews it.
  if (secret === undefined || idToken === undefined) throw new CodedError('account.not_their_answer');
  const account =
    accountOfClaims(tokens.claims() as Record<string, unknown> | undefined) ?? accountOfToken('atlas', token);
  return {
    kept: { method: 'auth0', secret, account, place, clientId },
    access: accessFor(token, seconds, lifeOfToken(token), nowMs()),
    idToken,
    scope: tokens.scope ?? '',
  };
}

const insecure: ReadonlySet<string> = new Set(certificateCodes);

function exchangeCodeOf(last: HttpOutcome | null) {
  if (last?.kind !== 'failure' || last.code === 'sync.redirected') return 'account.not_their_answer';
  return insecure.has(last.code) ? 'account.not_secure' : 'account.unreachable';
}

/**
 * The address that auth0-spa-js wants opened, read strictly: ours in every part that decides where a code may go. Errors:
 * account.not_configured; request.invalid.
 */
export function readAuthorizeAddress(address: string, { origin, clientId }: Auth0Settings): Begun {
  if (origin === '' || clientId === '') throw new CodedError('account.not_configured');
  const url = URL.parse(address);
  const only = (name: string) => {
    const values = url?.searchParams.getAll(name) ?? [];
    return values.length === 1 ? (values[0] ?? '') : '';
  };
  const redirectUri = only('redirect_uri');
  const isOurs =
    url?.origin === origin &&
    url.pathname === '/authorize' &&
    url.username === '' &&
    url.password === '' &&
    only('client_id') === clientId &&
    only('response_type') === 'code' &&
    only('code_challenge') !== '' &&
    only('code_challenge_method') === 'S256' &&
    (redirectUri === desktopRedirectUri || /^http:\/\/127\.0\.0\.1:\d{1,5}\/callback$/.test(redirectUri));
  const [state, nonce] = [only('state'), only('nonce')];
  if (!isOurs || state === '' || state.length > 500 || nonce === '') throw new CodedError('request.invalid');
  return { state, redirectUri, nonce };
}

const maxEntries = 50;

/** As much of an entry of auth0-spa-js 2 as matters here (its src/cache/shared.ts); everything goes back as it came. */
const tokenEntrySchema = z.looseObject({ body: z.looseObject({ access_token: z.string() }) });

/** The cache of auth0-spa-js, in memory. No entry holds a token that opens anything: see `account.exchangeCode`. */
export class Auth0Cache {
  readonly #entries = new Map<string, string>();

  get(key: string): string | null {
    return this.#entries.get(key) ?? null;
  }

  /** Keeps the entry and returns its access token; null if it has none. Error request.invalid. */
  set(key: string, text: string): string | null {
    let entry: unknown;
    try {
      entry = JSON.parse(text);
    } catch {
      throw new CodedError('request.invalid');
    }
    const isNew = !this.#entries.has(key);
    if (isNew && this.#entries.size >= maxEntries) throw new CodedError('request.invalid');
    this.#entries.set(key, text);
    return tokenEntrySchema.safeParse(entry).data?.body.access_token ?? null;
  }

  remove(key: string): void {
    this.#entries.delete(key);
  }

  keys(): string[] {
    return [...this.#entries.keys()];
  }

  clear(): void {
    this.#entries.clear();
  }
}
