import type { Offer } from '../../shared/contract/index.ts';

/** What the web host wrote into the page as ready to import (src/shared/page/host-facts.ts); null when there is nothing. */
export function readyOffer(): Offer | null {
  const content = document.querySelector<HTMLMetaElement>('meta[name="health-relay-offer"]')?.content;
  if (content === undefined) return null;
  try {
    const { offer, name } = JSON.parse(content) as Partial<Offer>;
    return typeof offer === 'string' && typeof name === 'string' ? { offer, name } : null;
  } catch {
    return null;
  }
}
