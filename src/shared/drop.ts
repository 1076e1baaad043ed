/**
 * Drops a promise that nobody awaits, where `void` would let a rejection end the process. `why` tells
 * the reader why that is right; `onFault` gets the rejection, and must not throw.
 */
export function drop(promise: PromiseLike<unknown>, _why: string, onFault: (error: unknown) => void): void {
  promise.then(undefined, onFault);
}
