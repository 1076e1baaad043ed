import { expect, type Locator, type Page } from '@playwright/test';

export class ImportPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get invitation(): Locator {
    return this.page.getByRole('heading', { name: 'Drop the export from your iPhone here' });
  }

  /** By the button for a file. */
  async choose(path: string): Promise<void> {
    await this.page.locator('input[type=file]').first().setInputFiles(path);
  }

  /** By the button for a folder. */
  async chooseFolder(path: string): Promise<void> {
    await this.page.locator('input[type=file]').nth(1).setInputFiles(path);
  }

  receipt(name: string): Locator {
    return this.page.getByRole('article', { name: `Receipt of ${name}` });
  }

  /** Of a run that went through. */
  completed(name: string): Locator {
    return this.receipt(name).getByText(/^Completed in/);
  }

  running(name: string): Locator {
    return this.page.getByRole('region', { name: `Importing ${name}` });
  }

  /** Waits until some of the file is read. */
  async untilUnderWay(name: string): Promise<void> {
    await expect(this.running(name).getByRole('progressbar')).toHaveAttribute('aria-valuenow', /[1-9]/);
  }

  /** Earlier runs, behind the newest receipt. */
  get earlier(): Locator {
    return this.page.getByRole('region', { name: 'Earlier imports' });
  }
}
