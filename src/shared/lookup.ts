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

/** Lowercase without accents, as names are compared. */
export function plainText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}
