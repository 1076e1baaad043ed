import type { Page } from '@playwright/test';

export interface View {
  readonly name: string;
  readonly scene: string;
  readonly hash: string;
  readonly act?: (page: Page) => Promise<void>;
}

/** Presses the first button of that name. */
export const press = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click();
};
