import type { CallOutput } from '../../shared/contract/index.ts';
import { drop } from '../../shared/drop.ts';
import type { PageBridge } from './page-bridge.ts';
import { createPreloadBridge } from './preload-bridge.ts';
import { noteFault } from './queries.ts';
import { enterWebHost, type WebEntry } from './web-entry.ts';
import { keepPushesOpen } from './web-pushes.ts';
import { askHost } from './web-request.ts';
import { uploadFiles } from './web-upload.ts';

/** Uses Electron's preload script if present, else the web host that served the page; null if the host rejects the page. */
export async function createBridge(): Promise<PageBridge | null> {
  if (window.healthRelay !== undefined) return createPreloadBridge(window.healthRelay);
  const entry = await enterWebHost();
  return entry === null ? null : createWebBridge(entry);
}

/** The bridge to the local web host that let this page in. */
function createWebBridge({ readyOffer }: Pick<WebEntry, 'readyOffer'>): PageBridge {
  const pushes = createListeners<(payload: never) => void>();
  const connection = createListeners<(isConnected: boolean) => void>();
  let isConnected = true;
  const pushesOpen = keepPushesOpen(
    ({ name, payload }) => {
      for (const listener of pushes.of(name)) listener(payload as never);
    },
    (now) => {
      isConnected = now;
      for (const listener of connection.of('')) listener(now);
    },
  );
  drop(pushesOpen, 'it lives as long as the page', noteFault);
  return {
    host: 'web',
    readyOffer,
    call: (name, input) => askHost<CallOutput<typeof name>>('POST', './api/call', { name, input }),
    on: (name, listener) => pushes.add(name, listener),
    onConnection(listener) {
      listener(isConnected);
      return connection.add('', listener);
    },
    offer: uploadFiles,
  };
}

/** Listeners by name: `add` returns a function that removes the listener. */
function createListeners<L extends (payload: never) => void>() {
  const byName = new Map<string, Set<L>>();
  return {
    add(name: string, listener: L): () => void {
      const set = byName.get(name) ?? new Set();
      byName.set(name, set.add(listener));
      return () => void set.delete(listener);
    },
    of(name: string): readonly L[] {
      return [...(byName.get(name) ?? [])];
    },
  };
}
