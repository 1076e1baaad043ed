import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { syncPushes } from '../../../../src/renderer/app/push-sync.ts';
import type { PageBridge } from '../../../../src/renderer/bridge/page-bridge.ts';
import { callKey } from '../../../../src/renderer/bridge/queries.ts';

/** A page that shows one call, whose answers come when the test gives them, and a host that tells what the test says. */
function page(key: readonly unknown[]) {
  const listeners = new Map<string, (value: never) => void>();
  const bridge = {
    on: (name: string, listener: (value: never) => void) => {
      listeners.set(name, listener);
      return () => listeners.delete(name);
    },
    onConnection: () => () => {},
  } as unknown as PageBridge;
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  const asked: ((answer: unknown) => void)[] = [];
  const observer = new QueryObserver(client, {
    queryKey: key,
    queryFn: () => new Promise<unknown>((answer) => asked.push(answer)),
  });
  const stops = [syncPushes(bridge, client), observer.subscribe(() => {})];
  return {
    asked,
    shown: () => observer.getCurrentResult().data,
    tell: (name: string, value: unknown) => listeners.get(name)?.(value as never),
    settled: () => expect.poll(() => client.isFetching()).toBe(0),
    close: () => {
      for (const stop of stops) stop();
      client.clear();
    },
  };
}

test.each([
  ['import.progress', 'import.current'],
  ['sync.changed', 'sync.overview'],
  ['account.changed', 'account.read'],
] as const)(
  'what %s tells is not undone by an older answer to %s that comes after it',
  async (push, call) => {
    const shows = page(callKey(call, {}));
    // Before anything is known, and when it is asked for again.
    expect(shows.asked).toHaveLength(1);
    shows.tell(push, 'waiting for the person');
    shows.asked[0]?.('opening the file');
    shows.asked[1]?.('waiting for the person');
    await shows.settled();
    expect(shows.shown()).toBe('waiting for the person');
    expect(shows.asked).toHaveLength(2);
    shows.tell(push, 'running');
    await shows.settled();
    expect(shows.shown()).toBe('running');
    expect(shows.asked).toHaveLength(2);
    shows.close();
  },
);
