import { basename, dirname } from 'node:path';
import { CodedError } from '../../../shared/errors.ts';
import { type Archive, electrocardiogramsOf, type MeasuredEntry, sortedByPath } from './entry.ts';
import { folderFileEntry, openFileEntry, openWithin } from './file-entry.ts';
import { findMain } from './find-main.ts';
import { folderFingerprint } from './fingerprint.ts';
import { type FolderListing, type ListedFile, listFolder } from './folder-listing.ts';
import { baseName } from './names.ts';
import { referenceResolver } from './references.ts';
import { verifyIdentity } from './source-file.ts';

/** Levels to search below the chosen folder: as deep as a zip may nest the top folder. */
const nesting = 2;

/** An unpacked export; `folder` is a real path, either the export's folder or one that contains it. Errors: those of `findMain` and of reading. */
export async function openFolder(folder: string): Promise<Archive> {
  const top = await findTop(folder);
  const listing = await listFolder(top.folder);
  const mainFile = listing.files.find((file) => file.path === top.mainName);
  if (mainFile === undefined) throw new CodedError('import.changed_while_reading', { reason: 'gone' });

  const source = await openWithin(top.folder, mainFile.file);
  const main = openFileEntry(mainFile.path, source);
  const others = listing.files.filter((file) => file !== mainFile);
  const entries = sortedByPath([main, ...others.map((file) => asEntry(file, top.folder))]);
  return {
    kind: 'folder',
    name: basename(folder),
    main,
    entries,
    electrocardiograms: electrocardiogramsOf(entries),
    resolve: referenceResolver(entries, listing.links),
    fingerprint: () => folderFingerprint(source, main.path, others),
    consumedBytes: () => main.consumedBytes(),
    totalBytes: source.identity.size,
    alteredEntries: () => [],
    verifyUnchanged: () => verifyIdentity(source.path, source.identity),
    close: () => source.close(),
  };
}

/** Searches the folder itself, then one level deeper at a time, and stops at the first level with an export. */
async function findTop(folder: string): Promise<{ folder: string; mainName: string }> {
  let failure: unknown = new CodedError('import.no_health_data');
  let looked = -1;
  for (let depth = 0; depth <= nesting; depth++) {
    const { files }: FolderListing = await listFolder(folder, depth);
    const xml = files.filter((file) => /\.xml$/i.test(file.path));
    if (xml.length === looked) continue; // nothing new at this depth
    looked = xml.length;
    try {
      const found = await findMain(xml.map((file) => asEntry(file, folder)));
      const main = xml.find((file) => file.path === found.path);
      if (main !== undefined) return { folder: dirname(main.file), mainName: baseName(main.path) };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function asEntry(file: ListedFile, folder: string): MeasuredEntry {
  return folderFileEntry(file.path, folder, file.file, file.size);
}
