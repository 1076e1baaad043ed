/** One end of the line between a host and the data program; messages are structured clones and arrive in order. */
export interface DataPort {
  /** Posting to a line that has closed does nothing. */
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The other end is gone: it closed, ended or crashed. Called once, also when that happened before. */
  onClose(listener: () => void): void;
  /** On the host's end, once it is closed: the process behind it was ended by a fatal error of its engine. */
  endedByEngine?(): boolean;
  /** Gives the line up. On the host's end it ends the process behind it, at once, and the line is closed when that has ended. */
  close(): void;
}

/** The listeners of one end. Messages wait until the first listener. */
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
