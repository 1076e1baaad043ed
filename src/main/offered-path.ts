import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, sep } from 'node:path';
import { CodedError } from '../shared/errors.ts';

/**
 * The file or folder to offer for what the preload named. With `relativePath` (`folder/sub/name`) the file came with a chosen folder, and that
 * folder is meant. Throws import.not_found when it is not there or the two do not belong together (a File made by the page has
 * no path).
 */
export async function offeredPath(path: unknown, relativePath: unknown): Promise<string> {
  if (typeof path !== 'string' || !isAbsolute(path)) throw new CodedError('import.not_found');
  const meant = typeof relativePath === 'string' ? folderOf(path, relativePath) : path;
  if (meant === null) throw new CodedError('import.not_found');
  const found = await stat(meant).catch(() => null);
  if (found === null || !(found.isFile() || found.isDirectory())) throw new CodedError('import.not_found');
  return meant;
}

/** The chosen folder above `path`; null when `path` does not end in `relativePath`. */
export function folderOf(path: string, relativePath: string): string | null {
  const segments = relativePath.split('/');
  if (segments.length < 2 || !path.endsWith(sep + segments.join(sep))) return null;
  return segments.slice(1).reduce((folder) => dirname(folder), path);
}
