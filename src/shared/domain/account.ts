import { z } from 'zod';
import { errorCodes } from '../errors.ts';
import { targetIdSchema } from './sync.ts';

/**
 * How a target is signed in to. auth0: by the browser, shared by Atlas and, where its deployment takes it, Trendy; login: Trendy's
 * own e-mail and password; oauth: Foundry's, by the browser; token: one that a person or a script gave.
 */
export const signInMethods = ['auth0', 'login', 'oauth', 'token'] as const;
export const signInMethodSchema = z.enum(signInMethods);
export type SignInMethod = z.infer<typeof signInMethodSchema>;

/** Who is signed in at a server: `id` is the account part of a destination (Auth0: `sub`), `name` is for people. */
export const accountSchema = z.object({ id: z.string(), name: z.string() });
export type Account = z.infer<typeof accountSchema>;

/** One credential as a page may know it: never a token. */
export const credentialSchema = z.object({
  target: targetIdSchema,
  method: signInMethodSchema,
  /** ended: there was a sign-in, and it does not work any more (`code` says why); the person has to sign in again. */
  state: z.enum(['signed_out', 'signed_in', 'ended']),
  account: accountSchema.nullable(),
  /** Where what renews it is kept; null when nothing is kept. */
  keptIn: z.enum(['keychain', 'session_only']).nullable(),
  /** Of the access token at hand, UTC milliseconds; null when unknown or none is at hand. */
  accessUntilMs: z.number().nullable(),
  /** It renews itself; false: it ends with `accessUntilMs`. */
  canRenew: z.boolean(),
  code: z.enum(errorCodes).nullable(),
});
export type Credential = z.infer<typeof credentialSchema>;

/** A target whose signed-in account is not the one that this history was sent to before. */
export const otherAccountSchema = z.object({
  target: targetIdSchema,
  /** The destination that stays, paused as sync.wrong_account, with what is still pending there. */
  destination: z.number(),
  before: accountSchema,
  now: accountSchema,
  pending: z.number(),
});
export type OtherAccount = z.infer<typeof otherAccountSchema>;

export const accountOverviewSchema = z.object({
  /** One of each target, in the order of `targetIds`. */
  credentials: z.array(credentialSchema),
  keychain: z.object({ kind: z.enum(['keychain', 'session_only']), code: z.enum(errorCodes).nullable() }),
  /** `redirectPort`: of this computer, at which the desktop app is come back to; the web host is at its own. */
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
  /** `redirectUri`: what to register with Foundry's application. */
  foundry: z.object({ clientId: z.string(), redirectUri: z.string() }),
  otherAccounts: z.array(otherAccountSchema),
});
export type AccountOverview = z.infer<typeof accountOverviewSchema>;

/** What became of an address that a browser brought back. */
export const callbackOutcomes = ['accepted', 'denied', 'late', 'used', 'unknown'] as const;
export const callbackOutcomeSchema = z.enum(callbackOutcomes);
export type CallbackOutcome = z.infer<typeof callbackOutcomeSchema>;
