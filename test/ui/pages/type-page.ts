import { expect, type Locator, type Page } from '@playwright/test';

/** The page of a type: its range, and the table of its figures. */
export class TypePage {
  readonly #page: Page;
  readonly #origin: string;

  constructor(page: Page) {
    this.#page = page;
    this.#origin = new URL(page.url()).origin;
  }

  async open(query: string): Promise<void> {
    // From elsewhere, so that nothing of the view before is taken for this one.
    await this.#page.goto(`${this.#origin}/#/sync`);
    await expect(this.#page.getByRole('heading', { level: 1, name: 'Sync' })).toBeVisible();
    await expect(this.#page.locator('[aria-busy]')).toHaveCount(0);
    await this.#page.goto(`${this.#origin}/#/history?${query}`);
    await expect(this.#page.locator('[aria-busy=false]')).toBeVisible();
  }

  get table(): Locator {
    return this.#page.getByRole('table', { name: /^Figures of/ });
  }

  /** Every line of the table as its texts, read in one step: rows that were found earlier may be another view's by now. */
  lines(): Promise<string[][]> {
    return this.table.evaluate((table) =>
      [...table.querySelectorAll('tbody tr')].map((row) =>
        [...row.children].map((cell) => cell.textContent ?? ''),
      ),
    );
  }
}

/** The number that a text begins with, to the digits that it has. */
export function expectNumber(text: string | undefined, value: number): void {
  const [printed = ''] = /^[\d.,]+/.exec(text ?? '') ?? [];
  const digits = (printed.split('.')[1] ?? '').length;
  expect(printed, `${text} for ${value}`).not.toBe('');
  const difference = Math.abs(Number(printed.replaceAll(',', '')) - value);
  expect(difference, `${text} for ${value}`).toBeLessThanOrEqual(0.5 * 10 ** -digits + 1e-6);
}

/** A day as the table has it. */
export const longDay = (day: string): string =>
  new Intl.DateTimeFormat('en-US', {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(Date.parse(day));
