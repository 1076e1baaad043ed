/**
 * Tables whose key is text of a file or of a server. An object literal finds `constructor`, `toString` and `__proto__`
 * on its prototype; these have none, so that a look-up gives what was put in, or undefined.
 */

/** A table that finds its own entries and nothing else. */
export function lookup<V>(entries: Readonly<Record<string, V>>): Readonly<Record<string, V>> {
  return Object.assign(emptyLookup<V>(), entries);
}

/** A table to be filled: any key is an entry, `__proto__` too. */
export function emptyLookup<V>(): Record<string, V> {
  return Object.create(null) as Record<string, V>;
}

/** Lower case without accents, as names are compared. */
export function plainText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}
