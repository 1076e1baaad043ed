import type { Failure } from '../../../shared/errors.ts';

/** The progress of a browser sign-in. `url`: the opened address; `expiresAtMs`: when the callback stops working. */
export type SignInState =
  | { readonly step: 'idle' }
  | { readonly step: 'starting' }
  | { readonly step: 'waiting'; readonly url: string; readonly expiresAtMs: number }
  | { readonly step: 'exchanging' }
  | { readonly step: 'done' }
  | { readonly step: 'failed'; readonly failure: Failure };

/** One kind of browser sign-in; lives as long as the page, so users can navigate in the meantime. */
export interface SignInStore {
  get(): SignInState;
  subscribe(listener: () => void): () => void;
  /** Call it from a press: browsers open a window for nothing else. */
  start(): Promise<void>;
  cancel(): void;
  /** Resets after the outcome was read. */
  dismiss(): void;
}

/** Keeps the state, notifies listeners, and ends a wait that lasts too long. */
export class SignInSteps {
  #state: SignInState = { step: 'idle' };
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #onLate: () => void;

  constructor(onLate: () => void) {
    this.#onLate = onLate;
  }

  readonly get = (): SignInState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  set(state: SignInState): void {
    clearTimeout(this.#timer);
    this.#state = state;
    if (state.step === 'waiting') this.#timer = setTimeout(this.#onLate, state.expiresAtMs - Date.now());
    for (const listener of this.#listeners) listener();
  }
}
