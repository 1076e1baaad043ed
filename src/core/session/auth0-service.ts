import { CodedError } from '../../shared/errors.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { HttpClient } from '../targets/http-client.ts';
import type { KeptCredential } from './kept-credentials.ts';
import { type OAuthPlace, refreshAt, revokeAt } from './oauth-client.ts';
import type { SignInService } from './sign-in-service.ts';

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

/** Renews at the place where the sign-in was made, whatever the settings say by now. */
export function auth0Service(http: HttpClient, nowMs: () => number): SignInService {
  return {
    canRenew: () => true,
    renew: (kept) => refreshAt(placeOf(kept), http, kept.secret, nowMs),
    revoke: (kept) => revokeAt(placeOf(kept), http, kept.secret),
  };
}

/**
 * The address that auth0-spa-js wants opened, read strictly: ours in every part that decides where a code may go. Errors:
 * account.not_configured; request.invalid.
 */
export function readAuthorizeAddress(
  address: string,
  { origin, clientId }: Auth0Settings,
): { readonly state: string; readonly redirectUri: string } {
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
  const state = only('state');
  if (!isOurs || state === '' || state.length > 500) throw new CodedError('request.invalid');
  return { state, redirectUri };
}
