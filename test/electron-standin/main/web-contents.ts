import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { fromBrowser, handlers, originOf, privileges, schemeOf, toBrowser } from '../addresses.ts';
import type { Chromium } from '../chromium.ts';
import { makeCodec } from '../codec.ts';
import { openPage, type Page, type PageListener } from '../page.ts';
import { settlePermissions } from '../permissions.ts';
import type { FromPreload, ToPreload } from '../preload-world.ts';
import { record, standinEvent } from '../records.ts';
import { app } from './app.ts';
import { nativeTheme } from './desktop.ts';
import { ipcMain } from './ipc-main.ts';
import { theSession } from './session.ts';

type Offered = Pick<
  Electron.WebContents,
  | 'close'
  | 'executeJavaScript'
  | 'focus'
  | 'forcefullyCrashRenderer'
  | 'getTitle'
  | 'getURL'
  | 'getZoomFactor'
  | 'getZoomLevel'
  | 'id'
  | 'isCrashed'
  | 'isDestroyed'
  | 'isLoading'
  | 'loadURL'
  | 'openDevTools'
  | 'reload'
  | 'send'
  | 'setWindowOpenHandler'
  | 'setZoomFactor'
  | 'setZoomLevel'
>;

/** The window around the contents. */
export interface Surface {
  readonly preload: string | undefined;
  size(): { readonly width: number; readonly height: number };
  chromium(): Promise<Chromium>;
  close(): void;
  destroy(): void;
  painted(): void;
  titled(title: string): void;
}

const codec = makeCodec();
const netErrors: Readonly<Record<string, number>> = {
  ERR_ABORTED: -3,
  ERR_FILE_NOT_FOUND: -6,
  ERR_UNKNOWN_URL_SCHEME: -302,
};
let count = 0;

export class StandinWebContents extends EventEmitter implements Offered {
  readonly id = ++count;
  readonly session = theSession;
  targetId: string | null = null;
  private readonly surface: Surface;
  private readonly opening: Promise<Page>;
  private windowOpenHandler: Parameters<Offered['setWindowOpenHandler']>[0] | null = null;
  private url = '';
  private title = '';
  private zoom = 1;
  private isGone = false;
  private hasCrashed = false;
  private isBusy = false;

  constructor(surface: Surface) {
    super();
    this.surface = surface;
    this.opening = this.open();
    this.opening.catch((error) => this.isGone || console.error(error));
  }

  private async open(): Promise<Page> {
    const chromium = await this.surface.chromium();
    const options = { ...this.surface.size(), preload: this.surface.preload };
    const page = await openPage(chromium, options, this.listener());
    this.targetId = page.targetId;
    // The page closed itself, or Chromium did.
    chromium.cdp.on('Target.targetDestroyed', ({ targetId }) => {
      if (targetId === page.targetId && !this.isGone) this.surface.close();
    });
    await this.measure(page);
    return page;
  }

  private listener(): PageListener {
    return {
      fromPreload: (message, answer) => void this.fromPreload(message, answer),
      mayNavigate: (url, isMainFrame) => this.mayNavigate(url, isMainFrame),
      opensWindow: (url, name, features) => this.opensWindow(url, name, features),
      navigated: (url, isInPage) => {
        this.url = fromBrowser(url);
        if (isInPage) this.emit('did-navigate-in-page', standinEvent(), this.url, true);
        else this.emit('did-navigate', standinEvent(), this.url, 200, 'OK');
      },
      loaded: (stage) => {
        if (stage === 'dom') {
          void this.opening.then((page) => this.measure(page));
          this.emit('dom-ready', standinEvent());
          return;
        }
        this.isBusy = false;
        this.emit('did-finish-load', standinEvent());
        this.surface.painted();
      },
      console: (level, message) => this.emit('console-message', standinEvent({ level, message })),
      crashed: () => {
        this.hasCrashed = true;
        const details = { reason: 'crashed', exitCode: 5 };
        this.emit('render-process-gone', standinEvent(), details);
        app.emit('render-process-gone', standinEvent(), this, details);
      },
      preloadFailed: (error) => this.preloadFailed(error),
    };
  }

  private preloadFailed(error: Error): void {
    console.error(`Unable to load preload script: ${this.surface.preload}\n${error}`);
    this.emit('preload-error', standinEvent(), this.surface.preload, error);
  }

