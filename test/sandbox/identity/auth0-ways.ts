// Where Auth0 behaves otherwise than oidc-provider: offline access, consent, silent sign-in.
import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';

export const identityScopes = ['openid', 'profile', 'email', 'offline_access'];
/** What the Atlas API knows besides (atlas/README §2). */
export const apiScopes = [...identityScopes, 'execute:actions', 'read:patient'].join(' ');

/** An own application asks for no consent at Auth0, and each sign-in is a family of its own. */
export async function grantAll(ctx: KoaContextWithOIDC) {
  const { provider, session, client, params } = ctx.oidc;
  const grant = new provider.Grant({ clientId: client?.clientId ?? '', accountId: session?.accountId ?? '' });
  grant.addOIDCScope(identityScopes.join(' '));
  if (params?.['audience']) grant.addResourceScope(String(params['audience']), apiScopes);
  await grant.save();
  return grant;
}

/** Auth0 gives a refresh token without `prompt=consent`; oidc-provider has dropped the scope by now. */
export function keepOfflineAccess(ctx: KoaContextWithOIDC): void {
  const { params } = ctx.oidc;
  const asked = new URL(ctx.req.url ?? '/', 'http://127.0.0.1').searchParams.get('scope') ?? '';
  if (!params || !asked.split(' ').includes('offline_access')) return;
  const scopes = new Set(String(params['scope'] ?? '').split(' ')).add('offline_access');
  params['scope'] = [...scopes].join(' ').trim();
}

/** No consent page; `prompt=none` fails as it does where third-party cookies are blocked. */
export function loginOnly() {
  const policy = interactionPolicy.base();
  const check = new interactionPolicy.Check('no_silent', 'Login required', 'login_required', (ctx) =>
    ctx.oidc.prompts.has('none'),
  );
  policy.remove('consent');
  policy.get('login')?.checks.add(check, 0);
  return policy;
}
