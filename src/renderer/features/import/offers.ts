import { createContext, use, useSyncExternalStore } from 'react';
import type { OfferState, OfferStore } from './offer-store.ts';

const OffersContext = createContext<OfferStore | null>(null);
export const OffersProvider = OffersContext;

export function useOffers(): OfferStore {
  const store = use(OffersContext);
  if (store === null) throw new Error('outside of OffersProvider');
  return store;
}

export function useOfferState(): OfferState {
  const store = useOffers();
  return useSyncExternalStore(store.subscribe, store.get);
}
