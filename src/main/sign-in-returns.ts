/** Nobody signs in so often; more is somebody's mischief. */
const maxWaiting = 5;

/** Addresses with which a browser came back, kept until the data program can be given them: a link may be what starts the app. */
export class SignInReturns {
  #waiting: string[] = [];
  #take: ((url: string) => void) | null = null;

  add(url: string): void {
    if (this.#take !== null) this.#take(url);
    else if (this.#waiting.length < maxWaiting) this.#waiting.push(url);
  }

  /** Gives what waits, and from now on each as it comes. */
  onReturn(take: (url: string) => void): void {
    this.#take = take;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const url of waiting) take(url);
  }
}
