import type { WireReply, WireRequest } from '../http/loopback-server.ts';
import type { TrendyBackend } from './backend.ts';
import { GoFields, parseBody } from './decode-json.ts';
import type { Grant, TrendyUser } from './identity.ts';
import { jsonReply, noContent, plainError } from './replies.ts';
import { formatTimestamp, type Micros, zeroTime } from './timestamps.ts';

/** The API's user. The login answers GoTrue's, whose two dates stay Go's zero time (trendy/README §1.2). */
const renderUser = ({ id, email }: TrendyUser, at: Micros = zeroTime) => ({
  id,
  email,
  created_at: formatTimestamp(at),
  updated_at: formatTimestamp(at),
});

/** `POST /auth/login`. Not behind the auth middleware; counted by both limiters. */
export function login(backend: TrendyBackend, body: Buffer): WireReply {
  let user: TrendyUser | null;
  try {
    const fields = new GoFields(parseBody(body), 'LoginRequest');
    const email = fields.text('email') ?? '';
    const password = fields.text('password') ?? '';
    if (!/^\S+@\S+$/.test(email) || password === '') return plainError(400, 'invalid request format');
    user = backend.identity.byPassword(email, password);
  } catch {
    return plainError(400, 'invalid request format');
  }
  // Any failure of GoTrue.
  if (!user || backend.settings.loginService === 'down') return plainError(401, 'invalid credentials');
  const { accessToken, refreshToken } = backend.identity.grant(user);
  return jsonReply(200, { access_token: accessToken, refresh_token: refreshToken, user: renderUser(user) });
}

/** `GET /auth/me`: the row of `users`, with the dates that it has. */
export const ownUser = (user: TrendyUser): WireReply => jsonReply(200, renderUser(user, user.createdAt));

/**
 * GoTrue's `POST /auth/v1/token`: `grant_type=refresh_token` with rotation and 10 s of grace, or `password`. Wants the anon
 * key in `apikey`. The backend itself has no refresh route (trendy/README §1.2).
 */
export function issueToken(backend: TrendyBackend, request: WireRequest): WireReply {
  if (backend.settings.loginService === 'down') return jsonReply(503, { message: 'name resolution failed' });
  const refusal = keyRefusal(backend, request);
  if (refusal) return refusal;
  let fields: GoFields;
  try {
    fields = new GoFields(parseBody(request.body), 'TokenParams');
  } catch {
    return refuse('bad_json', 'Could not parse request body as JSON');
  }
  switch (request.query.get('grant_type')) {
    case 'refresh_token': {
      const grant = backend.identity.refresh(fields.text('refresh_token') ?? '');
      if (grant === 'refresh_token_not_found')
        return refuse(grant, 'Invalid Refresh Token: Refresh Token Not Found');
      if (grant === 'refresh_token_already_used') return refuse(grant, 'Invalid Refresh Token: Already Used');
      return jsonReply(200, renderGrant(backend, grant));
    }
    case 'password': {
      const user = backend.identity.byPassword(fields.text('email') ?? '', fields.text('password') ?? '');
      if (!user) return refuse('invalid_credentials', 'Invalid login credentials');
      return jsonReply(200, renderGrant(backend, backend.identity.grant(user)));
    }
    default:
      return refuse('validation_failed', 'unsupported_grant_type');
  }
}

/** GoTrue's `POST /auth/v1/logout`: ends the session of the bearer. */
export function endSession(backend: TrendyBackend, request: WireRequest): WireReply {
  const refusal = keyRefusal(backend, request);
  if (refusal) return refusal;
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  if (!backend.identity.verify(token))
    return jsonReply(403, { code: 403, error_code: 'bad_jwt', msg: 'invalid JWT' });
  backend.identity.endSession(token);
  return noContent;
}

/** The gateway before GoTrue lets nobody in without the project's anon key. */
function keyRefusal(backend: TrendyBackend, { headers }: WireRequest): WireReply | null {
  const apikey = headers['apikey'];
  if (apikey === undefined)
    return jsonReply(401, {
      message: 'No API key found in request',
      hint: 'No `apikey` request header or url param was found.',
    });
  return apikey === backend.anonKey
    ? null
    : jsonReply(401, { message: 'Invalid authentication credentials' });
}

const refuse = (code: string, msg: string): WireReply => jsonReply(400, { code: 400, error_code: code, msg });

const renderGrant = (backend: TrendyBackend, { accessToken, refreshToken, user, expiresAt }: Grant) => ({
  access_token: accessToken,
  token_type: 'bearer',
  expires_in: backend.identity.lifetimeS,
  expires_at: expiresAt,
  refresh_token: refreshToken,
  user: { id: user.id, aud: 'authenticated', role: 'authenticated', email: user.email },
});
