import { drop } from '../../shared/drop.ts';
import type { PageBridge } from '../bridge/page-bridge.ts';
import { noteFault } from '../bridge/queries.ts';

/**
 * Retries at once when the network is back. Only the page has an event for that. Rate limits and pauses still apply. Returns a function that stops
 * it.
 */
export function syncWhenOnline(bridge: PageBridge): () => void {
  const wake = () => drop(bridge.call('sync.runNow', {}), 'what it sends is told by pushes', noteFault);
  window.addEventListener('online', wake);
  return () => window.removeEventListener('online', wake);
}
