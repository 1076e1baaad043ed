// Multipass, Foundry's authorization server, for a public client: code with PKCE and rotation (foundry/README §1).
import type { WireReply, WireRequest } from '../http/loopback-server.ts';
import { isRegistered } from '../identity/callback-list.ts';
import { findPerson } from '../identity/people.ts';
import { chosenPerson, htmlReply, signInPage } from '../identity/sign-in-page.ts';
import type { Access } from './access.ts';
import { json } from './api-error.ts';
import type { OAuthGrants } from './oauth-grants.ts';

export interface OAuthParts {
  readonly access: Access;
  readonly grants: OAuthGrants;
  readonly clientId: string;
  readonly callbacks: readonly string[];
}

const root = '/multipass/api/oauth2';
const authorizePath = `${root}/authorize`;
/** The names of the routes in the log and for the faults. */
const oauthRoutes: readonly string[] = [
  `GET ${authorizePath}`,
  `POST ${authorizePath}`,
  `POST ${root}/token`,
  `POST ${root}/revoke_token`,
  'GET /multipass/api/me',
];

export const isOAuthRoute = (route: string): boolean => oauthRoutes.includes(route);

/** Answers a request on one of `oauthRoutes`; throws ApiError 401 where a token is wanted. */
export function answerOAuth(request: WireRequest, parts: OAuthParts): WireReply {
  const form = new URLSearchParams(request.body.toString('utf8'));
  switch (`${request.method} ${request.path}`) {
    case `GET ${authorizePath}`:
      return authorize(request.query, parts) ?? askPerson(request.query);
    case `POST ${authorizePath}`:
      return authorize(form, parts) ?? goBack(form, parts.grants);
    case `POST ${root}/token`:
      return token(form, parts);
    case `POST ${root}/revoke_token`:
      parts.grants.revokeToken(form.get('token') ?? '');
      return json(200, {});
    default:
      return ownUser(request, parts.access);
  }
}

/** A page or a way back when the request cannot be granted, else null. */
function authorize(query: URLSearchParams, { clientId, callbacks }: OAuthParts): WireReply | null {
  if (query.get('client_id') !== clientId || !isRegistered(callbacks, query.get('redirect_uri')))
    return htmlReply(400, 'Invalid client', '<p>The client or its redirect URI is not registered.</p>');
  const isWhole =
    query.get('response_type') === 'code' &&
    query.get('code_challenge_method') === 'S256' &&
    query.get('code_challenge');
  return isWhole ? null : back(query, { error: 'invalid_request' });
}

const askPerson = (query: URLSearchParams) =>
  signInPage({
    action: authorizePath,
    title: 'Foundry sandbox: allow access',
    hidden: Object.fromEntries(query),
  });

function goBack(form: URLSearchParams, grants: OAuthGrants): WireReply {
  const person = chosenPerson(form);
  if (person === null) return back(form, { error: 'access_denied' });
  const code = grants.consent({
    person,
    scopes: (form.get('scope') ?? '').split(' '),
    challenge: form.get('code_challenge') ?? '',
    redirectUri: form.get('redirect_uri') ?? '',
  });
  return back(form, { code });
}

function back(query: URLSearchParams, parameters: Readonly<Record<string, string>>): WireReply {
  const url = new URL(query.get('redirect_uri') ?? '');
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const state = query.get('state');
  if (state !== null) url.searchParams.set('state', state);
  return { status: 302, headers: { Location: url.href }, body: '' };
}

function token(form: URLSearchParams, { grants, clientId }: OAuthParts): WireReply {
  if (form.get('client_id') !== clientId) return json(401, { error: 'invalid_client' });
  const field = (name: string) => form.get(name) ?? '';
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return granted(grants.exchange(field('code'), field('code_verifier'), field('redirect_uri')));
    case 'refresh_token':
      return granted(grants.refresh(field('refresh_token')));
    default:
      return json(400, { error: 'unsupported_grant_type' });
  }
}

function granted(tokens: ReturnType<OAuthGrants['refresh']>): WireReply {
  const reply = tokens === null ? json(400, { error: 'invalid_grant' }) : json(200, tokens);
  return { ...reply, headers: { ...reply.headers, 'Cache-Control': 'no-store' } };
}

/** Whose token it is. A token that names nobody of the sandbox shows its account as the id. */
function ownUser(request: WireRequest, access: Access): WireReply {
  const account = access.accountOf(request.headers.authorization);
  const person = findPerson(account);
  return json(200, { id: person?.foundryId ?? account, username: person?.email ?? account, attributes: {} });
}
