import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import { chooseRadio } from './choose-radio.ts';

/** The dialog that "Export" opens, in a browser: what is saved is a download. */
export class ExportDialog {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog', { name: 'Export' });
  }

  async save(format: 'CSV' | 'JSON'): Promise<{ name: string; text: string }> {
    await chooseRadio(this.dialog, format);
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.dialog.getByRole('button', { name: 'Save…' }).click(),
    ]);
    await expect(this.dialog.getByRole('status')).toContainText('Your browser saves it');
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
  }

  /** The rows of a JSON file; the dialog is closed then. */
  async rows(): Promise<Record<string, unknown>[]> {
    const { text } = await this.save('JSON');
    await this.dialog.getByRole('button', { name: 'Close' }).click();
    await expect(this.dialog).toHaveCount(0);
    return JSON.parse(text) as Record<string, unknown>[];
  }
}
