import type {
  CallInput,
  CallName,
  CallOutput,
  Offer,
  PushName,
  PushPayload,
} from '../../shared/contract/index.ts';
import type { Failure, Result } from '../../shared/errors.ts';
import type { SystemLanguage } from '../../shared/ipc-channels.ts';
import type { PageBridge } from './page-bridge.ts';

/** The preload script's API in the window (src/preload): the contract, and a way to name a dropped file. */
export interface PreloadApi {
  /** What Chromium doesn't tell a page: the languages that the user prefers, and their region. Null: not known. */
  readonly system: SystemLanguage | null;
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>>;
  on<N extends PushName>(name: N, listener: (payload: PushPayload<N>) => void): () => void;
  /** `relativePath` (`folder/sub/name`) is given for a file of a chosen folder: the host then uses the folder. */
  offerFile(file: File, relativePath?: string): Promise<Result<Offer>>;
}

declare global {
  interface Window {
    readonly healthRelay?: PreloadApi;
  }
}

const nothingOffered: Failure = { code: 'import.not_found', message: 'nothing offered', retryable: false };

/** The bridge over Electron's preload script. Only the file's path crosses it, and the page never sees the path. */
export function createPreloadBridge(api: PreloadApi): PageBridge {
  return {
    host: 'electron',
    readyOffer: null,
    call: (name, input) => api.call(name, input),
    on: (name, listener) => api.on(name, listener),
    onConnection(listener) {
      listener(true);
      return () => undefined;
    },
    async offer(files) {
      const [first] = files;
      if (first === undefined) return { ok: false, error: nothingOffered };
      return first.relativePath === undefined
        ? api.offerFile(first.file)
        : api.offerFile(first.file, first.relativePath);
    },
  };
}
