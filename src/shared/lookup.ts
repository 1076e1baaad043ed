/**
 * Tables whose keys are text from a file or a server. An object literal finds `constructor`, `toString`, and
 * `__proto__` on its prototype; these tables have none, so a lookup returns an entry of the table, or undefined.
 */

/** A table that finds only its own entries. */
export function lookup<V>(entries: Readonly<Record<string, V>>): Readonly<Record<string, V>> {
  return Object.assign(emptyLookup<V>(), entries);
}

/** A table to fill: any key can be an entry, even `__proto__`. */
export function emptyLookup<V>(): Record<string, V> {
  return Object.create(null) as Record<string, V>;
}

/** The fields of a value that someone else sent; none if it is no object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/**
 * The entry of a key, made at its first use and remembered in `known`. Texts repeat, but not forever: a memory that holds `most`
 * entries starts over.
 */
export function remembered<K, V>(
  known: Map<K, V>,
  key: K,
  make: () => V,
  most = Number.POSITIVE_INFINITY,
): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  if (known.size >= most) known.clear();
  known.set(key, made);
  return made;
}

/** Lowercase without accents, as names are compared. */
export function plainText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}
