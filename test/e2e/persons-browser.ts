import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Relay } from './relay.ts';
import { openLink, shownBy, startAgain, watchShell } from './shell.ts';

const root = join(import.meta.dirname, '../..');

/** How a link of ours gets from the browser to a desktop app: by starting it again (Windows, Linux), or by an event (macOS). */
export type WayBack = 'start' | 'event';

/** The browser that a sign-in goes through: another tab beside the web host's page, the system's beside the desktop app. */
export class PersonsBrowser {
  private readonly relay: Relay;
  private addressesOfTabs: string[] = [];
  private wordsOfTabs: string[] = [];

  constructor(relay: Relay) {
    this.relay = relay;
  }

  /** After each start of the app. */
  async watch(): Promise<void> {
    const { host, page } = this.relay;
    if (host !== 'headless') return watchShell(this.relay.electron);
    this.addressesOfTabs = [];
    this.wordsOfTabs = [];
    const isSignIn = ({ pathname }: URL) => pathname === '/authorize';
    await page.context().route(isSignIn, async (route) => {
      this.addressesOfTabs.push(route.request().url());
      await route.fulfill({ contentType: 'text/plain', body: 'Sign in' });
    });
    page.context().on('page', (tab) => {
      // One that went elsewhere is somebody else's to close.
      tab.waitForURL(isSignIn).then(
        () => tab.close(),
        () => undefined,
      );
    });
  }

  /** Where it was sent to, in order. */
  async addresses(): Promise<readonly string[]> {
    if (this.relay.host === 'headless') return this.addressesOfTabs;
    return (await shownBy(this.relay.electron)).opened;
  }

  /** What a person was told of the ways back, outside of the app's page, in order. */
  async told(): Promise<readonly string[]> {
    if (this.relay.host === 'headless') return this.wordsOfTabs;
    const { dialogs } = await shownBy(this.relay.electron);
    return dialogs.map(({ message, detail }) => `${message}\n\n${detail}`);
  }

  /** Goes to the address that a sign-in service sent it back to. */
  async comeBack(url: string, way: WayBack = 'start'): Promise<void> {
    const { host, page, home } = this.relay;
    if (host === 'headless') this.wordsOfTabs.push(await wordsAt(page, url));
    else if (way === 'event') await openLink(this.relay.electron, url);
    else if ((await startAgain(root, home, [url])) !== 0) throw new Error('the second start failed');
  }
}

async function wordsAt(page: Page, url: string): Promise<string> {
  const tab = await page.context().newPage();
  await tab.goto(url);
  const words = await tab.locator('body').innerText();
  await tab.close();
  return words;
}
