import { realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { CodedError } from '../../../shared/errors.ts';
import { locateDirectory } from './directory-location.ts';
import type { Archive } from './entry.ts';
import { openFolder } from './folder-archive.ts';
import { accessError, openSourceFile, type SourceFile } from './source-file.ts';
import { openXml } from './xml-archive.ts';
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
