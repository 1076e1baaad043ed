import { fork } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import type { SecretStoreState } from '../../src/core/secret-store/secret-store.ts';
import { ampleLimitMs, type SecretService } from './secret-service.ts';

type CallName = 'get' | 'set' | 'delete' | 'accounts' | 'retry' | 'close';

export interface StoreRequest {
  readonly id: number;
  readonly name: CallName;
  readonly words: readonly string[];
}

export type Said =
  | { readonly kind: 'state'; readonly state: SecretStoreState }
  | { readonly kind: 'answer'; readonly id: number; readonly value?: unknown; readonly code?: string };

export interface StoreLine {
  /** The first state, then every change. */
  readonly states: SecretStoreState[];
  /** What the call gave; a failure is `{ code }`. */
  call(name: CallName, ...words: string[]): Promise<unknown>;
  /** Ends it in order; resolves with how it ended. */
  end(): Promise<{ code: number | null; signal: string | null }>;
}

const productThread = new URL('../../src/core/secret-store/keychain-thread.ts', import.meta.url);

/** Starts a process with a secret store in `env` and waits until it is open, or session-only. `limitMs`: the longest that a call waits for the keychain. */
export async function startStore(
  env: SecretService['env'],
  { limitMs = ampleLimitMs, thread = productThread }: { limitMs?: number; thread?: URL } = {},
): Promise<StoreLine> {
  const child = fork(new URL('./secret-store-process.ts', import.meta.url), [thread.href, String(limitMs)], {
    execArgv: [],
    env: { PATH: process.env['PATH'], ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const states: SecretStoreState[] = [];
  const waiting = new Map<number, (value: unknown) => void>();
  child.on('message', (said: Said) => {
    if (said.kind === 'state') states.push(said.state);
    else waiting.get(said.id)?.(said.code === undefined ? said.value : { code: said.code });
  });
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  await Promise.race([once(child, 'message'), ended]);
  let lastId = 0;
  const call: StoreLine['call'] = (name, ...words) => {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve) => {
      waiting.set(id, resolve);
      child.send({ id, name, words } satisfies StoreRequest);
    });
  };
  return {
    states,
    call,
    end: async () => {
      // It ends before or after it has answered.
      const [code, signal] = await Promise.race([ended, call('close').then(() => ended)]);
      return { code, signal };
    },
  };
}
