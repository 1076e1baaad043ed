import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
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

describe('a sync', () => {
  const calls = [
    'history.figures',
    'history.figureShares',
    'history.cards',
    'history.rings',
    'history.nights',
  ] as const;
  let listeners: Map<string, (value: never) => void>;
  let client: QueryClient;
  let counts: Map<string, number>;
  let isCurrent: boolean;
  const stops: (() => void)[] = [];

  beforeEach(() => {
    vi.useFakeTimers();
    [listeners, counts, isCurrent] = [new Map(), new Map(), true];
    client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
    const on = (name: string, listener: (value: never) => void) => {
      listeners.set(name, listener);
      return () => listeners.delete(name);
    };
    stops.push(syncPushes({ on, onConnection: () => () => {} } as unknown as PageBridge, client));
    for (const name of [...calls, 'history.eventsPage']) {
      const queryFn = async () => {
        counts.set(name, (counts.get(name) ?? 0) + 1);
        return name === 'history.figureShares' ? { shares: [] } : { isCurrent };
      };
      stops.push(new QueryObserver(client, { queryKey: [name, {}], queryFn }).subscribe(() => {}));
    }
  });
  afterEach(() => {
    for (const stop of stops.splice(0)) stop();
    client.clear();
    vi.useRealTimers();
  });

  async function tell(name: string, value: unknown): Promise<void> {
    listeners.get(name)?.(value as never);
    await vi.advanceTimersByTimeAsync(2_000);
  }
  const asked = () => calls.map((name) => counts.get(name));

  it('changes deliveries of events, and no figure: those are not asked for again', async () => {
    for (let sent = 0; sent < 5; sent++) await tell('sync.changed', { daysToDerive: 0 });
    expect(counts.get('history.eventsPage')).toBe(6);
    expect(asked()).toEqual(calls.map(() => 1));
  });

  it('asks for figures again while days are derived and once after it', async () => {
    await tell('sync.changed', { daysToDerive: 7 });
    expect(asked()).toEqual(calls.map(() => 2));
    await tell('sync.changed', { daysToDerive: 0 });
    expect(asked()).toEqual(calls.map(() => 3));
    await tell('sync.changed', { daysToDerive: 0 });
    expect(asked()).toEqual(calls.map(() => 3));
  });

  it('asks for figures again until an answer is whole, also where no home zone lets events be made', async () => {
    isCurrent = false;
    await tell('import.ended', null);
    expect(asked()).toEqual(calls.map(() => 2));
    isCurrent = true;
    await tell('sync.changed', { daysToDerive: null });
    await tell('sync.changed', { daysToDerive: null });
    expect(asked()).toEqual(calls.map(() => 3));
  });
});
