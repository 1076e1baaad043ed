import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { generateExport } from '../generator/generate.ts';
import { overRealApp } from './over-real-app.ts';
import { axeFindings, type RealApp } from './real-app.ts';

test.describe.configure({ mode: 'serial' });

const one = { days: 40, density: 0.3, seed: 5 } as const;
const names = ['first', 'strange', 'renamed'] as const;

let page: Page;
let complaints: string[];
let zips: Readonly<Record<(typeof names)[number], string>>;

overRealApp({
  async begin(app: RealApp) {
    const [first, strange, renamed] = names.map((name) => join(app.dir, `${name}.zip`)) as [
      string,
      string,
      string,
    ];
    zips = { first, strange, renamed };
    await generateExport({ ...one, zip: first });
    await generateExport({ ...one, zip: strange, person: 2 });
    await generateExport({ ...one, zip: renamed, watchName: 'Ultra', extraDays: 1, pointers: 1 });
  },
  opened(there) {
    ({ page, complaints } = there);
  },
});

async function give(name: (typeof names)[number]) {
  await page.locator('input[type=file]').first().setInputFiles(zips[name]);
  return page.getByRole('article', { name: `Receipt of ${name}.zip` });
}

test('another person’s file waits for an answer, and “Not mine” keeps all of it out', async () => {
  const first = await give('first');
  await expect(first.getByText(/^Completed in/)).toBeVisible();
  const receipt = await give('strange');
  await expect(page.getByText('Is strange.zip yours?')).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Not mine' }).click();
  await expect(page.getByText('Is strange.zip yours?')).toBeHidden();
  await expect(receipt).toBeVisible();
  await expect(receipt.getByText(/^Completed in/)).toHaveCount(0);
});

test('a source under another name is told, and undone on a word; the file then adds its rows', async () => {
  const receipt = await give('renamed');
  const told = receipt.getByText(/Ultra.* is .* under another name/);
  await expect(told).toBeVisible();
  await receipt.getByRole('button', { name: 'Undo…' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('Treat Ultra as a separate source?');
  expect(await axeFindings(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(receipt.getByText(/You undid this/)).toBeVisible();
  await expect(receipt.getByRole('button', { name: 'Undo…' })).toHaveCount(0);
  await give('renamed');
  await expect(receipt.getByText(/You undid this/)).toHaveCount(0);
  await expect(receipt.getByText(/^Completed in/)).toBeVisible();
  // What was folded before is new now, under its own name.
  await expect(receipt.getByRole('heading', { name: /Heart rate [1-9]/ })).toBeVisible();
  await expect(receipt.getByText(/under another name/)).toHaveCount(0);
});

test('“It is mine” imports a file that looked like somebody else’s', async () => {
  await page
    .getByRole('link', { name: /Import/ })
    .first()
    .click();
  const receipt = await give('strange');
  await expect(page.getByText('Is strange.zip yours?')).toBeVisible();
  await page.getByRole('button', { name: 'It’s mine: import it' }).click();
  await expect(receipt.getByText(/^Completed in/)).toBeVisible();
});

test('the browser had nothing to complain of', () => {
  expect(complaints).toEqual([]);
});
