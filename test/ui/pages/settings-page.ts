import type { Locator, Page } from '@playwright/test';

export class SettingsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  appearance(name: 'Match system' | 'Light' | 'Dark'): Locator {
    return this.page.getByRole('radiogroup', { name: 'Appearance' }).getByRole('radio', { name });
  }

  /** By names that are the same in every language. */
  get languages(): Locator {
    const german = this.page.getByRole('radio', { name: 'Deutsch' });
    return this.page.getByRole('radiogroup').filter({ has: german });
  }

  get app(): Locator {
    return this.page.getByRole('region', { name: 'App', exact: true });
  }

  target(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }
}
