import { expect, type Locator, type Page } from '@playwright/test';

export class SyncPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The steps of the first run, on Import. */
  get firstSteps(): Locator {
    return this.page.getByRole('region', { name: 'First steps' });
  }

  card(target: string): Locator {
    return this.page.getByRole('region', { name: target, exact: true });
  }

  delivered(target: string, count: number): Locator {
    return this.card(target)
      .getByRole('listitem')
      .filter({ hasText: new RegExp(`^${count}\\s*delivered`) });
  }

  /** Zone, target, address and token, up to the review. */
  async setUpTrendy(address: string, token: string): Promise<void> {
    const steps = this.firstSteps;
    await steps.getByRole('button', { name: 'Confirm' }).click();
    await steps.getByRole('radio', { name: /^Trendy/ }).press('Space');
    await steps.getByRole('textbox', { name: 'Address' }).fill(address);
    await steps.getByRole('button', { name: 'Save' }).click();
    await steps.getByLabel('Access token').fill(token);
    await steps.getByRole('button', { name: 'Use it' }).click();
  }

  async send(): Promise<void> {
    await this.firstSteps.getByRole('button', { name: 'Review before sending…' }).click();
    await this.page.getByRole('button', { name: /^Send [\d,]+ items$/ }).click();
    await this.firstSteps.waitFor({ state: 'detached' });
  }

  get failedList(): Locator {
    return this.page.getByRole('grid', { name: 'Failed items' });
  }

  /** Enter opens the line that the list stands at. The list may be drawn anew just then, and a key in between is lost. */
  async openFirstFailed(): Promise<Locator> {
    const panel = this.page.getByRole('complementary', { name: /^Details: .*steps/i });
    await expect(async () => {
      await this.failedList.focus();
      await this.page.keyboard.press('Enter');
      await expect(panel).toBeVisible();
    }).toPass({ timeout: 120_000 });
    return panel;
  }
}
