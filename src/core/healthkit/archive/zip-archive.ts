import { CodedError } from '../../../shared/errors.ts';
import { type DirectoryRecord, readDirectory } from './central-directory.ts';
import type { DirectoryLocation } from './directory-location.ts';
import { type Archive, electrocardiogramsOf, sortedByPath } from './entry.ts';
import { findMain } from './find-main.ts';
import { zipFingerprint } from './fingerprint.ts';
import { BombGuard } from './inflate.ts';
import { decodeName, folderOf, isFinderDebris, isUnsafeName, tidyPath } from './names.ts';
import { referenceResolver } from './references.ts';
import { type SourceFile, verifyIdentity } from './source-file.ts';
import { type ZipEntry, type ZipPlace, zipEntry } from './zip-entry.ts';

interface NamedRecord {
  readonly path: string;
  readonly record: DirectoryRecord;
}

/**
 * An export in a zip: with or without its top folder, or one folder deeper, because the main XML defines the top. Errors: import.encrypted,
 * import.empty_archive, import.unsafe_name, import.damaged_archive and those of `findMain`.
 */
export async function openZip(
  file: SourceFile,
  directory: DirectoryLocation,
  name: string,
): Promise<Archive> {
  const records = await readDirectory(file, directory);
  const { files, links } = sortOut(records);
  if (files.length === 0 && links.length === 0) throw new CodedError('import.empty_archive');

  const zip: ZipPlace = { file, directory, nextHeader: nextHeaderOf(records, directory) };
  const altered = new Set<string>();
  const shared = directory.wraps ? new Set<DirectoryRecord>() : sharedOf(files);
  const heard: ZipPlace = {
    ...zip,
    guard: new BombGuard(),
    isShared: (record) => shared.has(record),
    onAltered: (path) => altered.add(path),
  };
  const mainOfAll = await findMain(files.map(({ path, record }) => zipEntry(path, record, zip)));
  const top = folderOf(mainOfAll.path);
  const entries = sortedByPath(
    files.flatMap(({ path, record }) => {
      const beneath = pathBeneath(path, top);
      return beneath === null ? [] : [zipEntry(beneath, record, heard)];
    }),
  );
  const main = entries.find((entry) => entry.path === pathBeneath(mainOfAll.path, top)) as ZipEntry;

  return {
    kind: 'zip',
    name,
    main,
    entries,
    electrocardiograms: electrocardiogramsOf(entries),
    resolve: referenceResolver(entries, new Set(links.flatMap((path) => pathBeneath(path, top) ?? []))),
    fingerprint: async () => zipFingerprint(records, file.identity.size),
    consumedBytes: () => main.consumedBytes(),
    totalBytes: await main.compressedSize(),
    alteredEntries: () => [...altered],
    verifyUnchanged: () => verifyIdentity(file.path, file.identity),
    close: () => file.close(),
  };
}

/** Decodes and checks names; folders, Finder's additions, and links aren't files of the export. */
function sortOut(records: readonly DirectoryRecord[]): { files: NamedRecord[]; links: string[] } {
  const files = new Map<string, NamedRecord>();
  const links: string[] = [];
  for (const record of records) {
    const name = decodeName(record.rawName);
    if (isUnsafeName(name)) throw new CodedError('import.unsafe_name');
    const path = tidyPath(name);
    if (name.endsWith('/') || path === '' || isFinderDebris(path)) continue;
    if (record.isLink) links.push(path);
    else files.set(path, { path, record }); // the later of two with one name, as unpacking would leave it
  }
  return { files: [...files.values()], links };
}

function pathBeneath(path: string, top: string): string | null {
  if (top === '') return path;
  return path.startsWith(`${top}/`) ? path.slice(top.length + 1) : null;
}

/** Records that begin at the same offset as an earlier record. */
function sharedOf(files: readonly NamedRecord[]): Set<DirectoryRecord> {
  const sorted = files.map(({ record }) => record);
  sorted.sort((a, b) => a.localHeaderOffset - b.localHeaderOffset);
  return new Set(
    sorted.filter((record, index) => record.localHeaderOffset === sorted[index - 1]?.localHeaderOffset),
  );
}

/** Finds the header after a record's own by binary search. */
function nextHeaderOf(
  records: readonly DirectoryRecord[],
  directory: DirectoryLocation,
): (record: DirectoryRecord) => number {
  const offsets = Float64Array.from(records, (record) => record.localHeaderOffset + directory.shift).sort();
  return (record) => {
    const own = record.localHeaderOffset + directory.shift;
    let low = 0;
    let high = offsets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((offsets[middle] ?? 0) <= own) low = middle + 1;
      else high = middle;
    }
    return offsets[low] ?? Number.POSITIVE_INFINITY;
  };
}
