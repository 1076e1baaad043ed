import { expect, type Locator, type Page } from '@playwright/test';
import type { SandboxWithIdentity } from '../sandbox/sandbox.ts';

/** As Settings names the target that goes by the browser's sign-in. */
export const atlas = 'Foundry (Atlas)';

/** The account part of Settings, and the card of Atlas that goes by it. */
export class AccountPart {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The line of one sign-in. */
  row(target: string = atlas): Locator {
    return this.page.getByRole('region', { name: `${target} sign-in`, exact: true });
  }

  get signInButton(): Locator {
    return this.row().getByRole('button', { name: /^Sign in/ });
  }

  get card(): Locator {
    return this.page.getByRole('region', { name: atlas, exact: true });
  }

  /** Whose name stands in the frame. */
  inFrame(person: string): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^${person}.*Account and profiles`) });
  }

  /**
   * Atlas's address, and where people sign in. `port`: at which the desktop app is come back to; null for the web host.
   */
  async setUp({ atlas: proxy, identity }: SandboxWithIdentity, port: number | null): Promise<void> {
    await this.card.getByRole('textbox', { name: 'Address' }).fill(proxy.baseUrl);
    await this.card.getByRole('button', { name: 'Save' }).click();
    await expect(this.card.getByRole('button', { name: 'Save' })).toHaveCount(0);
    await this.page.getByRole('button', { name: 'Set up sign-in' }).click();
    const form = this.page.getByRole('form', { name: 'Set up sign-in' });
    for (const [name, value] of [
      ['Domain', identity.domain],
      ['Client ID', identity.clientId],
      ['Audience', identity.audience],
      ...(port === null ? [] : [['Callback port for Atlas', String(port)] as const]),
    ] as const)
      await form.getByRole('textbox', { name, exact: true }).fill(value);
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(this.signInButton).toBeEnabled();
  }

  /** Reviews and agrees; returns how many records that is. */
  async turnOnFor(person: string): Promise<number> {
    await this.card.getByRole('button', { name: 'Turn on…' }).click();
    const dialog = this.page.getByRole('dialog');
    await expect(dialog.getByText(person, { exact: true })).toBeVisible();
    const button = dialog.getByRole('button', { name: /^Send [\d,]+ items$/ });
    await expect(button).toBeEnabled();
    const count = Number((await button.textContent())?.replaceAll(/\D/g, ''));
    await button.click();
    await dialog.waitFor({ state: 'detached' });
    return count;
  }

  async signOut(): Promise<void> {
    await this.row()
      .getByRole('button', { name: /^Sign out/ })
      .click();
    await this.page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
  }
}
