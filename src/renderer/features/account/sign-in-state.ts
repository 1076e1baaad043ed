import type { Failure } from '../../../shared/errors.ts';

/** How far a sign-in by the browser is. `url` is what the browser was sent to, `expiresAtMs` when the link back stops working. */
export type SignInState =
  | { readonly step: 'idle' }
  | { readonly step: 'starting' }
  | { readonly step: 'waiting'; readonly url: string; readonly expiresAtMs: number }
  | { readonly step: 'exchanging' }
  | { readonly step: 'done' }
  | { readonly step: 'failed'; readonly failure: Failure };

/** One kind of sign-in by the browser; lives as long as the page, so that a person can look around meanwhile. */
export interface SignInStore {
  get(): SignInState;
  subscribe(listener: () => void): () => void;
  /** Call it from a press: browsers open a window for nothing else. */
  start(): Promise<void>;
  cancel(): void;
  /** Back to the beginning, once an end was read. */
  dismiss(): void;
}

/** Keeps the state, tells who listens, and ends a wait that has lasted too long. */
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
