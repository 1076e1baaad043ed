/** The parts of a request that decide whether it may come in. Header values are as sent; null if missing; 'twice' never equals anything. */
export interface RequestFacts {
  readonly method: string;
  /** The request target from the request line. */
  readonly target: string;
  readonly host: string | null;
  readonly origin: string | null;
  readonly fetchSite: string | null;
  readonly fetchDestination: string | null;
  /** Whether bytes follow the headers. */
  readonly hasBody: boolean;
}

export type RouteKind = 'page' | 'callback' | 'asset' | 'api';

/** Why a request was refused. Only for our tests: the response is the same for all. */
export type Refusal = 'target' | 'host' | 'method' | 'origin' | 'destination' | 'body';

/** Address of this host, and the only valid Host and Origin: never `localhost`, which other software may redefine. */
export function authorityFor(port: number): string {
  return `127.0.0.1:${port}`;
}

/** The kind of route that a path leads to. `/link` is the page, too: the token of a link comes after its `#`, which no browser sends. */
export function routeKindOf(pathname: string): RouteKind {
  if (pathname === '/' || pathname === '/index.html' || pathname === '/link') return 'page';
  if (pathname === '/callback') return 'callback';
  return pathname.startsWith('/api/') ? 'api' : 'asset';
}

/**
 * The checks that need no secret. Host must match exactly everywhere, against DNS rebinding. Origin must match exactly
 * on everything but a top-level GET. Browsers leave Origin out of a same-origin GET (Fetch, "append a request Origin
 * header"); there `Sec-Fetch-Site: same-origin`, which no page can forge, says the same. A GET with neither is refused.
 */
export function checkRequest(kind: RouteKind, request: RequestFacts, port: number): Refusal | null {
  if (!request.target.startsWith('/') || request.target.startsWith('//')) return 'target';
  if (request.host !== authorityFor(port)) return 'host';
  const isGet = request.method === 'GET';
  if (!isGet && kind !== 'api') return 'method';
  // No browser sends a body with GET, and one that trickles in would hold the connection.
  if (isGet && request.hasBody) return 'body';
  const isNavigation = request.fetchDestination === null || request.fetchDestination === 'document';
  if ((kind === 'page' || kind === 'callback') && request.origin === null) {
    // Framed, or loaded as a script or an image: not a navigation by the user.
    return isNavigation ? null : 'destination';
  }
  // A browser that returns from a sign-in follows a redirect with GET, which has no Origin.
  if (kind === 'callback') return 'origin';
  if (request.origin === null && isGet && request.fetchSite === 'same-origin') return null;
  return request.origin === `http://${authorityFor(port)}` ? null : 'origin';
}

/** A header that may occur only once: its value, null if missing, 'twice' if repeated. */
export function soleHeader(rawHeaders: readonly string[], name: string): string | null {
  let found: string | null = null;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    if (rawHeaders[i]?.toLowerCase() !== name) continue;
    found = found === null ? (rawHeaders[i + 1] ?? '') : 'twice';
  }
  return found;
}
