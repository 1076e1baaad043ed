// Where Auth0 words an answer otherwise than oidc-provider.
import type { WireReply } from '../http/loopback-server.ts';
import { readToken, type SigningKey, signToken } from './signed-tokens.ts';

/** A refusal of Auth0's `/oauth/token`: 403, whatever became of the code or the refresh token. */
const refusals: Readonly<Record<string, string>> = {
  authorization_code: 'Invalid authorization code',
  refresh_token: 'Unknown or invalid refresh token.',
};

/** The answer of `/oauth/token` as Auth0 gives it; an id token moves to the provider's clock (`offsetMs` from the machine's). */
export function tokenReply(
  reply: WireReply,
  grantType: string | null,
  clock: { readonly key: SigningKey; readonly offsetMs: number },
): WireReply {
  const body = JSON.parse(String(reply.body)) as Record<string, unknown>;
  const description = refusals[grantType ?? ''];
  if (body['error'] === 'invalid_grant' && description !== undefined)
    return jsonReply(403, reply.headers, { error: 'invalid_grant', error_description: description });
  if (body['error'] === 'unsupported_grant_type')
    return jsonReply(403, reply.headers, {
      error: 'unsupported_grant_type',
      error_description: `Unsupported grant type: ${grantType ?? ''}`,
    });
  const read = typeof body['id_token'] === 'string' ? readToken(body['id_token']) : null;
  const offsetS = Math.floor(clock.offsetMs / 1000);
  if (read === null || offsetS === 0) return reply;
  const moved = { ...read.claims };
  for (const name of ['iat', 'exp', 'auth_time'])
    if (typeof moved[name] === 'number') moved[name] = moved[name] + offsetS;
  return jsonReply(reply.status, reply.headers, { ...body, id_token: signToken(moved, clock.key) });
}

export const jsonReply = (status: number, headers: WireReply['headers'], body: unknown): WireReply => ({
  status,
  headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
});

/** Too many requests of one tenant or address. */
export const tooManyRequests = (): WireReply =>
  jsonReply(
    429,
    { 'retry-after': '60' },
    { error: 'too_many_requests', error_description: 'Global limit has been reached' },
  );

/** 500 as Auth0 gives it. */
export const internalError = (): WireReply =>
  jsonReply(500, {}, { error: 'server_error', error_description: 'Internal Server Error' });
