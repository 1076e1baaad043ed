import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LogEvent, Refusal } from '../../data/protocol/log.ts';
import type { Offer } from '../../shared/contract/index.ts';
import { assetAt } from '../../shared/page/asset-path.ts';
import { tokenHeaderName } from '../../shared/page/host-facts.ts';
import { refuse, send } from './answer.ts';
import { type ApiParts, apiRoute } from './api.ts';
import { type CallbackParts, followCallback } from './callback.ts';
import { authorityFor, checkDoor, doorFor, soleHeader } from './doors.ts';
import type { Downloads } from './downloads.ts';
import type { LinkTokens } from './link-tokens.ts';
import { cookieIn, cookieNameFor, type Sessions } from './sessions.ts';
import { sendAsset, sendIndex, sendStranger } from './static-page.ts';

export interface HandlerParts extends ApiParts, CallbackParts {
  readonly rendererDir: string;
  readonly links: LinkTokens;
  readonly sessions: Sessions;
  readonly downloads: Downloads;
  /** Origins that the page may connect to beside its own. */
  readonly connectSources: () => Promise<readonly string[]>;
  /** A file named at the start that was not imported yet. */
  readonly readyOffer: () => Offer | null;
  readonly logEvent: LogEvent;
}

/**
 * Answers one request: the doors first (ARCHITECTURE "Doors"), then the page, an asset or a call. Every refusal at a door gets the same
 * 403. Headers are taken from the raw list, where a repeated one cannot hide.
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
  const door = doorFor(pathname);
  const refusal = checkDoor(
    door,
    {
      method,
      target,
      host: header('host'),
      origin: header('origin'),
      fetchSite: header('sec-fetch-site'),
      fetchDestination: header('sec-fetch-dest'),
    },
    port,
  );
  const turnAway = (reason: Refusal, status: number) => {
    parts.logEvent('door.refused', { reason, status });
    return refuse(request, response, status, 'request.refused');
  };
  if (refusal !== null) return turnAway(refusal, refusal === 'method' ? 405 : 403);
  if (pathname === '/link') return followLink(parts, query, response);
  if (door === 'callback') return followCallback(parts, query, response);

  const cookie = cookieIn(header('cookie') ?? undefined, cookieNameFor(port));
  if (door === 'page') return sendPage(parts, cookie, request, response);
  if (!parts.sessions.has(cookie)) return turnAway('cookie', 403);
  if (pathname.startsWith('/backup/')) {
    const isSent = await parts.downloads.send(pathname, response);
    return isSent ? undefined : refuse(request, response, 404, 'request.refused');
  }
  if (door === 'asset') {
    const asset = assetAt(pathname);
    const isSent = asset !== null && (await sendAsset(response, parts.rendererDir, asset));
    return isSent ? undefined : refuse(request, response, 404, 'request.refused');
  }
  if (!parts.sessions.ownsPage(cookie, header(tokenHeaderName))) return turnAway('page_token', 403);
  const handler = apiRoute(parts, method, pathname);
  if (handler === null) return refuse(request, response, 404, 'request.refused');
  if (handler === 'method') return turnAway('method', 405);
  return handler(request, response);
}

/** A token in the link is exchanged for a cookie and the address becomes clean, so that no history or bookmark keeps it. */
function followLink(parts: HandlerParts, query: string, response: ServerResponse): void {
  const token = new URLSearchParams(query).get('token');
  if (token === null || !parts.links.redeem(token)) {
    parts.logEvent('door.refused', { reason: 'link' });
    sendStranger(response);
    return;
  }
  const cookie = `${cookieNameFor(parts.port())}=${parts.sessions.begin()}; Path=/; HttpOnly; SameSite=Strict`;
  send(response, 303, 'text/plain; charset=utf-8', '', {
    location: `http://${authorityFor(parts.port())}/`,
    'set-cookie': cookie,
  });
}

async function sendPage(
  parts: HandlerParts,
  cookie: string | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const token = parts.sessions.addPage(cookie);
  if (token === null) return sendStranger(response);
  const offer = parts.readyOffer();
  const facts = offer === null ? { token } : { token, offer };
  if (!(await sendIndex(response, parts.rendererDir, facts, await parts.connectSources())))
    refuse(request, response, 404, 'request.refused');
}
