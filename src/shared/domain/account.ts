import { z } from 'zod';
import { errorCodes } from '../errors.ts';
import { targetIdSchema } from './sync.ts';

/** The port that a sign-in's browser returns to, in either host: fixed, because the address is registered with the sign-in service. */
export const callbackPort = 8420;

/**
 * How the user signs in to a target. auth0: in the browser, shared by Atlas and, if its deployment accepts it,
 * Trendy; login: Trendy's own email and password; oauth: Foundry's, in the browser; token: from a user or a script.
 */
export const signInMethods = ['auth0', 'login', 'oauth', 'token'] as const;
export const signInMethodSchema = z.enum(signInMethods);
export type SignInMethod = z.infer<typeof signInMethodSchema>;

/** The account signed in at a server: `id` is the account part of a destination (Auth0: `sub`), `name` is for people. */
export const accountSchema = z.object({ id: z.string(), name: z.string() });
export type Account = z.infer<typeof accountSchema>;

/** One credential as the page may know it: never a token. */
const credentialSchema = z.object({
  target: targetIdSchema,
  method: signInMethodSchema,
  /** ended: there was a sign-in, and it no longer works (`code` says why); the user has to sign in again. */
  state: z.enum(['signed_out', 'signed_in', 'ended']),
  account: accountSchema.nullable(),
  /** Where the renewal credential is kept; null if none is. */
  keptIn: z.enum(['keychain', 'session_only']).nullable(),
  /** Expiry of the current access token, UTC milliseconds; null if unknown or there is none. */
  accessUntilMs: z.number().nullable(),
  /** Whether it renews automatically; false: it ends at `accessUntilMs`. */
  canRenew: z.boolean(),
  code: z.enum(errorCodes).nullable(),
});
export type Credential = z.infer<typeof credentialSchema>;

/** A target whose signed-in account isn't the one that this history was sent to before. */
const otherAccountSchema = z.object({
  target: targetIdSchema,
  /** The earlier destination, paused as sync.wrong_account, with its pending items. */
  destination: z.number(),
  before: accountSchema,
  now: accountSchema,
  pending: z.number(),
});
export type OtherAccount = z.infer<typeof otherAccountSchema>;

export const accountOverviewSchema = z.object({
  /** One for each target, in the order of `targetIds`. */
  credentials: z.array(credentialSchema),
  keychain: z.object({ kind: z.enum(['keychain', 'session_only']), code: z.enum(errorCodes).nullable() }),
  /** `redirectPort`: port on this computer to which sign-ins return in the desktop app; the web host uses its own. */
  auth0: z.object({
    domain: z.string(),
    clientId: z.string(),
    audience: z.string(),
    redirectPort: z.number(),
  }),
  trendy: z.object({
    signIn: z.enum(['auth0', 'login']),
    supabaseUrl: z.string(),
    supabaseAnonKey: z.string(),
  }),
  /** `redirectUri`: the address to register with Foundry's application. */
  foundry: z.object({ clientId: z.string(), redirectUri: z.string() }),
  otherAccounts: z.array(otherAccountSchema),
});
export type AccountOverview = z.infer<typeof accountOverviewSchema>;

/** Outcome of a callback address from a browser. */
export const callbackOutcomes = ['accepted', 'denied', 'late', 'used', 'unknown'] as const;
export const callbackOutcomeSchema = z.enum(callbackOutcomes);
export type CallbackOutcome = z.infer<typeof callbackOutcomeSchema>;
