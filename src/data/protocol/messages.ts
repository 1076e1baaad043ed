import { z } from 'zod';
import type { PushName } from '../../shared/contract/index.ts';
import type { Failure, Result } from '../../shared/errors.ts';

/** Host → data program. `input` is parsed by whoever answers. */
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

/** What only a host may ask: never reachable from the page. */
export const hostCalls = {
  /** Registers a file or folder for `import.start`. `isIncoming`: an upload in incoming/, removed when its run ends. */
  'host.addOffer': {
    input: z.strictObject({ path: z.string().min(1), isIncoming: z.boolean() }),
    output: z.object({ offer: z.string(), name: z.string() }),
  },
  'host.incomingDir': { input: z.strictObject({}), output: z.object({ path: z.string() }) },
  /** Where the profile lies. */
  'host.freeBytes': { input: z.strictObject({}), output: z.object({ bytes: z.number() }) },
  /** Ends the program in order: a run under way is interrupted after its batch. Answered before it ends. */
  'host.stop': { input: z.strictObject({}), output: z.null() },
} as const;

export type HostCallName = keyof typeof hostCalls;
export type HostInput<N extends HostCallName> = z.output<(typeof hostCalls)[N]['input']>;
export type HostOutput<N extends HostCallName> = z.output<(typeof hostCalls)[N]['output']>;
export type HostHandlers = {
  readonly [N in HostCallName]: (input: HostInput<N>) => HostOutput<N> | Promise<HostOutput<N>>;
};
