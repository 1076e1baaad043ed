import type { Bridge, Offer } from '../../shared/contract/index.ts';

/** What the page has of its host, and how it stands with it. */
export interface PageBridge extends Bridge<File> {
  readonly host: 'electron' | 'web';
  /** A file that the host was started with, ready to import (the demo's sample). */
  readonly readyOffer: Offer | null;
  /** Calls `listener` when the line for pushes comes up or goes down, until the returned function is called. */
  onConnection(listener: (isConnected: boolean) => void): () => void;
}
