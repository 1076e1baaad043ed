import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Protocol } from 'electron';
import { assetAt } from '../shared/page/asset-path.ts';
import { securityHeaders } from '../shared/page/headers.ts';
import { isOwnPage, pageScheme } from './page-address.ts';

/**
 * Call once, before `ready`. Standard and secure give the page an origin of its own; nothing else is granted. Compiled code is kept between starts, as
 * for a page of the web (electronjs.org, CustomScheme, `codeCache`).
 */
export function registerPageScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: pageScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

export interface PageParts {
  /** Folder of the built page. */
  readonly rendererDir: string;
  readonly origin: string;
}

/**
 * Serves the built page on app:// and nothing outside its folder (Electron security checklist 18, "Avoid usage of the file://
 * protocol"), under its policy (checklist 7, "Define a Content-Security-Policy").
 */
export function servePage(protocol: Pick<Protocol, 'handle'>, parts: PageParts): void {
  protocol.handle(pageScheme, (request) => answerPage(request, parts));
}

export async function answerPage(
  request: Pick<Request, 'method' | 'url'>,
  { rendererDir, origin }: PageParts,
): Promise<Response> {
  if (request.method !== 'GET') return empty(405);
  const asset = isOwnPage(request.url, origin) ? assetAt(new URL(request.url).pathname) : null;
  if (asset === null) return empty(404);
  try {
    const body = new Uint8Array(await readFile(join(rendererDir, asset.path)));
    return new Response(body, { headers: { ...securityHeaders, 'content-type': asset.contentType } });
  } catch {
    return empty(404);
  }
}

function empty(status: number): Response {
  return new Response(null, { status, headers: securityHeaders });
}
