import { QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useState } from 'react';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/index.ts';
import type { Failure, Result } from '../../shared/errors.ts';
import type { PageBridge } from './page-bridge.ts';

/** A Failure as a throwable error, as TanStack Query expects. */
export class CallFailed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.name = 'CallFailed';
    this.failure = failure;
  }
}

/** Reports an error of an unawaited promise like an uncaught one (app/report-faults.ts). */
export const noteFault = (error: unknown): void => reportError(error);

/** The Failure behind a thrown value. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CallFailed) return error.failure;
  return { code: 'internal', message: 'unexpected in the page', retryable: false };
}

export async function ask<N extends CallName>(
  bridge: PageBridge,
  name: N,
  input: CallInput<N>,
): Promise<CallOutput<N>> {
  const answer = await bridge.call(name, input);
  if (!answer.ok) throw new CallFailed(answer.error);
  return answer.value;
}

export const callKey = <N extends CallName>(name: N, input: CallInput<N>) => [name, input] as const;

export function callOptions<N extends CallName>(bridge: PageBridge, name: N, input: CallInput<N>) {
  return queryOptions<CallOutput<N>>({
    queryKey: callKey(name, input),
    queryFn: () => ask(bridge, name, input),
  });
}

const BridgeContext = createContext<PageBridge | null>(null);
export const BridgeProvider = BridgeContext;

export function useBridge(): PageBridge {
  const bridge = use(BridgeContext);
  if (bridge === null) throw new Error('outside of BridgeProvider');
  return bridge;
}

/** The answer to a call, kept until something invalidates it. */
export function useCall<N extends CallName>(name: N, input: CallInput<N>, isEnabled = true) {
  return useQuery({ ...callOptions(useBridge(), name, input), enabled: isEnabled });
}

/** The other areas that a change in one area may affect. */
const touchedBy: Readonly<Record<string, readonly string[]>> = {
  app: ['app.preferences', 'app.updates'],
  // Undone removals of an import count again.
  import: ['import.', 'history.'],
  sync: ['sync.', 'history.event'],
  // The home zone and the order of sources change every figure.
  settings: [
    'settings.',
    'sync.',
    'history.event',
    'history.figure',
    'history.workout',
    'history.cards',
    'account.',
  ],
  account: ['account.', 'settings.', 'sync.'],
  profiles: ['profiles.', 'app.info'],
};

/** Refetches shown queries whose key begins with one of `prefixes`. */
export function invalidateAreas(client: QueryClient, prefixes: readonly string[]): Promise<void> {
  return client.invalidateQueries({
    predicate: ({ queryKey }) => prefixes.some((prefix) => String(queryKey[0]).startsWith(prefix)),
  });
}

/** A mutating call; affected queries are refetched afterward. */
export function useAct<N extends CallName>(name: N) {
  const bridge = useBridge();
  const client = useQueryClient();
  return useMutation<CallOutput<N>, Error, CallInput<N>>({
    mutationFn: (input) => ask(bridge, name, input),
    onSettled: () => invalidateAreas(client, touchedBy[name.split('.')[0] ?? ''] ?? []),
  });
}

/** A call with a secret (a password, a token): unlike a mutation, it doesn't keep its input in the page. `send` resolves to whether it succeeded. */
export function useSecretAct<N extends CallName>(name: N) {
  const bridge = useBridge();
  const client = useQueryClient();
  const [isPending, setIsPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [value, setValue] = useState<CallOutput<N> | null>(null);
  async function finish(asked: Promise<Result<CallOutput<N>>>): Promise<boolean> {
    const answer = await asked;
    setIsPending(false);
    if (answer.ok) setValue(answer.value);
    else setFailure(answer.error);
    await invalidateAreas(client, touchedBy[name.split('.')[0] ?? ''] ?? []);
    return answer.ok;
  }
  return {
    isPending,
    failure,
    /** The last answer. */
    value,
    /** Not an async function: that would hold `input` until all later steps are done. */
    send(input: CallInput<N>): Promise<boolean> {
      setIsPending(true);
      setFailure(null);
      return finish(bridge.call(name, input));
    },
  };
}

/** Pushes announce all changes, so nothing becomes stale by time or focus. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: false,
        networkMode: 'always',
        retry: (count, error) => failureOf(error).retryable && count < 4,
        retryDelay: (count) => Math.min(250 * 2 ** count, 2_000),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

/** The confirmed home zone; null until it is known; times are then shown in the computer's zone. */
export function useHomeZone(): string | null {
  return useCall('settings.read', {}).data?.homeZone ?? null;
}
