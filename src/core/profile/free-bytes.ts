import { statfs } from 'node:fs/promises';
import { asCoded } from '../db/as-coded.ts';

/** Bytes that this user may still write where `dir` lies. Errors: profile.unreadable. */
export async function freeBytes(dir: string): Promise<number> {
  try {
    const volume = await statfs(dir);
    return volume.bavail * volume.bsize;
  } catch (error) {
    throw asCoded(error);
  }
}
