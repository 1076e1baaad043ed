import type { ArchiveEntry } from './entry.ts';

/** The same order for every archive, so two imports of one export read the same way. */
export function sortedByPath<E extends { readonly path: string }>(entries: readonly E[]): E[] {
  return [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** `electrocardiograms/*.csv`: the XML doesn't refer to them (healthkit/README §1.9). */
export function electrocardiogramsOf(entries: readonly ArchiveEntry[]): ArchiveEntry[] {
  return entries.filter((entry) => /^electrocardiograms\/[^/]+\.csv$/i.test(entry.path));
}
