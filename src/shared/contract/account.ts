import { z } from 'zod';
import { accountOverviewSchema } from '../domain/account.ts';
import { targetIdSchema } from '../domain/sync.ts';
import { defineCall, definePush } from './define.ts';

const nothing = z.strictObject({});
const text = z.string().max(500);
const cacheKey = z.string().min(1).max(1000);
const state = z.string().min(1).max(500);

export const read = defineCall({ name: 'account.read', input: nothing, output: accountOverviewSchema });

/**
 * Sets where sign-ins happen; omitted fields stay. Another domain or client ends the sign-in made at
 * the old one. Errors: settings.bad_address, settings.bad_value.
 */
export const configure = defineCall({
  name: 'account.configure',
  input: z.strictObject({
    auth0Domain: text.optional(),
    auth0ClientId: text.optional(),
    auth0Audience: text.optional(),
    auth0RedirectPort: z.int().min(1024).max(65_535).optional(),
    trendySignIn: z.enum(['auth0', 'login']).optional(),
    supabaseUrl: text.optional(),
    supabaseAnonKey: z.string().max(5000).optional(),
    foundryClientId: text.optional(),
    foundryRedirectPort: z.int().min(1024).max(65_535).optional(),
  }),
  output: z.null(),
});

/**
 * The page is about to open `url` (created by auth0-spa-js) in the system browser: its `state` may return once, within 5
 * minutes. On the desktop this opens a loopback listener if the redirect address leads to one. Errors: account.not_configured,
 * account.port_taken, request.invalid if the address isn't the configured domain's or returns elsewhere.
 */
export const beginSignIn = defineCall({
  name: 'account.beginSignIn',
  input: z.strictObject({ url: z.string().max(8000) }),
  output: z.object({ state: z.string(), expiresAtMs: z.number() }),
});
export const cancelSignIn = defineCall({
  name: 'account.cancelSignIn',
  input: z.strictObject({ state }),
  output: z.null(),
});
/** A browser returned with a pending state; the page that began the sign-in has the code exchanged. */
export const callback = definePush({
  name: 'account.callback',
  payload: z.object({ state: z.string(), url: z.string() }),
});

/**
 * Exchanges a code that a browser brought back, once, in the data program: the page connects to no sign-in service and gets no usable
 * token, only the ID token that auth0-spa-js checks. `grant` stands for the other tokens until `cacheSet` returns it. `expiresInS`:
 * lifetime of the access token. Errors: account.link_unknown, account.unreachable, account.not_secure, account.not_their_answer.
 */
export const exchangeCode = defineCall({
  name: 'account.exchangeCode',
  input: z.strictObject({ code: z.string().min(1).max(8000), codeVerifier: z.string().min(43).max(128) }),
  output: z.object({
    idToken: z.string(),
    grant: z.string(),
    scope: z.string(),
    expiresInS: z.number(),
  }),
});

/**
 * The cache of auth0-spa-js, in the data program's memory. An entry whose access token is an exchange's
 * `grant` confirms that the ID token is valid: the custodian then takes over the other tokens.
 */
export const cacheGet = defineCall({
  name: 'account.cacheGet',
  input: z.strictObject({ key: cacheKey }),
  output: z.object({ entry: z.string().nullable() }),
});
/** `entry` is JSON. Error: request.invalid; if the keychain refuses, the sign-in is kept for this session. */
export const cacheSet = defineCall({
  name: 'account.cacheSet',
  input: z.strictObject({ key: cacheKey, entry: z.string().max(200_000) }),
  output: z.null(),
});
export const cacheRemove = defineCall({
  name: 'account.cacheRemove',
  input: z.strictObject({ key: cacheKey }),
  output: z.null(),
});
export const cacheKeys = defineCall({
  name: 'account.cacheKeys',
  input: nothing,
  output: z.object({ keys: z.array(z.string()) }),
});

/** Trendy's own login. The password is sent once and never stored. Errors: account.bad_login, account.too_many_tries, sync.needs_address, sync.network, sync.not_their_answer. */
export const signInTrendy = defineCall({
  name: 'account.signInTrendy',
  input: z.strictObject({ email: z.string().min(1).max(320), password: z.string().min(1).max(1000) }),
  output: z.null(),
});

/**
 * Foundry's OAuth: opens a loopback listener for 5 minutes and returns the address to open in the system browser;
 * account.changed reports the result. Errors: account.not_configured, account.port_taken, sync.needs_address.
 */
export const beginFoundry = defineCall({
  name: 'account.beginFoundry',
  input: nothing,
  output: z.object({ url: z.string(), expiresAtMs: z.number() }),
});
export const cancelFoundry = defineCall({ name: 'account.cancelFoundry', input: nothing, output: z.null() });

/** A token that the user created at the server; kept in the keychain if there is one, valid only for the target's address. '' forgets it. Error: sync.needs_address. */
export const keepToken = defineCall({
  name: 'account.keepToken',
  input: z.strictObject({ target: targetIdSchema, token: z.string().max(10_000) }),
  output: z.null(),
});

/** Forgets the credential here and, where possible, revokes it at the server. The history and queued items stay. */
export const signOut = defineCall({
  name: 'account.signOut',
  input: z.strictObject({ target: targetIdSchema }),
  output: z.object({ wasRevoked: z.boolean(), pending: z.number() }),
});

/** Retries a keychain that was locked, denied, or unavailable, because the user opened it. Sign-ins stored there return. account.changed reports the result. */
export const retryKeychain = defineCall({ name: 'account.retryKeychain', input: nothing, output: z.null() });

export const changed = definePush({ name: 'account.changed', payload: accountOverviewSchema });

export const accountCalls = [
  read,
  configure,
  beginSignIn,
  cancelSignIn,
  exchangeCode,
  cacheGet,
  cacheSet,
  cacheRemove,
  cacheKeys,
  signInTrendy,
  beginFoundry,
  cancelFoundry,
  keepToken,
  signOut,
  retryKeychain,
] as const;
export const accountPushes = [callback, changed] as const;
