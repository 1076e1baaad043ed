import { drop } from '../../shared/drop.ts';
import type { PageBridge } from '../bridge/page-bridge.ts';
import { noteFault } from '../bridge/queries.ts';
import type { OfferStore } from '../features/import/offer-store.ts';
import { goTo, openPage } from '../navigation/routes.ts';

/**
 * Follows the desktop app around the page: menus and notifications that lead somewhere, and files opened with the app, even before this page loaded.
 * Returns a function that stops it.
 */
export function followShell(bridge: PageBridge, offers: OfferStore): () => void {
  const take = () => drop(begin(), 'the store shows the outcome', noteFault);
  const begin = async () => {
    const opened = await bridge.call('app.takeOpened', {});
    if (!opened.ok || opened.value.length === 0) return;
    goTo('import');
    await offers.beginOpened(opened.value);
  };
  const stops = [bridge.on('app.navigate', ({ page }) => openPage(page)), bridge.on('app.opened', take)];
  take();
  return () => {
    for (const stop of stops) stop();
  };
}
