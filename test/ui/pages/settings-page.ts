import type { Locator, Page } from '@playwright/test';

export class SettingsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  appearance(name: 'Match system' | 'Light' | 'Dark'): Locator {
    return this.page.getByRole('radiogroup', { name: 'Appearance' }).getByRole('radio', { name });
  }

  get app(): Locator {
    return this.page.getByRole('region', { name: 'App', exact: true });
  }

  target(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }
}
