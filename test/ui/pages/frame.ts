import type { Locator, Page } from '@playwright/test';

export type PageLink = 'Overview' | 'Import' | 'History' | 'Sync' | 'Settings';

/** What stands around every page: the links, the state line, the search, the place where a file is dropped. */
export class Frame {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  private get links(): Locator {
    return this.page.getByRole('navigation', { name: 'Pages' });
  }

  /** The link of Sync carries its count in its name. */
  link(name: PageLink): Locator {
    return this.links.getByRole('listitem').getByRole('link', { name: new RegExp(`^${name}`) });
  }

  async goTo(name: PageLink): Promise<void> {
    await this.link(name).click();
    await this.heading(name).waitFor();
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { level: 1, name });
  }

  get stateLine(): Locator {
    return this.links.getByRole('link').last();
  }

  /** By keyboard alone, from anywhere: the search, and the first place it finds. */
  async searchFor(text: string): Promise<void> {
    const palette = this.page.getByRole('dialog');
    await this.page.keyboard.press('Control+k');
    await palette.getByRole('combobox').waitFor();
    await this.page.keyboard.type(text);
    await palette.getByRole('option', { name: text }).first().waitFor();
    await this.page.keyboard.press('Enter');
    await palette.waitFor({ state: 'detached' });
  }

  /** Drops files or folders of this computer on the middle of the window, as the system's own drag and drop does: they have a path. */
  async drop(...files: readonly string[]): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    const [x, y] = await this.page.evaluate(() => [window.innerWidth / 2, window.innerHeight / 2]);
    const data = { items: [], files: [...files], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: x ?? 0, y: y ?? 0, data });
    await this.page.getByText('Drop to import').waitFor();
    await session.send('Input.dispatchDragEvent', { type: 'drop', x: x ?? 0, y: y ?? 0, data });
    await session.detach();
  }
}
