import { realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { CodedError } from '../../../shared/errors.ts';
import { locateDirectory } from './directory-location.ts';
import type { Archive } from './entry.ts';
import { openFileEntry } from './file-entry.ts';
import { sniff } from './find-main.ts';
import { xmlFingerprint } from './fingerprint.ts';
import { openFolder } from './folder-archive.ts';
import { referenceResolver } from './references.ts';
import { accessError, openSourceFile, type SourceFile, verifyIdentity } from './source-file.ts';
import { openZip } from './zip-archive.ts';

export type { Archive, ArchiveEntry } from './entry.ts';

/** PK\3\4 begins an entry, PK\5\6 an empty zip, PK\7\8 one of several volumes. */
const zipBeginnings = new Set([0x04034b50, 0x06054b50, 0x08074b50]);

/**
 * Opens the user's file: the zip, the unpacked folder, or the bare XML, recognized by content. Errors: codes of the `import.` group (accepted forms:
 * healthkit/README §1.1, §1.2). The caller closes it.
 */
export async function openArchive(path: string): Promise<Archive> {
  const { real, isFolder, isFile } = await lookAt(path);
  if (isFolder) return openFolder(real);
  if (!isFile) throw new CodedError('import.not_a_zip', { reason: 'not_a_file' });
  const file = await openSourceFile(real);
  try {
    return await openFile(file, basename(path));
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** A link given by the user is theirs to follow; links inside the export are not. */
async function lookAt(path: string): Promise<{ real: string; isFolder: boolean; isFile: boolean }> {
  try {
    const real = await realpath(path);
    const found = await stat(real);
    return { real, isFolder: found.isDirectory(), isFile: found.isFile() };
  } catch (error) {
    throw accessError(error);
  }
}

async function openFile(file: SourceFile, name: string): Promise<Archive> {
  const isNamedXml = /\.xml$/i.test(name);
  const size = file.identity.size;
  if (size === 0) throw new CodedError(isNamedXml ? 'import.empty_xml' : 'import.empty_archive');

  const beginning = await file.readAt(0, Math.min(4, size));
  const isZip = beginning.length === 4 && zipBeginnings.has(beginning.readUInt32LE());
  const mayBeXml = isNamedXml || beginning[0] === 0x3c || beginning[0] === 0xef;
  if (isZip || !mayBeXml) {
    const directory = await locateDirectory(file);
    if (directory !== null) return openZip(file, directory, name);
    if (isZip) throw new CodedError('import.truncated_archive', { reason: 'no_end' });
  }
  return openXml(file, name, isNamedXml);
}

/**
 * The bare XML. It has no other files, so every reference is missing. `isNamedXml` only decides the error of a file that is neither zip nor XML.
 * Errors: import.empty_xml, import.not_xml, import.not_a_zip, import.only_cda, import.no_health_data.
 */
async function openXml(file: SourceFile, name: string, isNamedXml: boolean): Promise<Archive> {
  const main = openFileEntry(name.normalize('NFC'), file);
  const { kind, isMarkup } = await sniff(main);
  if (kind === 'empty') throw new CodedError(isNamedXml ? 'import.empty_xml' : 'import.empty_archive');
  if (!isMarkup && kind !== 'health')
    throw new CodedError(isNamedXml ? 'import.not_xml' : 'import.not_a_zip');
  if (kind !== 'health') throw new CodedError(kind === 'cda' ? 'import.only_cda' : 'import.no_health_data');
  return {
    kind: 'xml',
    name,
    main,
    entries: [main],
    electrocardiograms: [],
    resolve: referenceResolver([], new Set()),
    fingerprint: () => xmlFingerprint(file),
    consumedBytes: () => main.consumedBytes(),
    totalBytes: file.identity.size,
    alteredEntries: () => [],
    verifyUnchanged: () => verifyIdentity(file.path, file.identity),
    close: () => file.close(),
  };
}
