// Auth0's routes before oidc-provider: what the two do differently.
import type { WireReply, WireRequest } from '../http/loopback-server.ts';
import { jsonReply, tokenReply } from './auth0-words.ts';
import { isRegistered } from './callback-list.ts';
import type { Behind } from './forward.ts';
import type { IssuedAccess } from './issued-access.ts';
import type { KeptGrants } from './kept-grants.ts';
import { findPerson } from './people.ts';
import { loginPath } from './provider-settings.ts';
import { htmlReply } from './sign-in-page.ts';
import type { SigningKey, TokenClaims } from './signed-tokens.ts';

export interface FrontParts {
  readonly behind: Behind;
  readonly grants: KeptGrants;
  readonly key: SigningKey;
  readonly offsetMs: () => number;
  readonly callbacks: readonly string[];
  readonly logoutUrls: readonly string[];
  readonly access: IssuedAccess;
  readonly verify: (token: string) => TokenClaims | null;
}

const sessionCookies = ['_session', '_session.legacy', '_session.sig', '_session.legacy.sig'];

const routes = [
  'GET /authorize',
  'POST /oauth/token',
  'POST /oauth/revoke',
  'GET /userinfo',
  'GET /v2/logout',
  'GET /.well-known/openid-configuration',
  'GET /.well-known/jwks.json',
];

/** The name of a route in the log and for the faults; the page is `GET` or `POST /u/login`. */
export function routeOf({ method, path }: WireRequest): string {
  if (path.startsWith(loginPath)) return `${method} /u/login`;
  if (path.startsWith('/authorize/')) return 'GET /authorize/resume';
  const name = `${method} ${path}`;
  return method === 'OPTIONS' || routes.includes(name) ? name : 'none';
}

export async function answerFront(request: WireRequest, parts: FrontParts): Promise<WireReply> {
  switch (routeOf(request)) {
    case 'GET /authorize':
      return authorize(request, parts);
    case 'POST /oauth/token':
      return token(request, parts);
    case 'POST /oauth/revoke':
      return parts.behind.forward(...asForm(request));
    case 'GET /userinfo':
      return userInfo(request, parts);
    case 'GET /v2/logout':
      return logout(request, parts);
    default:
      return parts.behind.forward(request, targetOf(request));
  }
}

function authorize(request: WireRequest, parts: FrontParts): Promise<WireReply> | WireReply {
  const { query } = request;
  if (!isRegistered(parts.callbacks, query.get('redirect_uri')))
    return htmlReply(403, 'Callback URL mismatch', '<p>The provided redirect_uri is not in the list.</p>');
  const prompts = (query.get('prompt') ?? '').split(' ');
  // Asking anew means a session of its own; oidc-provider would make the browser sign out first.
  const isAnew = query.has('max_age') || prompts.includes('login') || prompts.includes('select_account');
  return parts.behind.forward(isAnew ? withoutSession(request) : request, targetOf(request));
}

async function token(request: WireRequest, parts: FrontParts): Promise<WireReply> {
  const [sent, target, body] = asForm(request);
  const reply = await parts.behind.forward(sent, target, body);
  const grantType = new URLSearchParams(body.toString('utf8')).get('grant_type');
  return tokenReply(reply, grantType, { key: parts.key, offsetMs: parts.offsetMs() });
}

/** Auth0 takes the access token of an API here as well, since `/userinfo` is in its audience. */
function userInfo(request: WireRequest, parts: FrontParts): Promise<WireReply> | WireReply {
  const bearer = /^bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const claims = parts.verify(bearer);
  const person = findPerson(claims?.['sub']);
  if (person === null || claims === null || parts.access.isEnded(claims))
    return parts.behind.forward(request, targetOf(request));
  const { sub, name, email, id: nickname } = person;
  const cors = request.headers.origin === undefined ? {} : { 'access-control-allow-origin': '*' };
  return jsonReply(200, cors, { sub, name, nickname, email, email_verified: true });
}

/** Ends the browser's session and sends it on; an address that is not registered gets a page. Refresh tokens stay good. */
function logout(request: WireRequest, parts: FrontParts): WireReply {
  const returnTo = request.query.get('returnTo');
  const session = /(?:^|;\s*)_session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
  if (session !== undefined) parts.grants.endSession(session);
  const gone = sessionCookies.map((name) => `${name}=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT`);
  if (returnTo === null) return { status: 200, headers: { 'set-cookie': gone }, body: 'OK' };
  if (isRegistered(parts.logoutUrls, returnTo))
    return { status: 302, headers: { 'set-cookie': gone, location: returnTo }, body: '' };
  const page = htmlReply(400, 'Oops!, something went wrong', '<p>The returnTo is not registered.</p>');
  return { ...page, headers: { ...page.headers, 'set-cookie': gone } };
}

const targetOf = ({ path, query }: WireRequest) => (query.size === 0 ? path : `${path}?${query}`);

function withoutSession(request: WireRequest): WireRequest {
  const cookies = (request.headers.cookie ?? '').split(/;\s*/);
  const cookie = cookies.filter((each) => !each.startsWith('_session')).join('; ');
  return { ...request, headers: { ...request.headers, cookie } };
}

/** Auth0 takes JSON too; oidc-provider forms only. */
function asForm(request: WireRequest): [WireRequest, string, Buffer] {
  if (!(request.headers['content-type'] ?? '').startsWith('application/json'))
    return [request, targetOf(request), request.body];
  let fields: Record<string, string> = {};
  try {
    fields = JSON.parse(request.body.toString('utf8')) as Record<string, string>;
  } catch {
    // An empty form: refused by oidc-provider for what is missing.
  }
  const headers = { ...request.headers, 'content-type': 'application/x-www-form-urlencoded' };
  const body = Buffer.from(new URLSearchParams(fields).toString());
  return [{ ...request, headers }, targetOf(request), body];
}
