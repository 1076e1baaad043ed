// An identity provider with Auth0's routes over real HTTP on loopback (npm oidc-provider behind a front).
import { generateKeyPair, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { Provider } from 'oidc-provider';
import { createClock } from '../http/clock.ts';
import { createFaultPlan } from '../http/faults.ts';
import { listenOnLoopback, type WireReply, type WireRequest } from '../http/loopback-server.ts';
import { serveLogged } from '../http/serve-logged.ts';
import { internalError } from './auth0-words.ts';
import { listenBehind } from './forward.ts';
import { answerFront, routeOf } from './front.ts';
import { underOwnFaults } from './identity-faults.ts';
import { IdentityLog } from './identity-log.ts';
import type { IdentityFault, IdentityOptions, IdentitySandbox } from './identity-sandbox.ts';
import { IssuedAccess } from './issued-access.ts';
import { KeptGrants } from './kept-grants.ts';
import { answerLogin } from './login-route.ts';
import { personOf } from './people.ts';
import { type IdentitySettings, loginPath, providerSettings } from './provider-settings.ts';
import { type SigningKey, signToken, tokenVerifier } from './signed-tokens.ts';

const usualCallbacks = ['app.healthrelay.desktop:/callback', 'http://127.0.0.1:*/callback'];
const usualLogoutUrls = [...usualCallbacks, 'app.healthrelay.desktop:/', 'http://127.0.0.1:*/'];
/** Starts a provider that nobody is signed in at: one native application, one API, the people of the sandbox. */
export async function startIdentity(options: IdentityOptions = {}): Promise<IdentitySandbox> {
  const clock = options.clock ?? createClock();
  const settings: IdentitySettings = {
    accessLifetimeS: options.accessLifetimeS ?? 86_400,
    refreshLifetimeS: options.refreshLifetimeS ?? 30 * 86_400,
    reuseLeewayMs: options.reuseLeewayMs ?? 0,
    skewMs: options.skewMs ?? 0,
  };
  const { clientId = 'sandbox-desktop', audience = 'https://api.atlas.ai' } = options;
  const now = () => clock.now();
  const ownNow = () => clock.now() + settings.skewMs;
  const offsetMs = () => ownNow() - Date.now();
  const faults = createFaultPlan<IdentityFault>();
  const log = new IdentityLog();
  const access = new IssuedAccess();
  const grants = new KeptGrants(now, () => settings.reuseLeewayMs);
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const key: SigningKey = { kid: 'sandbox', privateKey: pair.privateKey };

  // The issuer names the port, so the server is there before what answers.
  let answer: (request: WireRequest) => Promise<WireReply> = async () => internalError();
  const server = await listenOnLoopback(async (request) => {
    const passage = { route: routeOf(request), faults, requests: log.requests, clock };
    const reply = await serveLogged(request, passage, (met) => underOwnFaults(met, () => answer(request)));
    if (reply === 'drop') return reply;
    return { ...reply, headers: { ...reply.headers, Date: new Date(ownNow()).toUTCString() } };
  });
  const issuer = `${server.origin}/`;
  const provider = new Provider(
    issuer,
    providerSettings({ clientId, audience, issuer, key, grants, access, settings, offsetMs }),
  );
  log.watch(provider);
  const callback = provider.callback();
  const behind = await listenBehind((request, response) => {
    const answered = request.url?.startsWith(loginPath)
      ? answerLogin(provider, request, response)
      : callback(request, response);
    answered.catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  const publicKey = { ...pair.publicKey.export({ format: 'jwk' }), kid: key.kid };
  const verify = tokenVerifier([publicKey], { issuer, audience, now });
  const { callbacks = usualCallbacks, logoutUrls = usualLogoutUrls } = options;
  const front = { behind, grants, access, key, offsetMs, callbacks, logoutUrls, verify };
  answer = inTurn((request) => answerFront(request, front), isExchange);

  const token = (person = 'ada', lifetimeS = settings.accessLifetimeS) => {
    const iat = Math.floor(ownNow() / 1000);
    const { sub } = personOf(person);
    const scope = 'openid profile email';
    const claims = { iss: issuer, sub, aud: audience, iat, exp: iat + lifetimeS, scope, jti: randomUUID() };
    access.note(claims);
    return signToken(claims, key);
  };
  return {
    domain: server.origin,
    issuer,
    clientId,
    audience,
    clock,
    settings,
    faults,
    requests: log.requests,
    failNext: (route, fault) => faults.next(route, fault),
    expireAccessTokens: (person) => access.end(person === undefined ? null : personOf(person).sub),
    revoke: (person) => grants.revokeAccount(personOf(person).sub),
    holdings: () => log.holdings(grants.activeAccounts()),
    refreshTokens: () => grants.refreshTokens(),
    token,
    isEnded: (claims) => access.isEnded(claims),
    close: async () => {
      await Promise.all([server.close(), behind.close()]);
    },
  };
}

const isExchange = (request: WireRequest) => routeOf(request) === 'POST /oauth/token';

/** Requests of this kind one after another: of two uses of a refresh token at once, the second must be seen as the second. */
function inTurn(
  answer: (request: WireRequest) => Promise<WireReply>,
  isOf: (request: WireRequest) => boolean,
): (request: WireRequest) => Promise<WireReply> {
  let last: Promise<unknown> = Promise.resolve();
  return (request) => {
    if (!isOf(request)) return answer(request);
    const turn = last.then(() => answer(request));
    last = turn.catch(() => {});
    return turn;
  };
}
