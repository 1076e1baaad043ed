// oidc-provider set up to behave as an Auth0 tenant with one native application and one API.
import { randomBytes } from 'node:crypto';
import { type Configuration, errors } from 'oidc-provider';
import { apiScopes, grantAll, identityScopes, keepOfflineAccess, loginOnly } from './auth0-ways.ts';
import type { IssuedAccess } from './issued-access.ts';
import type { KeptGrants } from './kept-grants.ts';
import { findPerson } from './people.ts';
import { escaped, htmlReply } from './sign-in-page.ts';
import type { SigningKey } from './signed-tokens.ts';

/** May be changed while it runs. */
export interface IdentitySettings {
  /** Life of an access token; 86400 s as Auth0 gives a new API. */
  accessLifetimeS: number;
  refreshLifetimeS: number;
  /** Auth0's rotation overlap: how long an exchanged refresh token may be exchanged again; 0 as Auth0 sets it. */
  reuseLeewayMs: number;
  /** How far the provider's clock is ahead of the sandbox's. */
  skewMs: number;
}

export interface ProviderParts {
  readonly clientId: string;
  readonly audience: string;
  readonly issuer: string;
  readonly key: SigningKey;
  readonly grants: KeptGrants;
  readonly access: IssuedAccess;
  readonly settings: IdentitySettings;
  /** Milliseconds to add to the machine's clock. */
  readonly offsetMs: () => number;
}

const idTokenLifetimeS = 36_000;
const sessionLifetimeS = 3 * 24 * 3600;

export const loginPath = '/u/login/';

export function providerSettings(parts: ProviderParts): Configuration {
  const { clientId, audience, settings, key } = parts;
  return {
    adapter: (model) => parts.grants.adapter(model),
    clients: [
      {
        client_id: clientId,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: ['app.healthrelay.desktop:/callback', 'http://127.0.0.1/callback'],
      },
    ],
    jwks: { keys: [{ ...key.privateKey.export({ format: 'jwk' }), kid: key.kid, use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    routes: {
      authorization: '/authorize',
      token: '/oauth/token',
      userinfo: '/userinfo',
      revocation: '/oauth/revoke',
      jwks: '/.well-known/jwks.json',
      end_session: '/oidc/logout',
    },
    scopes: identityScopes,
    claims: {
      openid: ['sub'],
      profile: ['name', 'nickname', 'picture', 'updated_at'],
      email: ['email', 'email_verified'],
    },
    // Auth0 puts name and address into the id token.
    conformIdTokenClaims: false,
    // No Allowed Web Origin is registered: as a native application is at first, and may stay.
    clientBasedCORS: () => false,
    rotateRefreshToken: true,
    // A refresh token outlives the browser's session.
    expiresWithSession: () => false,
    ttl: {
      AccessToken: () => settings.accessLifetimeS,
      RefreshToken: () => settings.refreshLifetimeS,
      IdToken: idTokenLifetimeS,
      AuthorizationCode: 60,
      Grant: sessionLifetimeS * 30,
      Session: sessionLifetimeS,
      Interaction: 3600,
    },
    extraParams: { audience: (ctx) => keepOfflineAccess(ctx) },
    features: {
      devInteractions: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      // `ack` names the version that is meant; without it each start prints a notice.
      webMessageResponseMode: { enabled: true, ack: 'individual-draft-01' },
      resourceIndicators: {
        enabled: true,
        // Auth0's word for the resource is `audience`.
        defaultResource: (ctx) => String(ctx.oidc.params?.['audience'] ?? '') || [],
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource) => {
          if (resource !== audience)
            throw new errors.CustomOIDCProviderError('access_denied', `Service not found: ${resource}`);
          return {
            scope: apiScopes,
            audience: resource,
            accessTokenTTL: settings.accessLifetimeS,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'RS256' } },
          };
        },
      },
    },
    formats: {
      customizers: {
        jwt: (_ctx, _token, shaped) => {
          const { payload } = shaped;
          const { client_id: azp, iat, exp, ...rest } = payload;
          const offsetS = Math.floor(parts.offsetMs() / 1000);
          shaped.header = { typ: 'JWT' };
          shaped.payload = {
            ...rest,
            aud: [audience, `${parts.issuer}userinfo`],
            azp,
            iat: Number(iat) + offsetS,
            exp: Number(exp) + offsetS,
          };
          parts.access.note(shaped.payload);
        },
      },
    },
    renderError: (ctx, out) => {
      const page = htmlReply(ctx.status, out.error, `<p>${escaped(out.error_description ?? '')}</p>`);
      ctx.type = 'html';
      ctx.body = page.body;
    },
    findAccount: (_ctx, sub) => {
      const person = findPerson(sub);
      if (person === null) return undefined;
      const { id: nickname, name, email } = person;
      return { accountId: sub, claims: () => ({ sub, name, nickname, email, email_verified: true }) };
    },
    loadExistingGrant: (ctx) => grantAll(ctx),
    interactions: { url: (_ctx, { uid }) => `${loginPath}${uid}`, policy: loginOnly() },
  };
}
