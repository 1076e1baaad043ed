/** Scheme and host of the built page inside the app. */
export const pageScheme = 'app';
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
