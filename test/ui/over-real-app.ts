import { type BrowserContext, type Page, test } from '@playwright/test';
import { type OpenedPage, openWindow } from './over-fake-host.ts';
import { type RealApp, startRealApp } from './real-app.ts';

interface Steps {
  /** What the app finds before its page is opened: exports, servers, an import. */
  begin(app: RealApp): Promise<void>;
  prepare?(context: BrowserContext): Promise<unknown>;
  opened(opened: OpenedPage): void | Promise<void>;
  end?(): Promise<void>;
}

/** The real host and data program with one page for all tests of the file that calls this. */
export function overRealApp({ begin, prepare, opened, end }: Steps): void {
  let app: RealApp;
  let page: Page;
  test.beforeAll(async ({ browser }) => {
    app = await startRealApp();
    await begin(app);
    const there = await openWindow(browser, prepare);
    page = there.page;
    await page.goto(app.link());
    await opened(there);
  });
  test.afterAll(async () => {
    await page?.context().close();
    await app?.close();
    await end?.();
  });
}
