import type { ArchiveEntry } from './entry.ts';

/** The same order for every archive, so that two imports of one export read alike. */
export function sortedByPath<E extends { readonly path: string }>(entries: readonly E[]): E[] {
  return [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** `electrocardiograms/*.csv`: nothing in the XML refers to them (healthkit/README §1.9). */
export function electrocardiogramsOf(entries: readonly ArchiveEntry[]): ArchiveEntry[] {
  return entries.filter((entry) => /^electrocardiograms\/[^/]+\.csv$/i.test(entry.path));
}
