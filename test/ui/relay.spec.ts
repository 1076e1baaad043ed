import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { generateExport } from '../generator/generate.ts';
import { holdRequests } from '../sandbox/http/wire-faults.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { overRealApp } from './over-real-app.ts';
import { Frame, type PageLink } from './pages/frame.ts';
import { SyncPage } from './pages/sync-page.ts';
import { axeFindings, type RealApp } from './real-app.ts';

// The whole way, over the real host, the real data program and servers on real HTTP.
test.describe.configure({ mode: 'serial' });

let app: RealApp;
let sandbox: Sandbox;
let page: Page;
let complaints: string[];
let mend: () => void;

const poisoned = 'steps-2025-09-10';

overRealApp({
  async begin(started) {
    app = started;
    sandbox = await startSandbox();
    mend = sandbox.trendy.faults.every(
      ({ route, body }) => route === 'POST /events/batch' && body.includes(`"${poisoned}"`),
      { kind: 'panic' },
    );
    await generateExport({ zip: join(app.dir, 'export.zip'), days: 60, density: 0.05, seed: 5 });
  },
  opened(there) {
    ({ page, complaints } = there);
  },
  async end() {
    await sandbox?.close();
  },
});

const steps = () => page.getByRole('region', { name: 'First steps' });
const card = () => page.getByRole('region', { name: 'Trendy', exact: true });
const delivered = (count: number) =>
  card()
    .getByRole('listitem')
    .filter({ hasText: new RegExp(`^${count}\\s*delivered`) });
const sync = () => new SyncPage(page);
const goTo = (name: PageLink) => new Frame(page).goTo(name);
const stateLine = () => new Frame(page).stateLine;

test('nothing leaves before the review: import, zone, address, token, test', async () => {
  await page.locator('input[type=file]').first().setInputFiles(join(app.dir, 'export.zip'));
  const receipt = page.getByRole('article', { name: 'Receipt of export.zip' });
  await expect(receipt.getByText('Kept on this computer; no target is turned on.')).toBeVisible();
  await steps().getByRole('button', { name: 'Confirm' }).click();
  await steps()
    .getByRole('radio', { name: /^Trendy/ })
    .press('Space');
  await steps().getByRole('textbox', { name: 'Address' }).fill(sandbox.trendy.baseUrl);
  await steps().getByRole('button', { name: 'Save' }).click();
  await steps().getByLabel('Access token').fill('not this one');
  await steps().getByRole('button', { name: 'Use it' }).click();
  await steps().getByRole('button', { name: 'Test connection' }).click();
  await expect(steps().getByText(/^Trendy doesn’t accept/)).toBeVisible();
  await steps()
    .getByLabel(/token$/i)
    .fill(sandbox.trendy.token());
  await steps().getByRole('button', { name: 'Use it' }).click();
  await steps().getByRole('button', { name: 'Test connection' }).click();
  await expect(steps().getByText(/^Connected to Trendy/)).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  expect(sandbox.trendy.events()).toEqual([]);
});

test('Send sends: the page shows it on its way, and all but the refused one arrives', async () => {
  await steps().getByRole('button', { name: 'Review before sending…' }).click();
  const send = page.getByRole('button', { name: /^Send [\d,]+ items$/ });
  await expect(send).toBeEnabled();
  const items = Number((await send.textContent())?.replaceAll(/\D/g, ''));
  expect(sandbox.trendy.events()).toEqual([]);
  const held = holdRequests(sandbox.trendy.faults, ({ route }) => route === 'POST /events/batch');
  await send.click();
  await expect(steps()).toHaveCount(0);
  await goTo('Sync');
  await expect(stateLine()).toHaveText(/^Sending… \d+ left$/);
  await expect(card().getByRole('link', { name: /pending$/ })).toBeVisible();
  held.release();
  await expect(delivered(items - 1)).toBeVisible();
  expect(sandbox.trendy.events()).toHaveLength(items - 1);
});

test('what is refused for good is seen by name, and the frame tells of it on every page', async () => {
  const syncedAgain = async () => {
    await page.getByRole('button', { name: 'Sync now' }).click();
    return stateLine().textContent();
  };
  await expect.poll(syncedAgain, { intervals: [1_000] }).toBe('1 failed');
  await goTo('Import');
  await expect(stateLine()).toHaveText('1 failed');
  await stateLine().click();
  await card().getByRole('link', { name: '1 failed' }).click();
  await expect(sync().failedList.getByRole('row')).toHaveCount(1);
  const panel = await sync().openFirstFailed();
  await panel.getByRole('button', { name: 'Technical details' }).press('Enter');
  await expect(panel.getByText(poisoned)).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
});

test('from the item to its event, which shows how it stands, and back', async () => {
  await page.getByRole('link', { name: 'See the event in History' }).click();
  const event = page.getByRole('complementary', { name: /^Details/ });
  await expect(event.getByText('It couldn’t be delivered to Trendy.')).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await event.getByRole('link', { name: 'See it in Sync' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sync' })).toBeVisible();
});

test('once mended, retry delivers it, by keyboard alone', async () => {
  mend();
  const before = sandbox.trendy.events().length;
  await page.getByRole('button', { name: 'Retry', exact: true }).press('Enter');
  await expect.poll(() => sandbox.trendy.events().length).toBe(before + 1);
  await expect(delivered(before + 1)).toBeVisible();
  await expect(stateLine()).toHaveText(/^Synced/);
  expect(sandbox.trendy.events().filter(({ sampleId }) => sampleId === poisoned)).toHaveLength(1);
});

test('the browser had nothing to complain of', () => {
  expect(complaints).toEqual([]);
});
