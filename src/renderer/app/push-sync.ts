import type { QueryClient } from '@tanstack/react-query';
import type { PageBridge } from '../bridge/page-bridge.ts';
import { callKey } from '../bridge/queries.ts';

export const connectionKey = ['connection'] as const;

/** Keeps what the page knows in step with what the data program tells. Returns the way to stop. */
export function syncPushes(bridge: PageBridge, client: QueryClient): () => void {
  const everything = () =>
    void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey !== connectionKey });
  const current = callKey('import.current', {});
  let wasConnected = true;
  const stops = [
    bridge.on('import.progress', (status) => client.setQueryData(current, status)),
    bridge.on('import.ended', () => {
      // Gone at once; the next of the queue, if any, comes with the answer.
      client.setQueryData(current, null);
      for (const area of ['import.', 'history.'])
        void client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith(area) });
    }),
    bridge.on('app.dataState', (dataState) => {
      client.setQueryData(['app.info', {}], (info: object | undefined) => info && { ...info, dataState });
      if (dataState.state === 'ready') everything();
    }),
    bridge.onConnection((isConnected) => {
      client.setQueryData(connectionKey, isConnected);
      if (isConnected && !wasConnected) everything();
      wasConnected = isConnected;
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
