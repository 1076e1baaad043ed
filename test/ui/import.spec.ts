import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { generateExport } from '../generator/generate.ts';
import { overRealApp } from './over-real-app.ts';
import { axeFindings, dropFile, type RealApp } from './real-app.ts';

test.describe.configure({ mode: 'serial' });

let app: RealApp;
let page: Page;
let complaints: string[];
let smallZip: string;
let largeZip: string;

overRealApp({
  async begin(started) {
    app = started;
    smallZip = join(app.dir, 'small.zip');
    largeZip = join(app.dir, 'large.zip');
    await generateExport({ zip: smallZip, days: 60, density: 0.2, seed: 3 });
    await generateExport({ zip: largeZip, days: 30, density: 0.3, seed: 4 });
  },
  opened(there) {
    ({ page, complaints } = there);
  },
});

test('with no history the page says how to begin', async () => {
  await expect(page.getByRole('heading', { name: 'Drop the export from your iPhone here' })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Export All Health Data' })).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
});

test('a file dropped anywhere goes to Import and in; its receipt stays', async () => {
  await page.getByRole('link', { name: 'History', exact: true }).click();
  await expect(page.getByText('Nothing here yet')).toBeVisible();
  await dropFile(page, smallZip, 'export.zip');
  await expect(page.getByRole('heading', { level: 1, name: 'Import' })).toBeVisible();
  const receipt = page.getByRole('article', { name: 'Receipt of export.zip' });
  await expect(receipt.getByText(/^Completed in/)).toBeVisible();
  await expect(receipt.getByText('Kept on this computer; no target is turned on.')).toBeVisible();
  await receipt.getByRole('button', { name: /more types/ }).click();
  await expect(receipt.getByRole('row', { name: /Steps/ })).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
});

test('the same file again is recognized', async () => {
  await page.locator('input[type=file]').first().setInputFiles(smallZip);
  await expect(page.getByText('This exact file was imported before')).toBeVisible();
});

test('what is no export is refused in words, with the code in the details only', async () => {
  const path = join(app.dir, 'holiday.zip');
  writeFileSync(path, 'no zip at all');
  await page.locator('input[type=file]').first().setInputFiles(path);
  const receipt = page.getByRole('article', { name: 'Receipt of holiday.zip' });
  await expect(receipt.getByRole('heading', { name: 'This isn’t a zip file' })).toBeVisible();
  await expect(receipt.getByText('import.not_a_zip')).toHaveCount(0);
  await receipt.getByRole('button', { name: 'Details' }).click();
  await expect(receipt.getByText('import.not_a_zip')).toBeVisible();
});

test('a large file shows its progress, and can be cancelled', async () => {
  app.gate.hold('reading');
  await page.locator('input[type=file]').first().setInputFiles(largeZip);
  const card = page.getByRole('region', { name: 'Importing large.zip' });
  await expect(card.getByText(/^Reading/)).toBeVisible();
  await expect(card.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /[1-9]/);
  await expect(page.getByRole('link', { name: /Importing \d+%/ })).toBeVisible();
  await card.getByRole('button', { name: 'Cancel' }).click();
  const receipt = page.getByRole('article', { name: 'Receipt of large.zip' });
  await expect(receipt.getByRole('heading', { name: 'Canceled' })).toBeVisible();
  app.gate.release('reading');
});

test('when the host goes away the page says so, and a new start has everything', async () => {
  await app.stopHost();
  await expect(page.getByRole('link', { name: 'Not connected' })).toBeVisible();
  await app.restart();
  await page.goto(app.link());
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('article', { name: 'Receipt of large.zip' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Earlier imports' }).getByText('holiday.zip')).toBeVisible();
});

test('the browser had nothing to complain of but the host that was away', () => {
  expect(
    complaints.filter(
      (text) =>
        !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/.test(text),
    ),
  ).toEqual([]);
});
