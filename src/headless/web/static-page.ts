import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Asset } from '../../shared/page/asset-path.ts';
import { send } from './answer.ts';

const html = 'text/html; charset=utf-8';

/** Sends a file of the built page; false if it doesn't exist. `asset.path` is contained by construction (page/asset-path). */
export async function sendAsset(
  response: ServerResponse,
  rendererDir: string,
  asset: Asset,
): Promise<boolean> {
  const body = await read(join(rendererDir, asset.path));
  if (body === null) return false;
  send(response, 200, asset.contentType, body);
  return true;
}

/**
 * Sends index.html; false if the page wasn't built. It's the same for everyone and contains nobody's
 * data: every call proves that its sender may see data.
 */
export async function sendIndex(response: ServerResponse, rendererDir: string): Promise<boolean> {
  const body = await read(join(rendererDir, 'index.html'));
  if (body === null) return false;
  send(response, 200, html, body);
  return true;
}

async function read(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR'))
      return null;
    throw error;
  }
}
