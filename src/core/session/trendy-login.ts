import { z } from 'zod';
import { CodedError } from '../../shared/errors.ts';
import { fieldsOf } from '../../shared/lookup.ts';
import type { HttpClient, HttpOutcome } from '../network/http-client.ts';
import type { KeptCredential } from './bound-credentials.ts';
import { awayCode } from './oauth-client.ts';
import { type Access, accessFor, type Renewal, type SignInService } from './sign-in-service.ts';
import { lifeOfToken } from './token-claims.ts';

/** Where Trendy's own sign-ins are renewed; both '' when the user gave none. */
export interface SupabaseSettings {
  readonly url: string;
  /** Public by design: it names the project and grants nothing on its own. */
  readonly anonKey: string;
}

const timeoutMs = 20_000;
const loginSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().nullish(),
  user: z.object({ id: z.string().min(1), email: z.string().nullish() }),
});
const renewalSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number().positive().optional(),
  user: z.object({ id: z.string().min(1), email: z.string().nullish() }).optional(),
});
/** GoTrue's words for a session that is over (its errorcode.go); older ones say `error: invalid_grant`. */
const overCodes: ReadonlySet<unknown> = new Set([
  'refresh_token_not_found',
  'refresh_token_already_used',
  'session_not_found',
  'session_expired',
  'user_not_found',
  'user_banned',
]);

/**
 * Trendy's own login (trendy/README §1.2). The password goes into one request and is kept nowhere. Errors: account.bad_login,
 * account.too_many_tries, sync.network, sync.timeout, sync.cut_short, sync.redirected, sync.far_side_failing,
 * sync.not_their_answer.
 */
export async function logInToTrendy(
  http: HttpClient,
  baseUrl: string,
  login: { readonly email: string; readonly password: string },
  nowMs: () => number,
): Promise<{ readonly kept: KeptCredential; readonly access: Access }> {
  const outcome = await http.send(post(`${baseUrl}/api/v1/auth/login`, login));
  if (outcome.kind === 'failure') throw new CodedError(outcome.code);
  const { status, json } = outcome.answer;
  if (status === 400 || status === 401) throw new CodedError('account.bad_login', { target: 'Trendy' });
  if (status === 429) throw new CodedError('account.too_many_tries', { target: 'Trendy' });
  const answer = loginSchema.safeParse(json);
  if (status !== 200 || !answer.success)
    throw new CodedError(status === 200 ? 'sync.not_their_answer' : awayCode(status));
  const { access_token: token, refresh_token: refresh, user } = answer.data;
  const account = { id: user.id, name: user.email ?? user.id };
  // Without anything to renew it, it lasts as long as the token; a secret must not be empty.
  const secret = refresh ?? noRefresh;
  return {
    kept: { method: 'login', secret, account, place: baseUrl, clientId: '' },
    access: accessFor(token, undefined, lifeOfToken(token), nowMs()),
  };
}

const noRefresh = '-';

/** Renewed at Supabase itself: the backend has no route for it (trendy/README §1.2). */
export function trendyLoginService(
  http: HttpClient,
  supabase: () => SupabaseSettings,
  nowMs: () => number,
): SignInService {
  return {
    canRenew: ({ secret }) => secret !== noRefresh && supabase().url !== '' && supabase().anonKey !== '',
    async renew({ secret }) {
      const { url, anonKey } = supabase();
      const address = `${url}/auth/v1/token?grant_type=refresh_token`;
      return readRenewal(
        await http.send(post(address, { refresh_token: secret }, { apikey: anonKey })),
        nowMs(),
      );
    },
    async revoke(_kept, access) {
      const { url, anonKey } = supabase();
      if (url === '' || access === null) return false;
      const headers = { apikey: anonKey, Authorization: `Bearer ${access.token}` };
      const outcome = await http.send(post(`${url}/auth/v1/logout?scope=local`, {}, headers));
      return outcome.kind === 'answer' && outcome.answer.status === 204;
    },
  };
}

function readRenewal(outcome: HttpOutcome, nowMs: number): Renewal {
  if (outcome.kind === 'failure') return { kind: 'away', code: outcome.code };
  const { status, json } = outcome.answer;
  const answer = renewalSchema.safeParse(json);
  if (status === 200 && answer.success) {
    const { access_token: token, refresh_token: refresh, expires_in: seconds, user } = answer.data;
    const account = user ? { id: user.id, name: user.email ?? user.id } : null;
    return {
      kind: 'renewed',
      access: accessFor(token, seconds, lifeOfToken(token), nowMs),
      refresh,
      account,
    };
  }
  const words = fieldsOf(json);
  const isOver = overCodes.has(words['error_code']) || words['error'] === 'invalid_grant';
  if (status >= 400 && status < 500 && isOver) return { kind: 'ended', code: 'account.revoked' };
  return { kind: 'away', code: awayCode(status) };
}

function post(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  return {
    method: 'POST',
    url,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
    timeoutMs,
  } as const;
}
