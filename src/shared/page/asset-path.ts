const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
};

/** One file of the built page: its path under `out/renderer`, with `/`, and its media type. */
export interface Asset {
  readonly path: string;
  readonly contentType: string;
}

const segmentPattern = /^[\w-][\w.-]*$/;

/**
 * The asset that a request's path names, or null if none can exist. Our build writes only plain ASCII names,
 * so percent-encoding, climbing dots, backslashes, and hidden files have no meaning here and aren't decoded.
 */
export function assetAt(pathname: string): Asset | null {
  if (pathname === '/') return { path: 'index.html', contentType: contentTypes['html'] ?? '' };
  if (!pathname.startsWith('/') || pathname.length > 300) return null;
  const segments = pathname.slice(1).split('/');
  if (!segments.every((segment) => segmentPattern.test(segment) && !segment.includes('..'))) return null;
  const contentType = contentTypes[pathname.slice(pathname.lastIndexOf('.') + 1)];
  return contentType === undefined ? null : { path: segments.join('/'), contentType };
}

/** The license of a bundled component: an entry of `licenses.json`, which the build writes beside the page (resources/licenses.ts). */
export interface License {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, as stated by the package. */
  readonly license: string;
  /** '' if it has none. */
  readonly text: string;
}
