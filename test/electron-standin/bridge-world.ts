// contextBridge between the preload's world and the page's (docs/api/context-bridge). Both functions here are written into pages as text, so
// they use nothing outside themselves; nothing is evaluated, so the page's policy does not matter.

/** A value on its way: v cloned, f a function and p a promise by number, e an error, a and o parts. */
type Packed =
  | { readonly v: unknown }
  | { readonly f: number }
  | { readonly p: number }
  | { readonly e: string }
  | { readonly a: readonly Packed[] }
  | { readonly o: readonly (readonly [string, Packed])[] };

type Tale =
  | { readonly op: 'call'; readonly id: number; readonly args: readonly Packed[] }
  | { readonly op: 'return'; readonly isThrown: boolean; readonly value: Packed }
  | { readonly op: 'settle'; readonly id: number; readonly isRejected: boolean; readonly value: Packed }
  | { readonly op: 'expose'; readonly key: string; readonly api: Packed }
  | { readonly op: 'exposed'; readonly hasClash: boolean }
  | { readonly op: 'window-open'; readonly url: string; readonly name: string; readonly features: string };

export type Post = (text: string) => void;

export interface WorldBridge {
  expose(key: string, api: unknown): void;
}

/**
 * One side of the bridge: synchronous, over DOM events with secret names. With `post` it is the preload's side; without, the
 * page's, whose window.open is told to main and answers null.
 */
export function bridgeSide(own: string, peer: string, post: Post | null): WorldBridge {
  type Function = (...args: unknown[]) => unknown;
  const here = document;
  const dispatch = here.dispatchEvent.bind(here);
  const TaleEvent = CustomEvent;
  const clone = structuredClone;
  const functions = new Map<number, Function>();
  const promises = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  const refusal = 'An object could not be cloned.';
  let count = 0;
  let answer: Tale | null = null;

  const tell = (tale: Tale) => void dispatch(new TaleEvent(peer, { detail: tale }));

  function pack(value: unknown, depth = 0): Packed {
    // Electron's own words, with its two spaces (shell/renderer/api/electron_api_context_bridge.cc).
    if (depth > 1000)
      throw new Error(
        'Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.',
      );
    if (typeof value === 'function') {
      functions.set(++count, value as Function);
      return { f: count };
    }
    if (typeof value === 'symbol') throw new Error(refusal);
    if (value === null || typeof value !== 'object') return { v: value };
    if (value instanceof Promise) {
      const id = ++count;
      value.then(
        (result) => tell({ op: 'settle', id, isRejected: false, value: pack(result) }),
        (error) => tell({ op: 'settle', id, isRejected: true, value: pack(error) }),
      );
      return { p: id };
    }
    if (value instanceof Error) return { e: value.message };
    if (Array.isArray(value)) return { a: value.map((part) => pack(part, depth + 1)) };
    if (Object.prototype.toString.call(value) === '[object Object]')
      return { o: Object.entries(value).map(([key, part]) => [key, pack(part, depth + 1)] as const) };
    try {
      return { v: clone(value) };
    } catch {
      throw new Error(refusal);
    }
  }

  function unpack(packed: Packed): unknown {
    if ('f' in packed) return (...args: unknown[]) => call(packed.f, args);
    if ('p' in packed) return new Promise((resolve, reject) => promises.set(packed.p, { resolve, reject }));
    if ('e' in packed) return new Error(packed.e);
    if ('a' in packed) return packed.a.map(unpack);
    if ('o' in packed)
      return Object.freeze(Object.fromEntries(packed.o.map(([key, part]) => [key, unpack(part)])));
    return packed.v;
  }

  function call(id: number, args: readonly unknown[]): unknown {
    tell({ op: 'call', id, args: args.map((part) => pack(part)) });
    const given = answer;
    if (given?.op !== 'return') throw new Error(refusal);
    if (given.isThrown) throw unpack(given.value);
    return unpack(given.value);
  }

  function run(id: number, args: readonly Packed[]): Tale {
    try {
      return { op: 'return', isThrown: false, value: pack(functions.get(id)?.(...args.map(unpack))) };
    } catch (error) {
      const thrown = error instanceof Error ? error : new Error(String(error));
      return { op: 'return', isThrown: true, value: pack(thrown) };
    }
  }

  function expose(key: string, api: Packed): Tale {
    const hasClash = key in globalThis;
    if (!hasClash) Object.defineProperty(globalThis, key, { value: unpack(api), enumerable: true });
    return { op: 'exposed', hasClash };
  }

  here.addEventListener(own, (event) => {
    const tale = (event as CustomEvent<Tale>).detail;
    if (tale.op === 'call') tell(run(tale.id, tale.args));
    else if (tale.op === 'expose') tell(expose(tale.key, tale.api));
    else if (tale.op === 'window-open') post?.(JSON.stringify(tale));
    else if (tale.op === 'settle') {
      const waiting = promises.get(tale.id);
      promises.delete(tale.id);
      if (tale.isRejected) waiting?.reject(unpack(tale.value));
      else waiting?.resolve(unpack(tale.value));
    } else answer = tale;
  });

  if (post === null) {
    const open = (url: unknown = '', name: unknown = '', features: unknown = '') => {
      tell({ op: 'window-open', url: String(url), name: String(name), features: String(features) });
      return null;
    };
    Object.assign(globalThis, { open });
  }

  return {
    expose(key, api) {
      answer = null;
      tell({ op: 'expose', key, api: pack(api) });
      const given = answer as Tale | null;
      if (given?.op !== 'exposed') throw new Error('stand-in: the page has no world yet');
      if (given.hasClash)
        throw new Error('Cannot bind an API on top of an existing property on the window object');
    },
  };
}
