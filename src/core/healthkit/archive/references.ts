import { CodedError } from '../../../shared/errors.ts';
import type { ArchiveEntry } from './entry.ts';
import { foldPath, longestPath, repairMojibake, tidyPath } from './names.ts';

/**
 * Looks up `FileReference` paths and `resourceFilePath`s (`/workout-routes/…gpx`, relative to the top folder, healthkit/README §1.5) among an
 * archive's own files: by the exact name, else by the only name that differs just in form (`foldPath`). `links` are the paths of symbolic links,
 * which lead outside. Errors: import.reference_outside for anything that could point elsewhere, import.reference_missing.
 */
export function referenceResolver(
  entries: readonly ArchiveEntry[],
  links: ReadonlySet<string>,
): (reference: string) => ArchiveEntry {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const byRepairedPath = new Map<string, ArchiveEntry>();
  for (const entry of entries) {
    const repaired = repairMojibake(entry.path);
    if (repaired !== null) byRepairedPath.set(repaired, entry);
  }
  const byFoldedPath = new Map<string, ArchiveEntry | null>();
  const fold = () => {
    for (const [path, entry] of [...byPath, ...byRepairedPath]) {
      const folded = foldPath(path);
      const other = byFoldedPath.get(folded);
      byFoldedPath.set(folded, other === undefined || other === entry ? entry : null);
    }
  };
  const likeIt = (path: string): ArchiveEntry | null => {
    // Built on demand: nearly every export names its files exactly.
    if (byFoldedPath.size === 0) fold();
    return byFoldedPath.get(foldPath(path)) ?? null;
  };

  return (reference) => {
    if (reference.length > longestPath) throw new CodedError('import.reference_missing');
    const slashed = reference.replaceAll('\\', '/').normalize('NFC');
    const isOutside =
      slashed.includes('\0') ||
      slashed.startsWith('//') ||
      /^[A-Za-z][A-Za-z0-9+.-]*:/.test(slashed.replace(/^\//, '')) ||
      slashed.split('/').includes('..');
    if (isOutside) throw new CodedError('import.reference_outside');
    const path = tidyPath(slashed);
    const parts = path.split('/');
    if (links.size > 0 && parts.some((_, index) => links.has(parts.slice(0, index + 1).join('/')))) {
      throw new CodedError('import.reference_outside', { reason: 'link' });
    }
    const entry = byPath.get(path) ?? byRepairedPath.get(path) ?? likeIt(path);
    if (entry === null) throw new CodedError('import.reference_missing');
    return entry;
  };
}
