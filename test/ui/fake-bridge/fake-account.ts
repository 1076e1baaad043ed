import type { CallInput, CallName, CallOutput } from '../../../src/shared/contract/index.ts';
import type { AccountOverview, Credential } from '../../../src/shared/domain/account.ts';
import type { TargetId } from '../../../src/shared/domain/sync.ts';

type Answers = {
  [N in Extract<CallName, `account.${string}`>]: (input: CallInput<N>) => CallOutput<N>;
};

const signInMs = 5 * 60_000;

/** Sign-ins that remember what was done; nobody is really asked. `changed` pushes the new state. */
export function fakeAccount(
  first: AccountOverview,
  changed: (overview: AccountOverview) => void,
  signInLastsMs = signInMs,
): Answers {
  let overview = first;
  const cache = new Map<string, string>();
  const set = (target: TargetId, part: Partial<Credential>) => {
    const credentials = overview.credentials.map((one) =>
      one.target === target ? { ...one, ...part } : one,
    );
    overview = { ...overview, credentials };
    changed(overview);
    return null;
  };
  return {
    'account.read': () => overview,
    'account.configure': (input) => {
      const { auth0, trendy, foundry } = overview;
      overview = {
        ...overview,
        auth0: {
          domain: input.auth0Domain ?? auth0.domain,
          clientId: input.auth0ClientId ?? auth0.clientId,
          audience: input.auth0Audience ?? auth0.audience,
          redirectPort: input.auth0RedirectPort ?? auth0.redirectPort,
        },
        trendy: {
          signIn: input.trendySignIn ?? trendy.signIn,
          supabaseUrl: input.supabaseUrl ?? trendy.supabaseUrl,
          supabaseAnonKey: input.supabaseAnonKey ?? trendy.supabaseAnonKey,
        },
        foundry: { ...foundry, clientId: input.foundryClientId ?? foundry.clientId },
      };
      changed(overview);
      return null;
    },
    'account.beginSignIn': ({ url }) => ({
      state: new URL(url).searchParams.get('state') ?? '',
      expiresAtMs: Date.now() + signInLastsMs,
    }),
    'account.cancelSignIn': () => null,
    // No ID token that anybody signed.
    'account.exchangeCode': () => ({
      idToken: 'not.a.token',
      grant: 'grant',
      scope: 'openid',
      expiresInS: 60,
    }),
    'account.cacheGet': ({ key }) => ({ entry: cache.get(key) ?? null }),
    'account.cacheSet': ({ key, entry }) => {
      cache.set(key, entry);
      return null;
    },
    'account.cacheRemove': ({ key }) => {
      cache.delete(key);
      return null;
    },
    'account.cacheKeys': () => ({ keys: [...cache.keys()] }),
    'account.signInTrendy': ({ email }) =>
      set('trendy', {
        state: 'signed_in',
        method: 'login',
        account: { id: email, name: email },
        keptIn: 'keychain',
        canRenew: true,
      }),
    'account.beginFoundry': () => ({
      url: 'https://foundry.example/multipass/api/oauth2/authorize?state=1',
      expiresAtMs: Date.now() + signInLastsMs,
    }),
    'account.cancelFoundry': () => null,
    'account.retryKeychain': () => {
      overview = { ...overview, keychain: { kind: 'keychain', code: null } };
      changed(overview);
      return null;
    },
    'account.keepToken': ({ target, token }) =>
      set(
        target,
        token === ''
          ? { state: 'signed_out', account: null, keptIn: null }
          : { state: 'signed_in', method: 'token', account: null, keptIn: 'keychain' },
      ),
    'account.signOut': ({ target }) => {
      set(target, { state: 'signed_out', account: null, keptIn: null, canRenew: false, code: null });
      return { wasRevoked: true, pending: 0 };
    },
  };
}
