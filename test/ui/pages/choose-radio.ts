import type { Locator, Page } from '@playwright/test';

/**
 * Chooses a radio as the mouse does: on its label, once that takes clicks. A forced click on the hidden input would go through a dialog that isn't
 * drawn yet, and close it as a click beside it.
 */
export async function chooseRadio(within: Page | Locator, name: string): Promise<void> {
  const page = 'page' in within ? within.page() : within;
  await within
    .locator('label')
    .filter({ has: page.getByRole('radio', { name, exact: true }) })
    .click();
}
