import type { Page } from '@playwright/test';

/** What is done in a state before it is looked at. */
export type Act = (page: Page) => Promise<void>;

/** A state of a page over a scene of the fake host. */
export interface View {
  readonly name: string;
  readonly scene: string;
  readonly hash: string;
  readonly act?: Act;
}

/** Presses the first button of that name. */
export const press = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click();
};
