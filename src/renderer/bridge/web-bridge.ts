import type { CallOutput } from '../../shared/contract/index.ts';
import { drop } from '../../shared/drop.ts';
import { createListeners } from './listeners.ts';
import type { PageBridge } from './page-bridge.ts';
import { noteFault } from './queries.ts';
import type { WebEntry } from './web-entry.ts';
import { keepPushesOpen } from './web-pushes.ts';
import { askHost } from './web-request.ts';
import { uploadFiles } from './web-upload.ts';

/** The bridge to the local web host that let this page in. */
export function createWebBridge({ readyOffer }: Pick<WebEntry, 'readyOffer'>): PageBridge {
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
