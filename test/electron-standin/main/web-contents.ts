import type * as Electron from 'electron';
import { handlers, privileges, schemeOf, toBrowser } from '../addresses.ts';
import type { Chromium } from '../chromium.ts';
import { openPage, type Page } from '../page.ts';
import { settlePermissions } from '../permissions.ts';
import type { ToPreload } from '../preload-world.ts';
import { type Like, standinEvent } from '../records.ts';
import { nativeTheme } from './desktop.ts';
import { codec, PageSide } from './page-side.ts';
import { theSession } from './session.ts';

type Offered = Like<Electron.WebContents, 'mainFrame' | 'session'>;

/** The window around the contents. */
export interface Surface {
  readonly preload: string | undefined;
  readonly argv: readonly string[];
  size(): { readonly width: number; readonly height: number };
  chromium(): Promise<Chromium>;
  close(): void;
  destroy(): void;
  painted(): void;
  titled(title: string): void;
}

const netErrors: Readonly<Record<string, number>> = {
  ERR_ABORTED: -3,
  ERR_FILE_NOT_FOUND: -6,
  ERR_UNKNOWN_URL_SCHEME: -302,
};
let count = 0;

export class StandinWebContents extends PageSide implements Offered {
  readonly id = ++count;
  readonly session = theSession;
  private readonly surface: Surface;
  private readonly opening: Promise<Page>;
  private zoom = 1;
  private isGone = false;

  protected readonly preload: string | undefined;

  constructor(surface: Surface) {
    super();
    this.surface = surface;
    this.preload = surface.preload;
    this.opening = this.open();
    this.opening.catch((error) => this.isGone || console.error(error));
  }

  private async open(): Promise<Page> {
    const chromium = await this.surface.chromium();
    const options = { ...this.surface.size(), preload: this.preload, argv: this.surface.argv };
    const page = await openPage(chromium, options, this.listener());
    // The page closed itself, or Chromium did.
    chromium.cdp.on('Target.targetDestroyed', ({ targetId }) => {
      if (targetId === page.targetId && !this.isGone) this.surface.close();
    });
    await this.measure(page);
    return page;
  }

  protected renewed(): void {
    this.remeasure();
  }

  protected painted(): void {
    this.surface.painted();
  }

  protected titled(title: string): void {
    this.surface.titled(title);
  }

  /** Size, zoom and color scheme as the page sees them. */
  private async measure({ session }: Page): Promise<void> {
    const { width, height } = this.surface.size();
    const zoomed = (length: number) => Math.round(length / this.zoom);
    await session.send('Emulation.setDeviceMetricsOverride', {
      width: zoomed(width),
      height: zoomed(height),
      deviceScaleFactor: this.zoom,
      mobile: false,
    });
    const value = nativeTheme.shouldUseDarkColors ? 'dark' : 'light';
    await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] });
  }

  /** After a change of size, zoom or theme. */
  remeasure(): void {
    if (!this.isGone) this.opening.then((page) => this.measure(page)).catch(() => {});
  }

  /** What cannot be cloned is printed and lost, as in Electron (lib/browser/api/web-frame-main.ts). */
  send(channel: string, ...args: unknown[]): void {
    let message: ToPreload;
    try {
      message = { op: 'push', channel, args: codec.encode(args) };
    } catch (error) {
      console.error(error);
      return;
    }
    this.opening.then((page) => page.tell(message)).catch(() => {});
  }

  /** Resolves when the page has loaded; rejects with Electron's code and errno. */
  async loadURL(url: string): Promise<void> {
    const { session } = await this.opening;
    const scheme = schemeOf(url);
    if (handlers.has(scheme) && !privileges.get(scheme)?.standard)
      throw new Error(
        `stand-in: ${scheme}: is not standard; it would have no origin and no storage in Electron`,
      );
    if (!/^(https?|file|about|data)$/.test(scheme) && !handlers.has(scheme))
      this.failLoad('ERR_UNKNOWN_URL_SCHEME', url);
    const { cdp } = await this.surface.chromium();
    await settlePermissions(cdp, this, new URL(toBrowser(url)).origin);
    const hasLoaded = new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()));
    const { errorText } = await session.send('Page.navigate', { url: toBrowser(url) });
    if (errorText) this.failLoad(errorText.replace('net::', ''), url);
    await hasLoaded;
  }

  private failLoad(code: string, url: string): never {
    const errno = netErrors[code] ?? -2;
    this.emit('did-fail-load', standinEvent(), errno, code, url, true);
    throw Object.assign(new Error(`${code} (${errno}) loading '${url}'`), { code, errno, url });
  }

  reload(): void {
    this.opening.then(({ session }) => session.send('Page.reload')).catch(() => {});
  }

  async executeJavaScript(code: string): Promise<unknown> {
    const { session } = await this.opening;
    const options = { expression: code, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', options);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** All that Chromium keeps of this origin. */
  async clearStorage(): Promise<void> {
    const { session } = await this.opening;
    const { origin } = new URL(toBrowser(this.url));
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  }

  forcefullyCrashRenderer(): void {
    this.opening.then(({ session }) => session.send('Page.crash')).catch(() => {});
  }

  setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.windowOpenHandler = handler;
  }

  setZoomFactor(factor: number): void {
    this.zoom = factor;
    this.remeasure();
  }

  /** docs/api/web-contents, "contents.setZoomLevel": each step is a factor of 1.2. */
  setZoomLevel(level: number): void {
    this.setZoomFactor(1.2 ** level);
  }

  getURL(): string {
    return this.url;
  }

  isDestroyed(): boolean {
    return this.isGone;
  }

  /** The page's beforeunload handlers are not asked here. */
  close(): void {
    this.surface.close();
  }

  /** With its window. */
  end(): void {
    this.isGone = true;
    this.emit('destroyed');
    this.opening
      .then(async ({ targetId }) =>
        (await this.surface.chromium()).cdp.send('Target.closeTarget', { targetId }),
      )
      .catch(() => {});
  }
}
