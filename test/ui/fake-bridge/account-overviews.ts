import type { AccountOverview, Credential } from '../../../src/shared/domain/account.ts';

const hour = 3_600_000;
const ada = { id: 'auth0|65a1f0c2d3e4b5a697881a01', name: 'Ada Lovelace' };
const ben = { id: 'auth0|65a1f0c2d3e4b5a697881b02', name: 'Ben Okri' };

function credential(part: Partial<Credential> & Pick<Credential, 'target' | 'method'>): Credential {
  return {
    state: 'signed_out',
    account: null,
    keptIn: null,
    accessUntilMs: null,
    canRenew: false,
    code: null,
    ...part,
  };
}

const signedIn = { state: 'signed_in', keptIn: 'keychain', canRenew: true } as const;
const nobody = [
  credential({ target: 'trendy', method: 'login' }),
  credential({ target: 'atlas', method: 'auth0' }),
  credential({ target: 'foundry', method: 'oauth' }),
];
const setUp = {
  auth0: {
    domain: 'tenant.auth0.example',
    clientId: 'Yx3kQ',
    audience: 'https://api.atlas.ai',
    redirectPort: 8420,
  },
  trendy: { signIn: 'login', supabaseUrl: 'https://ref.supabase.example', supabaseAnonKey: 'sb_publishable' },
  foundry: { clientId: '0a1b2c3d', redirectUri: 'http://127.0.0.1:8421/callback' },
} as const;

const plain: AccountOverview = {
  credentials: nobody,
  keychain: { kind: 'keychain', code: null },
  auth0: { domain: '', clientId: '', audience: 'https://api.atlas.ai', redirectPort: 8420 },
  trendy: { signIn: 'login', supabaseUrl: '', supabaseAnonKey: '' },
  foundry: { clientId: '', redirectUri: 'http://127.0.0.1:8421/callback' },
  otherAccounts: [],
};

const all = [
  credential({
    ...signedIn,
    target: 'trendy',
    method: 'login',
    account: { id: 'trendy-ada', name: 'ada@example.org' },
    accessUntilMs: Date.now() + hour,
  }),
  credential({
    ...signedIn,
    target: 'atlas',
    method: 'auth0',
    account: ada,
    accessUntilMs: Date.now() + 24 * hour,
  }),
  credential({
    ...signedIn,
    target: 'foundry',
    method: 'token',
    account: { id: 'f-ada', name: 'ada.l' },
    canRenew: false,
  }),
];

/** How sign-ins stand in each scene of the Account part. */
export const accountOverviews: Readonly<Record<string, AccountOverview>> = {
  notSetUp: plain,
  signedOut: { ...plain, ...setUp },
  signedIn: { ...plain, ...setUp, credentials: all },
  shared: {
    ...plain,
    ...setUp,
    trendy: { ...setUp.trendy, signIn: 'auth0' },
    credentials: [
      credential({ ...signedIn, target: 'trendy', method: 'auth0', account: ada }),
      credential({ ...signedIn, target: 'atlas', method: 'auth0', account: ada }),
      credential({ target: 'foundry', method: 'oauth', code: 'account.denied' }),
    ],
  },
  ended: {
    ...plain,
    ...setUp,
    credentials: [
      credential({
        target: 'trendy',
        method: 'login',
        state: 'signed_in',
        account: { id: 'trendy-ada', name: 'ada@example.org' },
        accessUntilMs: Date.now() + hour / 2,
      }),
      credential({
        target: 'atlas',
        method: 'auth0',
        state: 'ended',
        account: ada,
        code: 'account.revoked',
      }),
      credential({ target: 'foundry', method: 'token', state: 'ended', code: 'account.ended' }),
    ],
  },
  sessionOnly: {
    ...plain,
    ...setUp,
    keychain: { kind: 'session_only', code: 'account.keychain_locked' },
    credentials: all.map((one) => ({ ...one, keptIn: 'session_only' as const })),
  },
  otherPerson: {
    ...plain,
    ...setUp,
    credentials: all.map((one) => (one.target === 'atlas' ? { ...one, account: ben } : one)),
    otherAccounts: [{ target: 'atlas', destination: 2, before: ada, now: ben, pending: 31_204 }],
  },
};
