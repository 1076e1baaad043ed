/** One end of the channel between a host and the data program. Messages are structured clones and arrive in order. */
export interface DataPort {
  /** Does nothing if the channel is closed. */
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Calls `listener` once when the other end has closed, ended, or crashed, even if that happened earlier. */
  onClose(listener: () => void): void;
  /** On the host's end, once it is closed: whether a fatal engine error ended the process. */
  endedByEngine?(): boolean;
  /** Closes the channel. The host's end kills the process immediately, and the channel closes once the process has ended. */
  close(): void;
}

/** The listeners of one end. Messages wait until the first listener is added. */
export class PortEvents {
  #waiting: unknown[] = [];
  readonly #onMessage: ((message: unknown) => void)[] = [];
  readonly #onClose: (() => void)[] = [];
  #isClosed = false;

  get isClosed(): boolean {
    return this.#isClosed;
  }

  message(message: unknown): void {
    if (this.#onMessage.length === 0) this.#waiting.push(message);
    for (const listener of this.#onMessage) listener(message);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const listener of this.#onClose) listener();
  }

  addMessageListener(listener: (message: unknown) => void): void {
    this.#onMessage.push(listener);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const message of waiting) listener(message);
  }

  addCloseListener(listener: () => void): void {
    if (this.#isClosed) listener();
    else this.#onClose.push(listener);
  }
}
