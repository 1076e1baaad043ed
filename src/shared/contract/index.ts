import type { z } from 'zod';
import type { Result } from '../errors.ts';
import { accountCalls, accountPushes } from './account.ts';
import { appCalls, appPushes } from './app.ts';
import { byName } from './define.ts';
import { historyCalls } from './history.ts';
import { importCalls, importPushes } from './import.ts';
import { profileCalls } from './profiles.ts';
import { settingsCalls, settingsPushes } from './settings.ts';
import { syncCalls, syncPushes } from './sync.ts';

/** The one contract between the page and whatever hosts it. */
export const calls = byName([
  ...appCalls,
  ...profileCalls,
  ...importCalls,
  ...historyCalls,
  ...syncCalls,
  ...settingsCalls,
  ...accountCalls,
]);
export const pushes = byName([
  ...appPushes,
  ...importPushes,
  ...syncPushes,
  ...settingsPushes,
  ...accountPushes,
]);

export type Calls = typeof calls;
export type Pushes = typeof pushes;
export type CallName = keyof Calls;
export type PushName = keyof Pushes;
export type CallInput<N extends CallName> = z.input<Calls[N]['input']>;
export type ParsedInput<N extends CallName> = z.output<Calls[N]['input']>;
export type CallOutput<N extends CallName> = z.output<Calls[N]['output']>;
export type PushPayload<N extends PushName> = z.output<Pushes[N]['payload']>;

/** A host must implement every call, or it doesn't compile. Handlers may throw CodedError; the gateway turns it into a Failure. */
export type Handlers = {
  readonly [N in CallName]: (input: ParsedInput<N>) => CallOutput<N> | Promise<CallOutput<N>>;
};

/** A file or folder that the user dropped or chose; the host keeps its path to itself. */
export interface Offer {
  readonly offer: string;
  readonly name: string;
}

/** The needed part of a browser's File, because the DOM is unknown here. */
export interface FileLike {
  readonly name: string;
  readonly size: number;
}

export interface OfferedFile<F extends FileLike = FileLike> {
  readonly file: F;
  /** `folder/sub/name`, if it came as part of a folder. */
  readonly relativePath?: string;
}

/** The used part of an AbortSignal. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
}

/** The page's access to its host. Nothing throws: every answer is a Result. */
export interface Bridge<F extends FileLike = FileLike> {
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>>;
  /** Calls `listener` for every push of that name until the returned function is called. */
  on<N extends PushName>(name: N, listener: (payload: PushPayload<N>) => void): () => void;
  /**
   * Hands dropped or chosen files to the host. In Electron only the path is passed; the web host receives the
   * bytes: `onProgress` gets bytes sent and total bytes. Several files with relative paths are one folder.
   */
  offer(
    files: readonly OfferedFile<F>[],
    onProgress?: (sent: number, total: number) => void,
    signal?: CancelSignal,
  ): Promise<Result<Offer>>;
}
