// Chromium alone cannot serve a scheme of ours, so inside it app://bundle/x is https://bundle.app.standin.invalid/x: a secure context with
// storage and an origin for 'self'. Main sees app:// only. Not faithful: location.origin and absolute app:// addresses in the page.
const suffix = '.standin.invalid';

export interface SchemePrivileges {
  readonly standard?: boolean;
  readonly secure?: boolean;
  readonly supportFetchAPI?: boolean;
}

export type SchemeHandler = (request: Request) => Response | Promise<Response>;

/** From protocol.registerSchemesAsPrivileged. */
export const privileges = new Map<string, SchemePrivileges>();
/** From protocol.handle. */
export const handlers = new Map<string, SchemeHandler>();

export const schemeOf = (url: string): string => new URL(url).protocol.slice(0, -1);

/** The address that Chromium is given. A scheme that is not registered as secure is no secure context. */
export function toBrowser(url: string): string {
  const { host, pathname, search, hash } = new URL(url);
  const scheme = schemeOf(url);
  if (!handlers.has(scheme)) return url;
  const outer = privileges.get(scheme)?.secure ? 'https' : 'http';
  return `${outer}://${host || 'nohost'}.${scheme}${suffix}${pathname}${search}${hash}`;
}

/** The address that main is told. */
export function fromBrowser(url: string): string {
  const [, host, scheme, rest = ''] =
    /^https?:\/\/(.*)\.([a-z0-9+-]+)\.standin\.invalid(\/.*)?$/s.exec(url) ?? [];
  return scheme === undefined ? url : `${scheme}://${host}${rest}`;
}

/** As Electron's `WebFrameMain.origin`: scheme and host for a standard scheme of ours. */
export function originOf(url: string): string {
  if (!URL.canParse(url)) return 'null';
  const { origin, protocol, host } = new URL(url);
  return privileges.get(schemeOf(url))?.standard ? `${protocol}//${host}` : origin;
}
