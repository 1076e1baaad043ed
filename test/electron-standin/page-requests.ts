import { fromBrowser, handlers, schemeOf } from './addresses.ts';
import type { CdpSession, Protocol } from './cdp.ts';

/**
 * Answers what the page asks of our scheme with main's handler, as protocol.handle does, and passes on the rest. The answer is
 * buffered whole. `mayNavigate` is asked for what the page itself wants to open: false ends it (ERR_ABORTED).
 */
export function answerRequests(
  session: CdpSession,
  mayNavigate: (url: string, frameId: string) => boolean,
): void {
  session.on('Fetch.requestPaused', (paused) => {
    // The page, or the browser, has gone meanwhile.
    answer(paused).catch(() => {});
  });

  async function answer({ requestId, request, resourceType, frameId }: Protocol.Fetch.requestPausedPayload) {
    const fail = (errorReason: Protocol.Network.ErrorReason) =>
      session.send('Fetch.failRequest', { requestId, errorReason });
    if (resourceType === 'Document' && !mayNavigate(request.url, frameId)) return fail('Aborted');
    const url = fromBrowser(request.url);
    if (url === request.url) return session.send('Fetch.continueRequest', { requestId });
    const handler = handlers.get(schemeOf(url));
    // Electron's page asks for no icon.
    if (!handler || new URL(url).pathname === '/favicon.ico') return fail('Failed');
    try {
      const response = await handler(requestFor(url, request));
      if (!(response instanceof Response) || response.type === 'error') return fail('Failed');
      return session.send('Fetch.fulfillRequest', {
        requestId,
        responseCode: response.status,
        responseHeaders: headersOf(response, request.url),
        body: Buffer.from(await response.arrayBuffer()).toString('base64'),
      });
    } catch (error) {
      console.error(error);
      return fail('Failed');
    }
  }
}

function requestFor(url: string, { method, headers, postData }: Protocol.Network.Request): Request {
  const named = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    /^(origin|referer)$/i.test(name) ? fromBrowser(value) : value,
  ]);
  return new Request(url, { method, headers: named, ...(postData === undefined ? {} : { body: postData }) });
}

/** A policy that names our scheme must mean the same address as the browser has it. */
function headersOf(response: Response, outer: string): { name: string; value: string }[] {
  const scheme = schemeOf(fromBrowser(outer));
  const own = new URL(outer).origin;
  return [...response.headers].map(([name, value]) => ({
    name,
    value: /^content-security-policy/i.test(name)
      ? value.replace(new RegExp(`\\b${scheme}:(//[^\\s;/]+)?`, 'g'), own)
      : value,
  }));
}
