import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Only the owner of the profile may look into it. Windows keeps such rights in the folder above (LOCALAPPDATA). */
export const privateFolderMode = 0o700;
export const privateFileMode = 0o600;

/** Makes `dir`, parents included, and closes it to others even if it was there before. Errors: those of node:fs. */
export function makePrivateFolder(dir: string): void {
  mkdirSync(dir, { recursive: true, mode: privateFolderMode });
  if (process.platform !== 'win32') chmodSync(dir, privateFolderMode);
}

/**
 * Makes an empty file that only the owner reads, or closes an existing one to others.
 * An existing file is never opened: closing any descriptor of it would drop the POSIX locks that SQLite holds on it
 * in this process (sqlite.org/howtocorrupt.html §2.2).
 */
export function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', privateFileMode));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    if (process.platform !== 'win32') chmodSync(path, privateFileMode);
  }
}

/** Waits until what a file holds, or which entries a folder has, would survive a power cut. Errors: those of node:fs. */
export async function syncToDisk(path: string, kind: 'file' | 'folder'): Promise<void> {
  // Windows cannot open a folder; its file system keeps entries without that.
  if (kind === 'folder' && process.platform === 'win32') return;
  const handle = await open(path, kind === 'file' ? 'r+' : 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Where a file is written before it has its name. */
export const partialOf = (path: string): string => `${path}.partial`;

/**
 * Makes a file that has its name only when it is whole and on the disk; a file of that name is replaced then. `write` gets the path to
 * write to. Errors: those of `write` and of node:fs, and no part of the file is left.
 */
export async function writeWhole(
  path: string,
  write: (partial: string) => Promise<unknown>,
): Promise<{ readonly bytes: number }> {
  const partial = partialOf(path);
  try {
    await rm(partial, { force: true });
    await write(partial);
    const { size } = await stat(partial);
    await rename(partial, path);
    await syncToDisk(dirname(path), 'folder');
    return { bytes: size };
  } catch (error) {
    await rm(partial, { force: true }).catch(() => {});
    throw error;
  }
}
