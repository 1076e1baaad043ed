import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { fromBrowser, originOf, toBrowser } from '../addresses.ts';
import { makeCodec } from '../codec.ts';
import type { PageListener } from '../page.ts';
import type { FromPreload, ToPreload } from '../preload-world.ts';
import { standinEvent } from '../records.ts';
import { app } from './app.ts';
import { ipcMain } from './ipc-main.ts';

export const codec = makeCodec();

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

/** What comes from the page: its calls, where it goes, what it asks to open, how it ends. */
export abstract class PageSide extends EventEmitter {
  protected url = '';
  protected title = '';
  protected windowOpenHandler: OpenHandler | null = null;

  protected abstract readonly preload: string | undefined;
  /** A new document stands. */
  protected abstract renewed(): void;
  protected abstract painted(): void;
  protected abstract titled(title: string): void;

  protected listener(): PageListener {
    return {
      fromPreload: (message, answer) => {
        this.fromPreload(message, answer).catch((error) => console.error(error));
      },
      mayNavigate: (url, isMainFrame) => this.mayNavigate(url, isMainFrame),
      opensWindow: (url, name, features) => this.opensWindow(url, name, features),
      navigated: (url, isInPage) => {
        this.url = fromBrowser(url);
        if (isInPage) this.emit('did-navigate-in-page', standinEvent(), this.url, true);
        else this.emit('did-navigate', standinEvent(), this.url, 200, 'OK');
      },
      loaded: (stage) => {
        if (stage === 'dom') {
          this.renewed();
          this.emit('dom-ready', standinEvent());
          return;
        }
        this.emit('did-finish-load', standinEvent());
        this.painted();
      },
      console: (level, message) => this.emit('console-message', standinEvent({ level, message })),
      crashed: () => {
        const details = { reason: 'crashed', exitCode: 5 };
        this.emit('render-process-gone', standinEvent(), details);
        app.emit('render-process-gone', standinEvent(), this, details);
      },
      preloadFailed: (error) => this.preloadFailed(error),
    };
  }

  private preloadFailed(error: Error): void {
    console.error(`Unable to load preload script: ${this.preload}\n${error}`);
    this.emit('preload-error', standinEvent(), this.preload, error);
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
    return !event.defaultPrevented;
  }

  private opensWindow(browserUrl: string, frameName: string, features: string): void {
    const url = fromBrowser(browserUrl);
    const referrer = { url: '', policy: 'default' as const };
    const details = { url, frameName, features, disposition: 'foreground-tab' as const, referrer };
    const action = this.windowOpenHandler?.(details).action ?? 'allow';
    if (action === 'allow') console.error('stand-in: an allowed window.open is not offered');
  }

  private titleMayBe(title: string): void {
    if (title === this.title || title === '') return;
    this.title = title;
    this.titled(title);
  }
}
