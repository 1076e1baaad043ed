import type { Locator, Page } from '@playwright/test';

export class HistoryPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get types(): Locator {
    return this.page.getByRole('listbox', { name: 'Types' });
  }

  get records(): Locator {
    return this.page.getByRole('listbox', { name: /^Records/ });
  }

  /** The first line of the list of workouts. */
  get firstWorkout(): Locator {
    return this.page
      .getByRole('listbox', { name: /^Workouts/ })
      .getByRole('option')
      .first();
  }

  async choose(type: string): Promise<void> {
    await this.types.getByRole('option', { name: new RegExp(`^${type} [\\d,]`) }).click();
    await this.page.getByRole('heading', { level: 2, name: type }).waitFor();
  }

  /** From the page of the chosen type to its records. */
  async showRecords(): Promise<void> {
    await this.page.getByRole('button', { name: 'Show all records' }).click();
  }

  get details(): Locator {
    return this.page.getByRole('complementary', { name: /^Details/ });
  }

  /** The line over the list: how many records there are in it. */
  get count(): Locator {
    return this.page.getByText(/^[\d,]+ records ·/).first();
  }
}