  /** The frame that sent; a page of ours has one alone. */
  get mainFrame(): object {
    const { url } = this;
    return { url, origin: originOf(url), parent: null, frameTreeNodeId: 1, routingId: 1, processId: 1 };
  }

  private async fromPreload(message: FromPreload, answer: (message: ToPreload) => void): Promise<void> {
    if (message.op === 'preload-error') return this.preloadFailed(new Error(message.message));
    if (message.op === 'title') return this.titleMayBe(message.title);
    if (message.op === 'window-open') {
      const url = new URL(message.url, toBrowser(this.url)).href;
      return this.opensWindow(url, message.name, message.features);
    }
    const event = standinEvent({
      sender: this,
      senderFrame: this.mainFrame,
      frameId: 1,
      processId: 1,
      ports: [],
    });
    const args = codec.decode(message.args) as unknown[];
    if (message.op === 'send') {
      this.emit('ipc-message', event, message.channel, ...args);
      ipcMain.emit(message.channel, event, ...args);
      return;
    }
    const { id, channel } = message;
    try {
      answer({ op: 'answer', id, result: codec.encode(await ipcMain.invoke(channel, event, args)) });
    } catch (error) {
      console.error(`Error occurred in handler for '${channel}':`, error);
      answer({ op: 'answer', id, error: String(error) });
    }
  }

  private mayNavigate(browserUrl: string, isMainFrame: boolean): boolean {
    const url = fromBrowser(browserUrl);
    const frame = this.mainFrame;
    const event = standinEvent({ url, isMainFrame, isSameDocument: false, frame, initiator: frame });
    this.emit('will-frame-navigate', event);
    if (isMainFrame) this.emit('will-navigate', event, url, false, true, 1, 1);
    record('navigation', { url, isPrevented: event.defaultPrevented });
    return !event.defaultPrevented;
  }

  private opensWindow(browserUrl: string, frameName: string, features: string): void {
    const url = fromBrowser(browserUrl);
    const referrer = { url: '', policy: 'default' as const };
    const details = { url, frameName, features, disposition: 'foreground-tab' as const, referrer };
    const action = this.windowOpenHandler?.(details).action ?? 'allow';
    record('window-open', { url, action });
    if (action === 'allow') console.error('stand-in: an allowed window.open is not offered');
  }

  private titleMayBe(title: string): void {
    if (title === this.title || title === '') return;
    this.title = title;
    this.surface.titled(title);
  }

  /** Size, zoom and colour scheme as the page sees them. */
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

  /** Throws at once for what cannot be cloned, as Electron does. */
  send(channel: string, ...args: unknown[]): void {
    const message: ToPreload = { op: 'push', channel, args: codec.encode(args) };
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
    this.isBusy = true;
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
    this.hasCrashed = false;
    this.opening.then(({ session }) => session.send('Page.reload')).catch(() => {});
  }

  async executeJavaScript(code: string): Promise<unknown> {
    const { session } = await this.opening;
    const options = { expression: code, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', options);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  forcefullyCrashRenderer(): void {
    this.opening.then(({ session }) => session.send('Page.crash')).catch(() => {});
  }

  setWindowOpenHandler(handler: Parameters<Offered['setWindowOpenHandler']>[0]): void {
    this.windowOpenHandler = handler;
  }

  setZoomFactor(factor: number): void {
    if (factor <= 0) throw new Error("'zoomFactor' must be a double greater than 0.0");
    this.zoom = factor;
    this.remeasure();
  }

  getZoomFactor(): number {
    return this.zoom;
  }

  /** docs/api/web-contents, "contents.setZoomLevel": each step is a factor of 1.2. */
  setZoomLevel(level: number): void {
    this.setZoomFactor(1.2 ** level);
  }

  getZoomLevel(): number {
    return Math.log(this.zoom) / Math.log(1.2);
  }

  getURL(): string {
    return this.url;
  }

  getTitle(): string {
    return this.title;
  }

  isLoading(): boolean {
    return this.isBusy;
  }

  isCrashed(): boolean {
    return this.hasCrashed;
  }

  isDestroyed(): boolean {
    return this.isGone;
  }

  focus(): void {
    this.emit('focus', standinEvent());
  }

  openDevTools(): void {
    record('openDevTools', null);
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
