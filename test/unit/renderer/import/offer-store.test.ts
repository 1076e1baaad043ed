import { expect, test } from 'vitest';
import type { PageBridge } from '../../../../src/renderer/bridge/page-bridge.ts';
import { createOfferStore } from '../../../../src/renderer/features/import/offer-store.ts';
import type { Failure } from '../../../../src/shared/errors.ts';

const file = (name: string) => [{ file: new File(['x'], name) }];
/** Answers here come from memory: what follows them is done by the next turn. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A host that takes every file but those it has a failure for. */
function host(failures: Record<string, Failure['code']> = {}) {
  const started: string[] = [];
  const bridge: PageBridge = {
    host: 'web',
    readyOffer: { offer: 'ready', name: 'sample.zip' },
    call: (_name, input) => {
      started.push((input as { offer: string }).offer);
      return Promise.resolve({ ok: true, value: { runId: started.length } as never });
    },
    on: () => () => undefined,
    onConnection: () => () => undefined,
    async offer([first], _onProgress, signal) {
      await settle();
      const name = first?.file.name ?? '';
      const code = signal?.aborted ? 'cancelled' : failures[name];
      if (code !== undefined) return { ok: false, error: { code, message: '', retryable: false } };
      return { ok: true, value: { offer: name, name } };
    },
  };
  return { bridge, started };
}

async function untilIdle(store: ReturnType<typeof createOfferStore>): Promise<void> {
  while (store.get().sending !== null || store.get().waiting.length > 0) await settle();
}

test('files go one after the other, also those dropped meanwhile', async () => {
  const { bridge, started } = host();
  let queued = 0;
  const store = createOfferStore(bridge, () => queued++);
  store.begin([file('a.zip'), file('b.zip')]);
  store.begin([file('c.zip')]);
  expect(store.get().waiting).toEqual(['b.zip', 'c.zip']);
  await untilIdle(store);
  expect(started).toEqual(['a.zip', 'b.zip', 'c.zip']);
  expect(queued).toBe(3);
});

test('a refused file is told by name and does not hold up the next', async () => {
  const { bridge, started } = host({ 'a.zip': 'disk.full' });
  const store = createOfferStore(bridge, () => undefined);
  store.begin([file('a.zip'), file('b.zip')]);
  await untilIdle(store);
  expect(store.get().failures).toMatchObject([{ name: 'a.zip', failure: { code: 'disk.full' } }]);
  expect(started).toEqual(['b.zip']);
});

test('cancel stops the file under way and those that wait, and is no failure', async () => {
  const { bridge, started } = host();
  const store = createOfferStore(bridge, () => undefined);
  store.begin([file('a.zip'), file('b.zip')]);
  store.cancel();
  await untilIdle(store);
  expect(started).toEqual([]);
  expect(store.get().failures).toEqual([]);
});

test('what the host was started with is imported once', async () => {
  const { bridge, started } = host();
  const store = createOfferStore(bridge, () => undefined);
  await store.startReady();
  await store.startReady();
  expect(started).toEqual(['ready']);
  expect(store.get().ready).toBeNull();
});
