import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Asset } from '../../shared/page/asset-path.ts';
import { contentSecurityPolicyFor } from '../../shared/page/headers.ts';
import { type HostFacts, withHostFacts } from '../../shared/page/host-facts.ts';
import { send } from './answer.ts';

const html = 'text/html; charset=utf-8';

/** Sends a file of the built page; false when there is none. `asset.path` is contained by construction (page/asset-path). */
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

/** Sends index.html with the host's facts in its head, allowed to connect to those origins; false when the page was not built. */
export async function sendIndex(
  response: ServerResponse,
  rendererDir: string,
  facts: HostFacts,
  connectSources: readonly string[],
): Promise<boolean> {
  const body = await read(join(rendererDir, 'index.html'));
  if (body === null) return false;
  send(response, 200, html, withHostFacts(body.toString('utf8'), facts), {
    'content-security-policy': contentSecurityPolicyFor(connectSources),
  });
  return true;
}

/**
 * What a browser without a session sees. The link to the same place is for one that just came by a link from elsewhere: its
 * SameSite=Strict cookie is not sent along that first redirect, but is when the person goes on from here.
 */
export function sendStranger(response: ServerResponse): void {
  send(
    response,
    403,
    html,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Health Relay</title></head><body>
<h1>Health Relay</h1>
<p>This page opens by the link that Health Relay printed when it was started. A link works once, for five minutes;
press Enter in that window for a new one.</p>
<p><a href="/">Go on, if you just came by the link</a></p>
</body></html>
`,
  );
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
