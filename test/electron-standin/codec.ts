type Reference =
  | null
  | string
  | boolean
  | number
  | { readonly u: 1 }
  | { readonly n: string }
  | { readonly b: string }
  | { readonly r: number };
type Pairs = [string, Reference][];
/** One object: its kind, then what makes it. */
type Entry =
  | ['array', number, Pairs]
  | ['object', Pairs]
  | ['date', number]
  | ['pattern', string, string]
  | ['map', [Reference, Reference][]]
  | ['set', Reference[]]
  | ['error', string, string, string]
  | ['buffer', string]
  | ['view', string, Reference, number, number];

export interface Codec {
  /** Throws what Electron's IPC throws (docs/api/ipc-renderer: "Structured Clone Algorithm"). */
  encode(value: unknown): string;
  decode(text: string): unknown;
}

/** Structured clone as text. One source for Node and for the page: the function is written into the preload's world, so it uses nothing outside itself. */
export function makeCodec(): Codec {
  type Base64Array = Uint8Array & { toBase64(): string };
  const toBase64 = (bytes: Uint8Array): string =>
    typeof Buffer === 'function' ? Buffer.from(bytes).toString('base64') : (bytes as Base64Array).toBase64();
  const fromBase64 = (text: string): Uint8Array =>
    typeof Buffer === 'function'
      ? new Uint8Array(Buffer.from(text, 'base64'))
      : (Uint8Array as unknown as { fromBase64(text: string): Uint8Array }).fromBase64(text);
  const refuse = (): never => {
    throw new Error('An object could not be cloned.');
  };

  function encode(value: unknown): string {
    let copy: unknown;
    try {
      copy = structuredClone(value);
    } catch {
      refuse();
    }
    const list: (Entry | null)[] = [];
    const known = new Map<unknown, number>();

    function refer(item: unknown): Reference {
      if (item === null || typeof item === 'string' || typeof item === 'boolean') return item;
      if (item === undefined) return { u: 1 };
      if (typeof item === 'number') {
        if (Object.is(item, -0)) return { n: '-0' };
        return Number.isFinite(item) ? item : { n: String(item) };
      }
      if (typeof item === 'bigint') return { b: String(item) };
      const seen = known.get(item);
      if (seen !== undefined) return { r: seen };
      const at = list.push(null) - 1;
      known.set(item, at);
      list[at] = describe(item as object);
      return { r: at };
    }

    const pairs = (item: object): Pairs => Object.entries(item).map(([key, part]) => [key, refer(part)]);

    function describe(item: object): Entry {
      if (Array.isArray(item)) return ['array', item.length, pairs(item)];
      if (item instanceof Date) return ['date', item.getTime()];
      if (item instanceof RegExp) return ['pattern', item.source, item.flags];
      if (item instanceof Map)
        return ['map', [...item].map(([key, part]): [Reference, Reference] => [refer(key), refer(part)])];
      if (item instanceof Set) return ['set', [...item].map(refer)];
      if (item instanceof Error) return ['error', item.name, item.message, item.stack ?? ''];
      if (item instanceof ArrayBuffer) return ['buffer', toBase64(new Uint8Array(item))];
      if (ArrayBuffer.isView(item)) {
        const length = (item as Uint8Array).length ?? item.byteLength;
        return ['view', item.constructor.name, refer(item.buffer), item.byteOffset, length];
      }
      if (Object.prototype.toString.call(item) === '[object Object]') return ['object', pairs(item)];
      // File, Blob, CryptoKey …: cloneable inside a page, not over Electron's IPC.
      return refuse();
    }

    return JSON.stringify({ root: refer(copy), list });
  }

  function decode(text: string): unknown {
    const { root, list } = JSON.parse(text) as { root: Reference; list: Entry[] };
    const made = new Map<number, unknown>();
    type Maker = new (...args: unknown[]) => object;
    const globals = globalThis as unknown as Record<string, Maker | undefined>;
    const keep = <T>(at: number, item: T): T => {
      made.set(at, item);
      return item;
    };

    function get(reference: Reference): unknown {
      if (reference === null || typeof reference !== 'object') return reference;
      if ('u' in reference) return undefined;
      if ('n' in reference) return Number(reference.n);
      if ('b' in reference) return BigInt(reference.b);
      return made.has(reference.r) ? made.get(reference.r) : build(reference.r);
    }

    function fill(item: object, parts: Pairs): object {
      const own = { enumerable: true, writable: true, configurable: true };
      for (const [key, part] of parts) Object.defineProperty(item, key, { ...own, value: get(part) });
      return item;
    }

    function build(at: number): unknown {
      const entry = list[at];
      if (entry === undefined) return refuse();
      switch (entry[0]) {
        case 'array':
          return fill(keep(at, new Array(entry[1])), entry[2]);
        case 'object':
          return fill(keep(at, {}), entry[1]);
        case 'date':
          return keep(at, new Date(entry[1]));
        case 'pattern':
          return keep(at, new RegExp(entry[1], entry[2]));
        case 'map': {
          const map = keep(at, new Map());
          for (const [key, part] of entry[1]) map.set(get(key), get(part));
          return map;
        }
        case 'set': {
          const set = keep(at, new Set());
          for (const part of entry[1]) set.add(get(part));
          return set;
        }
        case 'error':
          return keep(at, Object.assign(new (globals[entry[1]] ?? Error)(entry[2]), { stack: entry[3] }));
        case 'buffer':
          return keep(at, fromBase64(entry[1]).buffer);
        case 'view':
          return keep(at, new (globals[entry[1]] ?? Uint8Array)(get(entry[2]), entry[3], entry[4]));
      }
    }

    return get(root);
  }

  return { encode, decode };
}
