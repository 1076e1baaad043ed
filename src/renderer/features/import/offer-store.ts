import { createContext, use, useSyncExternalStore } from 'react';
import type { CallOutput, Offer, OfferedFile } from '../../../shared/contract/index.ts';
import type { ImportStatus } from '../../../shared/domain/receipt.ts';
import type { Failure } from '../../../shared/errors.ts';
import { refused } from '../../../shared/failure.ts';
import type { PageBridge } from '../../bridge/page-bridge.ts';
import { useCall } from '../../bridge/queries.ts';

/** Files on their way to the host, from the drop until their import run is queued. `sent` and `total` in bytes. */
export interface OfferState {
  readonly sending: { readonly name: string; readonly sent: number; readonly total: number } | null;
  /** The file the host was started with, until it is imported. */
  readonly ready: Offer | null;
  /** Names of files waiting after it. */
  readonly waiting: readonly string[];
  readonly failures: readonly { readonly name: string; readonly failure: Failure }[];
}

export interface OfferStore {
  get(): OfferState;
  subscribe(listener: () => void): () => void;
  /** Sends each offer (one file, or the files of one folder) and queues its import. */
  begin(offers: readonly OfferedFile<File>[][]): void;
  startReady(): Promise<void>;
  /** Queues the import of a file opened with the app; reports a failure. */
  beginOpened(opened: CallOutput<'app.takeOpened'>): Promise<void>;
  cancel(): void;
  clearFailures(): void;
}

/** `folder` for a folder's files, otherwise the file's own name. */
function nameOfOffer(files: readonly OfferedFile<File>[]): string {
  const [first] = files;
  return first?.relativePath?.split('/')[0] ?? first?.file.name ?? '';
}

/** Lives as long as the page, so users can navigate during an upload. */
export function createOfferStore(bridge: PageBridge, onStarted: () => void): OfferStore {
  let state: OfferState = { sending: null, ready: bridge.readyOffer, waiting: [], failures: [] };
  let queue: OfferedFile<File>[][] = [];
  let cancelling: AbortController | null = null;
  const listeners = new Set<() => void>();
  const set = (change: Partial<OfferState>) => {
    state = { ...state, ...change, waiting: queue.map(nameOfOffer) };
    for (const listener of listeners) listener();
  };

  async function send(files: OfferedFile<File>[]): Promise<void> {
    const name = nameOfOffer(files);
    const controller = new AbortController();
    cancelling = controller;
    set({ sending: { name, sent: 0, total: files.reduce((sum, { file }) => sum + file.size, 0) } });
    const onProgress = (sent: number, total: number) => set({ sending: { name, sent, total } });
    const offered = await bridge.offer(files, onProgress, controller.signal);
    const answer = offered.ok ? await bridge.call('import.start', { offer: offered.value.offer }) : offered;
    cancelling = null;
    const isFailure = !answer.ok && answer.error.code !== 'cancelled';
    set({
      sending: null,
      ...(isFailure ? { failures: [...state.failures, { name, failure: answer.error }] } : {}),
    });
    if (answer.ok) onStarted();
  }

  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async begin(offers) {
      const isIdle = state.sending === null;
      queue.push(...offers);
      set({ failures: [] });
      if (!isIdle) return;
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await send(next);
    },
    async startReady() {
      const { ready } = state;
      if (ready === null) return;
      set({ ready: null, failures: [] });
      const answer = await bridge.call('import.start', { offer: ready.offer });
      if (answer.ok) onStarted();
      else set({ failures: [{ name: ready.name, failure: answer.error }] });
    },
    async beginOpened(opened) {
      set({ failures: [] });
      for (const { name, offer, code } of opened) {
        const answer =
          offer === null ? refused(code ?? 'import.not_found') : await bridge.call('import.start', { offer });
        if (answer.ok) onStarted();
        else set({ failures: [...state.failures, { name, failure: answer.error }] });
      }
    },
    cancel() {
      queue = [];
      cancelling?.abort();
      set({});
    },
    clearFailures: () => set({ failures: [] }),
  };
}

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
