import { type Browser, type BrowserContext, type Page, test } from '@playwright/test';
import { type FakePage, serveFakePage } from './fake-page.ts';
import { openScene } from './fake-scene.ts';
import { complaintsOf } from './real-app.ts';

export interface OpenedPage {
  readonly page: Page;
  /** Everything that the browser complained of so far. */
  readonly complaints: string[];
}

/** A page in a window of usual size; `prepare` is run on its context before there is a page in it. */
export async function openWindow(
  browser: Browser,
  prepare?: (context: BrowserContext) => Promise<unknown>,
): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await prepare?.(context);
  const page = await context.newPage();
  return { page, complaints: complaintsOf(page) };
}

/** One page over the fake host for all tests of the file that calls this; gives what opens a scene in it. */
export function overFakeHost(
  take: (opened: OpenedPage) => void,
  prepare?: (context: BrowserContext) => Promise<unknown>,
): (scene: string, hash: string) => Promise<void> {
  let served: FakePage;
  let page: Page;
  test.beforeAll(async ({ browser }) => {
    served = await serveFakePage();
    const opened = await openWindow(browser, prepare);
    page = opened.page;
    take(opened);
  });
  test.afterAll(async () => {
    await page?.context().close();
    await served?.close();
  });
  return (scene, hash) => openScene(page, served, scene, hash);
}
