import { beforeEach, expect, test, vi } from 'vitest';
import { followShell } from '../../../../src/renderer/app/shown-page.ts';
import type { PageBridge } from '../../../../src/renderer/bridge/page-bridge.ts';
import { createOfferStore } from '../../../../src/renderer/features/import/offer-store.ts';
import type { CallOutput } from '../../../../src/shared/contract/index.ts';

type Opened = CallOutput<'app.takeOpened'>;
/** Answers here come from memory: what follows them is done by the next turn. */
const settle = () => new Promise((resolve) => setImmediate(resolve));
const location = { hash: '#/sync' };
beforeEach(() => {
  location.hash = '#/sync';
  vi.stubGlobal('window', { location });
});

function shell(waiting: Opened) {
  const listeners = new Map<string, (payload: never) => void>();
  const started: string[] = [];
  const bridge = {
    host: 'electron',
    readyOffer: null,
    call: async (name: string, input: { offer: string }) => {
      if (name === 'app.takeOpened') return { ok: true, value: waiting.splice(0) };
      started.push(input.offer);
      return { ok: true, value: { runId: 1 } };
    },
    on: (name: string, listener: (payload: never) => void) => {
      listeners.set(name, listener);
      return () => void listeners.delete(name);
    },
  } as unknown as PageBridge;
  const store = createOfferStore(bridge, () => undefined);
  const stop = followShell(bridge, store);
  const push = (name: string, payload: object) => listeners.get(name)?.(payload as never);
  return { listeners, started, store, stop, push };
}

test('what was opened before the page was there is imported, and shown', async () => {
  const { started } = shell([
    { name: 'a.zip', offer: '1', code: null },
    { name: 'b.zip', offer: '2', code: null },
  ]);
  await settle();
  expect(started).toEqual(['1', '2']);
  expect(location.hash).toBe('#/import');
});

test('nothing opened leaves the person where they are', async () => {
  const { started } = shell([]);
  await settle();
  expect(started).toEqual([]);
  expect(location.hash).toBe('#/sync');
});

test('what is opened later is taken once, and what cannot be imported is said by name', async () => {
  const waiting: Opened = [];
  const { started, store, push } = shell(waiting);
  await settle();
  waiting.push(
    { name: 'none.zip', offer: null, code: 'import.not_found' },
    { name: 'c.zip', offer: '3', code: null },
  );
  push('app.opened', {});
  push('app.opened', {});
  await settle();
  expect(started).toEqual(['3']);
  expect(store.get().failures).toMatchObject([{ name: 'none.zip', failure: { code: 'import.not_found' } }]);
});

test('a menu leads to a page, until the page goes', async () => {
  const { push, stop, listeners } = shell([]);
  await settle();
  push('app.navigate', { page: 'settings' });
  expect(location.hash).toBe('#/settings');
  stop();
  expect(listeners.size).toBe(0);
});
