/** What of a request decides whether it may come in. Header values as sent; null when missing, 'twice' is never equal to anything. */
export interface Knock {
  readonly method: string;
  /** The request target as it stood in the request line. */
  readonly target: string;
  readonly host: string | null;
  readonly origin: string | null;
  readonly fetchSite: string | null;
  readonly fetchDestination: string | null;
  /** Whether bytes follow the headers. */
  readonly hasBody: boolean;
}

export type Door = 'page' | 'callback' | 'asset' | 'api';

/** Why a request was turned away. For our tests and nobody else: the answer is the same for all. */
export type Refusal = 'target' | 'host' | 'method' | 'origin' | 'destination' | 'body';

/** Address of this host, and the only Host and Origin there are: never `localhost`, which other software may redefine. */
export function authorityFor(port: number): string {
  return `127.0.0.1:${port}`;
}

/** The door that a path leads to. `/link` is the page, too: the token of a link stands behind its `#`, which no browser sends. */
export function doorFor(pathname: string): Door {
  if (pathname === '/' || pathname === '/index.html' || pathname === '/link') return 'page';
  if (pathname === '/callback') return 'callback';
  return pathname.startsWith('/api/') ? 'api' : 'asset';
}

/**
 * The checks that need no secret. Host is exact everywhere, against DNS rebinding. Origin is exact on all
 * but a top-level GET. Browsers leave Origin out of a same-origin GET (Fetch, "append a request Origin header"); there
 * `Sec-Fetch-Site: same-origin`, which no page can forge, says the same. A GET with neither is refused.
 */
export function checkDoor(door: Door, knock: Knock, port: number): Refusal | null {
  if (!knock.target.startsWith('/') || knock.target.startsWith('//')) return 'target';
  if (knock.host !== authorityFor(port)) return 'host';
  const isGet = knock.method === 'GET';
  if (!isGet && door !== 'api') return 'method';
  // No browser sends one, and a body that drips would hold the connection.
  if (isGet && knock.hasBody) return 'body';
  const isNavigation = knock.fetchDestination === null || knock.fetchDestination === 'document';
  if ((door === 'page' || door === 'callback') && knock.origin === null) {
    // Framed, or read as a script or an image: not a navigation of a person.
    return isNavigation ? null : 'destination';
  }
  // A browser that comes back from a sign-in follows a redirect by GET, which has no Origin.
  if (door === 'callback') return 'origin';
  if (knock.origin === null && isGet && knock.fetchSite === 'same-origin') return null;
  return knock.origin === `http://${authorityFor(port)}` ? null : 'origin';
}

/** A header that must stand at most once: its value, null when missing, and 'twice' when repeated. */
export function soleHeader(rawHeaders: readonly string[], name: string): string | null {
  let found: string | null = null;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    if (rawHeaders[i]?.toLowerCase() !== name) continue;
    found = found === null ? (rawHeaders[i + 1] ?? '') : 'twice';
  }
  return found;
}
