/**
 * Lets go of a promise that nobody waits for: where a `void` would leave a rejection to end the process. `why` says to the
 * reader what makes that right; `onFault` gets what it was rejected with, and must not throw.
 */
export function drop(promise: PromiseLike<unknown>, _why: string, onFault: (error: unknown) => void): void {
  promise.then(undefined, onFault);
}
