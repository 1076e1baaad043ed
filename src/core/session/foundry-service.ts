import { z } from 'zod';
import type { Account } from '../../shared/domain/account.ts';
import { CodedError } from '../../shared/errors.ts';
import type { HttpClient, HttpOutcome } from '../network/http-client.ts';
import type { KeptCredential } from './bound-credentials.ts';
import {
  loadOpenidClient,
  type OAuthPlace,
  oauthConfiguration,
  refreshAt,
  refusalOf,
  revokeAt,
} from './oauth-client.ts';
import { type Access, accessFor, type SignInService } from './sign-in-service.ts';
import { accountOfToken, lifeOfToken } from './token-claims.ts';

/** The two that datasets need (foundry/README §1), and the one that brings a refresh token (Palantir, "Authorization code grant"). */
const scopes = 'api:datasets-read api:datasets-write offline_access';
const whoAmIMs = 10_000;
const meSchema = z.object({ id: z.string().min(1), username: z.string().optional() });

/** Foundry's own address from a target's: people copy addresses that end in /api. */
function hostAddress(baseUrl: string): string {
  return baseUrl.replace(/\/api$/, '');
}

/**
 * Multipass, Foundry's authorization server: the routes that Palantir's `@osdk/oauth` uses (its common.ts). That package itself
 * keeps its tokens in a browser's storage and signs in by redirecting the page, which this app must not do.
 */
function placeOf({ place, clientId }: Pick<KeptCredential, 'place' | 'clientId'>): OAuthPlace {
  const issuer = `${hostAddress(place)}/multipass`;
  return {
    issuer,
    authorize: `${issuer}/api/oauth2/authorize`,
    token: `${issuer}/api/oauth2/token`,
    revoke: `${issuer}/api/oauth2/revoke_token`,
    clientId,
  };
}

export function foundryService(http: HttpClient, nowMs: () => number): SignInService {
  return {
    canRenew: () => true,
    renew: (kept) => refreshAt(placeOf(kept), http, kept.secret, nowMs),
    revoke: (kept) => revokeAt(placeOf(kept), http, kept.secret),
  };
}

/** A sign-in that was begun: the address for the browser, and the parameters for the code exchange. */
export interface FoundryCeremony {
  readonly url: string;
  readonly state: string;
  readonly verifier: string;
  readonly redirectUri: string;
  readonly place: Pick<KeptCredential, 'place' | 'clientId'>;
}

/** Authorization code with PKCE (RFC 7636) for a public client; nothing is asked of Foundry yet. */
export async function beginCeremony(
  place: FoundryCeremony['place'],
  redirectUri: string,
  http: HttpClient,
): Promise<FoundryCeremony> {
  const client = await loadOpenidClient();
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const url = client.buildAuthorizationUrl(await oauthConfiguration(placeOf(place), http), {
    redirect_uri: redirectUri,
    scope: scopes,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
  });
  return { url: url.href, state, verifier, redirectUri, place };
}

/** Exchanges the code that the browser brought. Errors: account.denied, account.not_their_answer, sync.network and its like. */
export async function finishCeremony(
  ceremony: FoundryCeremony,
  code: string,
  http: HttpClient,
  nowMs: () => number,
): Promise<{ readonly kept: KeptCredential; readonly access: Access }> {
  const { place, redirectUri, state, verifier } = ceremony;
  const { authorizationCodeGrant } = await loadOpenidClient();
  let last: HttpOutcome | null = null;
  const configuration = await oauthConfiguration(placeOf(place), http, (outcome) => {
    last = outcome;
  });
  // Only checked parameters are used: the others in the address are untrusted.
  const back = new URL(redirectUri);
  back.search = new URLSearchParams({ code, state }).toString();
  const checks = { pkceCodeVerifier: verifier, expectedState: state };
  const tokens = await authorizationCodeGrant(configuration, back, checks).catch(() => {
    const { kind, code: why } = refusalOf(last);
    throw new CodedError(kind === 'ended' ? 'account.denied' : why);
  });
  const { access_token: token, expires_in: seconds, refresh_token: secret } = tokens;
  // Without offline_access there is nothing that a restart could use.
  if (secret === undefined) throw new CodedError('account.not_their_answer');
  const access = accessFor(token, seconds, lifeOfToken(token), nowMs());
  const account = await foundryAccount(http, place.place, token);
  return { kept: { method: 'oauth', secret, account, ...place }, access };
}

/** The owner of a token, from Foundry (`/multipass/api/me`) or else from the token itself; null when neither names one. */
export async function foundryAccount(
  http: HttpClient,
  baseUrl: string,
  token: string,
): Promise<Account | null> {
  const outcome = await http.send({
    method: 'GET',
    url: `${hostAddress(baseUrl)}/multipass/api/me`,
    headers: { Authorization: `Bearer ${token}` },
    timeoutMs: whoAmIMs,
  });
  const me = meSchema.safeParse(outcome.kind === 'answer' ? outcome.answer.json : null);
  if (me.success) return { id: me.data.id, name: me.data.username ?? me.data.id };
  return accountOfToken('foundry', token);
}
