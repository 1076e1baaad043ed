import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Protocol } from 'electron';
import { assetAt } from '../shared/page/asset-path.ts';
import { securityHeaders } from '../shared/page/headers.ts';

/** Scheme and host of the built page inside the app. */
const pageScheme = 'app';
const builtOrigin = `${pageScheme}://bundle`;

export interface PageAddress {
  readonly origin: string;
  readonly url: string;
}

/**
 * Where the window finds its page: the built one, or, only in an unpackaged app, the development server
 * that electron-vite names in ELECTRON_RENDERER_URL. Only loopback http counts as a development server.
 */
export function pageAddress(isPackaged: boolean, developmentUrl: string | undefined): PageAddress {
  const built = { origin: builtOrigin, url: `${builtOrigin}/index.html` };
  if (isPackaged || developmentUrl === undefined || !URL.canParse(developmentUrl)) return built;
  const { protocol, hostname, origin, href } = new URL(developmentUrl);
  const isLoopback = hostname === 'localhost' || hostname === '127.0.0.1';
  return protocol === 'http:' && isLoopback ? { origin, url: href } : built;
}

/** Whether an address is on the page's own origin. `URL.origin` is 'null' for app:, so scheme and host are compared. */
export function isOwnPage(url: string, origin: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return `${protocol}//${host}` === origin && username === '' && password === '';
}

/** The part of an IPC event's sender that the check uses; null if the frame is already gone. */
interface SenderFrame {
  readonly url: string;
  readonly parent: unknown;
}

/** Only the top frame of our own page may call (Electron security checklist, "Validate the sender of all IPC messages"). */
export function isTrustedSender(frame: SenderFrame | null, origin: string): boolean {
  return frame !== null && frame.parent === null && isOwnPage(frame.url, origin);
}

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
