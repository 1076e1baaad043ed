import { expect, type Page, test } from '@playwright/test';
import { actOnHost, actsOf, pushTo } from './fake-scene.ts';
import { overFakeHost } from './over-fake-host.ts';
import { axeFindings } from './real-app.ts';

// Receipts on the Import page that change after their import ended, over a host that plays them.
test.describe.configure({ mode: 'serial' });

let page: Page;
let complaints: string[];

const open = overFakeHost((opened) => {
  ({ page, complaints } = opened);
});

const receipt = () => page.getByRole('article', { name: 'Receipt of export.zip' });

test('what an import left out is told in words, listed by type and day, and taken back on a word', async () => {
  await open('removed', '#/import');
  await expect(
    receipt().getByText(
      '1,245 items are no longer in the Health app; 3 items were replaced by a newer version. They’re kept here but left out of every figure.',
    ),
  ).toBeVisible();
  await expect(receipt().getByText('2 items are in the Health app again and count again.')).toBeVisible();
  const lines = receipt().getByRole('listitem').filter({ hasText: / · / }).filter({ hasNotText: 'Undo…' });
  await expect(lines).toHaveCount(0);
  await receipt().getByRole('button', { name: 'By type and day' }).press('Enter');
  await expect(lines).toHaveText([
    /^Jan 12, 2026 · Heart rate: 11 no longer in the Health app$/,
    /^Jan 12, 2026 · Workouts: 1 no longer in the Health app$/,
    /^Jan 10, 2026 · Steps: 3 replaced by a newer version$/,
  ]);
  await expect(
    receipt().getByText('Each item is listed on the day it starts in Europe/Berlin.'),
  ).toBeVisible();
  await expect(receipt().getByText('and 1,233 more on 87 days', { exact: true })).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);

  const undo = receipt()
    .getByRole('listitem')
    .filter({ hasText: 'no longer in the Health app;' })
    .getByRole('button', { name: 'Undo…' });
  const dialog = page.getByRole('alertdialog', { name: 'Count these items again?' });
  await undo.press('Enter');
  await expect(dialog.getByText(/no later import leaves it out/)).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await actsOf(page, 'import.undoRemovals')).toEqual([]);
  await undo.press('Enter');
  await dialog.getByRole('button', { name: 'Undo', exact: true }).press('Enter');
  await expect.poll(() => actsOf(page, 'import.undoRemovals')).toEqual([{ runId: 4 }]);
  await expect(receipt().getByText(/You undid this: they count again\.$/)).toBeVisible();
  await expect(receipt().getByText(/left out of every figure/)).toHaveCount(0);
  await expect(undo).toHaveCount(0);
  await expect(lines).toHaveCount(0);
});

test('a receipt that is corrected after its import ended is read again', async () => {
  await open('removed', '#/import');
  await expect(receipt().getByRole('button', { name: 'By type and day' })).toBeVisible();
  // Behind the page's back, which hears of it by the push alone.
  await actOnHost(page, 'import.undoRemovals', { runId: 4 });
  const [first] = (await actOnHost(page, 'import.receipts', { limit: 1 })) as readonly object[];
  await pushTo(page, 'import.receiptChanged', first);
  await expect(receipt().getByText(/You undid this/)).toBeVisible();
});

test('an export in a watched folder is asked about, and goes in only on a word', async () => {
  await open('found', '#/import');
  const question = page.getByRole('region', { name: 'A newer export in Downloads' });
  await expect(question).toContainText(
    'A newer export is in Downloads: export.zip, from Nov 25, 2026. Import it?',
  );
  expect(await axeFindings(page)).toEqual([]);
  expect(await actsOf(page, 'import.takeFound')).toEqual([]);
  await question.getByRole('button', { name: 'Import it' }).press('Enter');
  await expect.poll(() => actsOf(page, 'import.takeFound')).toEqual([{ id: 'a' }]);
  await question.getByRole('button', { name: 'Not this one' }).click();
  await expect(question).toHaveCount(0);
});

test('folders are chosen, shown with their state, and removed', async () => {
  await open('found', '#/settings');
  await expect(page.getByText('This folder can’t be read right now.')).toBeVisible();
  await page.getByRole('button', { name: 'Add a folder…' }).press('Enter');
  await expect(page.getByText('/home/ada/Exports')).toBeVisible();
  await page.getByRole('button', { name: 'Remove /home/ada/Downloads' }).click();
  await expect(page.getByText('/home/ada/Downloads')).toHaveCount(0);
  expect(await axeFindings(page)).toEqual([]);
});

test('the browser had nothing to complain of', () => {
  expect(complaints).toEqual([]);
});
