import { open } from 'node:fs/promises';

/** Waits until what a file holds, or which entries a folder has, would survive a power cut. Errors: those of node:fs. */
export async function syncToDisk(path: string, kind: 'file' | 'folder'): Promise<void> {
  // Windows cannot open a folder; its file system keeps entries by itself.
  if (kind === 'folder' && process.platform === 'win32') return;
  const handle = await open(path, kind === 'file' ? 'r+' : 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
