import type { Configuration, CustomFetch } from 'openid-client';
import type { ErrorCode } from '../../shared/errors.ts';
import { CodedError } from '../../shared/errors.ts';
import { fieldsOf } from '../../shared/lookup.ts';
import { secondsPerDay } from '../../shared/time.ts';
import { isLoopback } from '../network/base-url.ts';
import type { HttpClient, HttpOutcome } from '../network/http-client.ts';
import type { Renewal } from './sign-in-service.ts';
import { accessFor } from './sign-in-service.ts';
import { accountOfClaims, lifeOfToken } from './token-claims.ts';

/** Addresses of one authorization server and our public client there; they are the server's documented routes, so nothing is discovered. */
export interface OAuthPlace {
  readonly issuer: string;
  readonly authorize: string;
  readonly token: string;
  readonly revoke: string;
  readonly clientId: string;
}

const timeoutMs = 20_000;
/**
 * An id token comes straight from the issuer's token endpoint and is read for its subject alone. Refusing it because a clock is
 * wrong would throw away the rotated refresh token that came with it, and so end the sign-in.
 */
const anyClock = 10 * 365 * secondsPerDay;
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/** Loaded with the first sign-in or refresh, so a start does not wait for it. */
export const loadOpenidClient = () => import('openid-client');

/**
 * openid-client over our own HTTP: redirects are never followed, nothing is resent automatically, responses are bounded. `seen`
 * gets each outcome, because the response decides the meaning of an error, not the library's words for it.
 */
export async function oauthConfiguration(
  place: OAuthPlace,
  http: HttpClient,
  seen: (outcome: HttpOutcome) => void = () => {},
): Promise<Configuration> {
  const client = await loadOpenidClient();
  const server = {
    issuer: place.issuer,
    authorization_endpoint: place.authorize,
    token_endpoint: place.token,
    revocation_endpoint: place.revoke,
  };
  const configuration = new client.Configuration(
    server,
    place.clientId,
    { [client.clockTolerance]: anyClock },
    client.None(),
  );
  configuration[client.customFetch] = oauthFetch(http, seen);
  // Plain HTTP is for the stand-in on this computer; everywhere else openid-client itself insists on https.
  const { protocol, hostname } = new URL(place.token);
  if (protocol === 'http:' && isLoopback(hostname)) client.allowInsecureRequests(configuration);
  return configuration;
}

/** One refresh request. Never throws. */
export async function refreshAt(
  place: OAuthPlace,
  http: HttpClient,
  refreshToken: string,
  nowMs: () => number,
): Promise<Renewal> {
  let last: HttpOutcome | null = null;
  try {
    const { refreshTokenGrant } = await loadOpenidClient();
    const configuration = await oauthConfiguration(place, http, (outcome) => {
      last = outcome;
    });
    const tokens = await refreshTokenGrant(configuration, refreshToken);
    const { access_token: token, expires_in: seconds, refresh_token: refresh } = tokens;
    return {
      kind: 'renewed',
      access: accessFor(token, seconds, lifeOfToken(token), nowMs()),
      refresh: refresh ?? null,
      account: accountOfClaims(tokens.claims() as Record<string, unknown> | undefined),
    };
  } catch {
    return refusalOf(last);
  }
}

/** Withdraws a token (RFC 7009). False when the server did not say so. */
export async function revokeAt(place: OAuthPlace, http: HttpClient, token: string): Promise<boolean> {
  try {
    const { tokenRevocation } = await loadOpenidClient();
    await tokenRevocation(await oauthConfiguration(place, http), token);
    return true;
  } catch {
    return false;
  }
}

/** The meaning of a token request that returned none: only a plain `invalid_grant` (RFC 6749 §5.2; Auth0 says it with 403) ends a sign-in. */
export function refusalOf(last: HttpOutcome | null): Exclude<Renewal, { kind: 'renewed' }> {
  if (last === null) return { kind: 'away', code: 'sync.not_their_answer' };
  if (last.kind === 'failure') return { kind: 'away', code: last.code };
  const { status, json } = last.answer;
  const { error } = fieldsOf(json);
  if ((status === 400 || status === 401 || status === 403) && error === 'invalid_grant')
    return { kind: 'ended', code: 'account.revoked' };
  return { kind: 'away', code: awayCode(status) };
}

export function awayCode(status: number): ErrorCode {
  return status === 429 || status >= 500 ? 'sync.far_side_failing' : 'sync.not_their_answer';
}

function oauthFetch(http: HttpClient, seen: (outcome: HttpOutcome) => void): CustomFetch {
  return async (url, { method, headers, body, signal }) => {
    if (method !== 'POST' && method !== 'GET') throw new TypeError(`no OAuth request of ours is ${method}`);
    const outcome = await http.send({
      method,
      url,
      headers,
      ...(body === null || body === undefined ? {} : { body: String(body) }),
      timeoutMs,
      ...(signal && { signal }),
    });
    seen(outcome);
    if (outcome.kind === 'failure') throw new CodedError(outcome.code);
    const { status, text } = outcome.answer;
    const type = outcome.answer.headers.get('content-type') ?? '';
    return new Response(bodiless.has(status) ? null : text, { status, headers: { 'Content-Type': type } });
  };
}
