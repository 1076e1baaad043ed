import { drop } from '../../shared/drop.ts';
import type { PageBridge } from '../bridge/page-bridge.ts';
import { noteFault } from '../bridge/queries.ts';

/**
 * Back on the network, what waited for it is tried at once. The page has an event for it, and no host has. Rate limits and
 * pauses are kept. Returns the way to stop.
 */
export function syncWhenOnline(bridge: PageBridge): () => void {
  const wake = () => drop(bridge.call('sync.runNow', {}), 'what it sends is told by pushes', noteFault);
  window.addEventListener('online', wake);
  return () => window.removeEventListener('online', wake);
}
