import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../../shared/errors.ts';
import type { FileMark } from './fingerprint.ts';
import { isFinderDebris } from './names.ts';
import { accessError } from './source-file.ts';

/** An export is two levels deep; the chosen folder may also be no export at all. */
const deepest = 6;
const maxEntries = 500_000;

/** A file beneath a folder. `path` is relative, with `/`, in NFC; `file` is the real one. */
export interface ListedFile extends FileMark {
  readonly file: string;
}

export interface FolderListing {
  readonly files: readonly ListedFile[];
  /** Symbolic links, whatever their target; they are never followed. */
  readonly links: ReadonlySet<string>;
}

/**
 * Everything beneath `folder` down to `depth` folders below it. Errors: import.unreadable, import.not_found,
 * import.too_large (more than half a million entries).
 */
export async function listFolder(folder: string, depth = deepest): Promise<FolderListing> {
  const files: ListedFile[] = [];
  const links = new Set<string>();
  let seen = 0;

  async function walk(directory: string, prefix: string, levels: number): Promise<void> {
    for await (const found of await opendir(directory)) {
      if (++seen > maxEntries) throw new CodedError('import.too_large', { reason: 'folder' });
      const path = `${prefix}${found.name}`.normalize('NFC');
      if (isFinderDebris(found.name)) continue;
      const file = join(directory, found.name);
      if (found.isSymbolicLink()) links.add(path);
      else if (found.isDirectory() && levels > 0) await walk(file, `${path}/`, levels - 1);
      else if (found.isFile()) {
        const { size, mtimeMs } = await lstat(file);
        files.push({ path, file, size, mtimeMs });
      }
    }
  }

  try {
    await walk(folder, '', depth);
  } catch (error) {
    throw accessError(error);
  }
  return { files, links };
}
