import type { Locator, Page } from '@playwright/test';

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
    await this.firstSteps.getByRole('button', { name: 'Review what would go…' }).click();
    await this.page.getByRole('button', { name: /^Send [\d,]+ items$/ }).click();
    await this.firstSteps.waitFor({ state: 'detached' });
  }
}
