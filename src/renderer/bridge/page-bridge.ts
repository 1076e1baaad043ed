import type { Bridge } from '../../shared/contract/index.ts';

/** What the page has of its host, and how it stands with it. */
export interface PageBridge extends Bridge<File> {
  readonly host: 'electron' | 'web';
  /** Calls `listener` when the line for pushes comes up or goes down, until the returned function is called. */
  onConnection(listener: (isConnected: boolean) => void): () => void;
}
