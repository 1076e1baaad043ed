import type { Bridge, Offer } from '../../shared/contract/index.ts';

/** The page's connection to its host. */
export interface PageBridge extends Bridge<File> {
  readonly host: 'electron' | 'web';
  /** A file that the host was started with, ready to import (the demo's sample). */
  readonly readyOffer: Offer | null;
  /** Calls `listener` when the push connection opens or closes, until the returned function is called. */
  onConnection(listener: (isConnected: boolean) => void): () => void;
}
