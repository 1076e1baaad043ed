import { z } from 'zod';
import type { PushName } from '../../shared/contract/index.ts';
import { exportShown, passphraseSchema, reviewBackup } from '../../shared/contract/profiles.ts';
import { callbackOutcomeSchema } from '../../shared/domain/account.ts';
import type { Failure, Result } from '../../shared/errors.ts';

/** Host → data program. The handler parses `input`. */
export const requestSchema = z.strictObject({
  kind: z.enum(['call', 'host']),
  id: z.int(),
  name: z.string().max(100),
  input: z.unknown(),
});
export type Request = z.infer<typeof requestSchema>;

/** Data program → host. After `failed` the program ends: starting it again would fail again. */
export type Reply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: Failure }
  | { readonly kind: 'answer'; readonly id: number; readonly result: Result<unknown> }
  | { readonly kind: 'push'; readonly name: PushName; readonly payload: unknown };

/** Calls that only a host can make; the page can never reach them. */
export const hostCalls = {
  /** Registers a file or folder for `import.start`. `isIncoming`: an upload in incoming/, removed when its run ends. */
  'host.addOffer': {
    input: z.strictObject({ path: z.string().min(1), isIncoming: z.boolean() }),
    output: z.object({ offer: z.string(), name: z.string() }),
  },
  'host.incomingDir': { input: z.strictObject({}), output: z.object({ path: z.string() }) },
  /** Free bytes on the profile's volume. */
  'host.freeBytes': { input: z.strictObject({}), output: z.object({ bytes: z.number() }) },
  /** A browser returned to this address of ours: consumes the pending state and notifies the page that began the sign-in. */
  'host.signInCallback': {
    input: z.strictObject({ url: z.string().max(8000) }),
    output: z.object({ outcome: callbackOutcomeSchema }),
  },
  /**
   * A sign-in is about to begin at this address: opens the door (a port on this computer) that it returns to; false if it returns through our app
   * link. Errors: those of account.beginSignIn.
   */
  'host.openSignInDoor': {
    input: z.strictObject({ url: z.string().max(8000) }),
    output: z.object({ isOpen: z.boolean() }),
  },
  /** Origins that this program is configured to send to, so the host can ask the system for the proxy of each. */
  'host.serverOrigins': { input: z.strictObject({}), output: z.object({ origins: z.array(z.string()) }) },
  /** The system's proxies by origin, in the form of a PAC script ("PROXY host:port; DIRECT"). Retries items that wait because nothing was reached. */
  'host.useProxies': {
    input: z.strictObject({ proxies: z.record(z.string().max(300), z.string().max(1000)) }),
    output: z.null(),
  },
  /** The login for a proxy that asked a request of the host's own (`Proxies.loginFor`). It stays in the host's memory no longer than the request. */
  'host.proxyLogin': {
    input: z.strictObject({
      url: z.string().max(2000),
      host: z.string().min(1).max(300),
      port: z.number().int().min(1).max(65_535),
      isRefused: z.boolean(),
    }),
    output: z.object({ login: z.object({ name: z.string(), password: z.string() }).nullable() }),
  },
  /** Writes the whole database to one file, replacing an existing one. Errors: disk.full, profile.unreadable, request.refused during another backup. */
  'host.backUp': {
    input: z.strictObject({ path: z.string().min(1), passphrase: passphraseSchema.optional() }),
    output: z.object({ bytes: z.number() }),
  },
  /** Writes the shown data to one file, replacing an existing one. Errors: those of profiles.exportShown. */
  'host.export': {
    input: exportShown.input.extend({ path: z.string().min(1) }),
    output: z.object({ bytes: z.number() }),
  },
  /** Errors: those of profiles.reviewBackup. */
  'host.reviewBackup': { input: reviewBackup.input, output: reviewBackup.output },
  /** Stages the backup: it replaces the database when the profile is opened next. */
  'host.restore': { input: z.strictObject({ offer: z.string() }), output: z.null() },
  /**
   * Locks every profile of `home`, removes our keychain entries, and marks the home, so the host removes its files once this program has ended, or at
   * the next opening. Errors: profile.in_use (nothing was removed), account.keychain_*.
   */
  'host.forget': {
    input: z.strictObject({ home: z.string().min(1) }),
    output: z.object({ keychainEntries: z.number() }),
  },
  /** For a fault report: the schema version, and the rows of each table. `isMore`: a large table has at least this many. */
  'host.diagnostics': {
    input: z.strictObject({}),
    output: z.object({
      schema: z.number(),
      tables: z.array(z.object({ name: z.string(), rows: z.number(), isMore: z.boolean() })),
    }),
  },
  /** Shuts the program down cleanly: a running import is interrupted after its batch. The answer arrives before the end. */
  'host.stop': { input: z.strictObject({}), output: z.null() },
} as const;

export type HostCallName = keyof typeof hostCalls;
export type HostInput<N extends HostCallName> = z.output<(typeof hostCalls)[N]['input']>;
export type HostOutput<N extends HostCallName> = z.output<(typeof hostCalls)[N]['output']>;
export type HostHandlers = {
  readonly [N in HostCallName]: (input: HostInput<N>) => HostOutput<N> | Promise<HostOutput<N>>;
};
