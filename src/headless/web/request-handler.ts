import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import type { LogEvent, Refusal } from '../../data/protocol/log.ts';
import type { Offer } from '../../shared/contract/index.ts';
import { type Asset, assetAt } from '../../shared/page/asset-path.ts';
import { secretHeaderName } from '../../shared/page/headers.ts';
import { type ApiParts, apiRoute } from './api.ts';
import { type CallbackParts, followCallback } from './callback.ts';
import type { Connections } from './connections.ts';
import type { Downloads } from './downloads.ts';
import { readJson, refuse, send, sendResult } from './json-messages.ts';
import { checkRequest, routeKindOf, soleHeader } from './request-checks.ts';
import type { LinkTokens, PageSecrets } from './secrets.ts';

export interface HandlerParts extends ApiParts, CallbackParts {
  readonly rendererDir: string;
  readonly links: LinkTokens;
  readonly secrets: PageSecrets;
  readonly downloads: Downloads;
  readonly connections: Connections;
  /** A file named at startup and not imported yet. */
  readonly readyOffer: () => Offer | null;
  readonly logEvent: LogEvent;
}

/** How a page begins: with its link's token, or, after a reload, with only the secret in its header. */
const entrySchema = z.strictObject({ token: z.string().max(100).optional() });
const maxEntryBytes = 4096;

/**
 * Answers one request: first the checks of the request, then the page, an asset, or a call. Every request that they refuse
 * gets the same 403. Headers are read from the raw list, where a repeated one can't hide.
 */
export async function handleRequest(
  parts: HandlerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const port = parts.port();
  const method = request.method ?? '';
  const target = request.url ?? '';
  const mark = target.indexOf('?');
  const pathname = mark === -1 ? target : target.slice(0, mark);
  const query = mark === -1 ? '' : target.slice(mark + 1);
  const header = (name: string) => soleHeader(request.rawHeaders, name);
  const kind = routeKindOf(pathname);
  const refusal = checkRequest(
    kind,
    {
      method,
      target,
      host: header('host'),
      origin: header('origin'),
      fetchSite: header('sec-fetch-site'),
      fetchDestination: header('sec-fetch-dest'),
      hasBody: header('transfer-encoding') !== null || (header('content-length') ?? '0') !== '0',
    },
    port,
  );
  const turnAway = (reason: Refusal, status: number) => {
    parts.logEvent('door.refused', { reason, status });
    return refuse(request, response, status, 'request.refused');
  };
  if (refusal !== null) return turnAway(refusal, statusOf[refusal] ?? 403);
  if (kind === 'callback') return followCallback(parts, query, request, response);
  if (kind === 'page') {
    const isSent = await sendIndex(response, parts.rendererDir);
    return isSent ? undefined : refuse(request, response, 404, 'request.refused');
  }
  if (pathname.startsWith('/file/')) {
    const isSent = await parts.downloads.send(pathname, response, () => parts.connections.trust(request));
    return isSent ? undefined : refuse(request, response, 404, 'request.refused');
  }
  if (kind === 'asset') {
    const asset = assetAt(pathname);
    const isSent = asset !== null && (await sendAsset(response, parts.rendererDir, asset));
    return isSent ? undefined : refuse(request, response, 404, 'request.refused');
  }
  const secret = header(secretHeaderName);
  const isKnown = parts.secrets.has(secret);
  if (pathname === '/api/enter') {
    if (method !== 'POST') return turnAway('method', 405);
    const body = await readJson(request, maxEntryBytes);
    if (!body.ok) return refuse(request, response, body.status, 'request.invalid');
    const entry = entrySchema.safeParse(body.value);
    if (!entry.success) return refuse(request, response, 400, 'request.invalid');
    const { token } = entry.data;
    if (token === undefined && !isKnown) return turnAway('page_token', 403);
    if (token !== undefined && !parts.links.redeem(token)) return turnAway('link', 403);
    const own = token === undefined ? secret : parts.secrets.issue();
    return sendResult(response, { ok: true, value: { secret: own, readyOffer: parts.readyOffer() } });
  }
  if (!isKnown) return turnAway('page_token', 403);
  parts.connections.trust(request);
  const handler = apiRoute(parts, method, pathname);
  if (handler === null) return refuse(request, response, 404, 'request.refused');
  if (handler === 'method') return turnAway('method', 405);
  return handler(request, response);
}

const statusOf: Partial<Readonly<Record<Refusal, number>>> = { method: 405, body: 400 };

const html = 'text/html; charset=utf-8';

/** Sends a file of the built page; false if it doesn't exist. `asset.path` is contained by construction (page/asset-path). */
async function sendAsset(response: ServerResponse, rendererDir: string, asset: Asset): Promise<boolean> {
  const body = await fileOrNull(join(rendererDir, asset.path));
  if (body === null) return false;
  send(response, 200, asset.contentType, body);
  return true;
}

/**
 * Sends index.html; false if the page wasn't built. It's the same for everyone and contains nobody's
 * data: every call proves that its sender may see data.
 */
async function sendIndex(response: ServerResponse, rendererDir: string): Promise<boolean> {
  const body = await fileOrNull(join(rendererDir, 'index.html'));
  if (body === null) return false;
  send(response, 200, html, body);
  return true;
}

async function fileOrNull(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR'))
      return null;
    throw error;
  }
}
