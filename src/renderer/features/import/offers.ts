import { createContext, use, useSyncExternalStore } from 'react';
import type { ImportStatus } from '../../../shared/domain/receipt.ts';
import { useCall } from '../../bridge/queries.ts';
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

/** The running import, or null. Kept up to date by the push import.progress (app/push-sync.ts). */
export function useImportStatus(): ImportStatus | null {
  return useCall('import.current', {}).data ?? null;
}
