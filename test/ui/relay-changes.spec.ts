import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { generateExport } from '../generator/generate.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { overRealApp } from './over-real-app.ts';
import { Frame, type PageLink } from './pages/frame.ts';
import { SyncPage } from './pages/sync-page.ts';
import { axeFindings, type RealApp } from './real-app.ts';

// What a person changes after everything was sent, over the real host, data program and stand-ins.
test.describe.configure({ mode: 'serial' });

let app: RealApp;
let sandbox: Sandbox;
let page: Page;
let complaints: string[];

/** Days whose steps the stand-in refuses for good. */
const refused = ['steps-2025-09-10', 'steps-2025-09-12'] as const;

overRealApp({
  async begin(started) {
    app = started;
    sandbox = await startSandbox();
    sandbox.trendy.faults.every(
      ({ route, body }) => route === 'POST /events/batch' && refused.some((id) => body.includes(`"${id}"`)),
      { kind: 'panic' },
    );
    await generateExport({ zip: join(app.dir, 'export.zip'), days: 21, density: 0.05, seed: 5 });
  },
  async opened(there) {
    ({ page, complaints } = there);
    await setUp();
  },
  async end() {
    await sandbox?.close();
  },
});

const card = () => page.getByRole('region', { name: 'Trendy', exact: true });
const stateLine = () => new Frame(page).stateLine;
const goTo = (name: PageLink) => new Frame(page).goTo(name);
const sync = () => new SyncPage(page);
const sampleIds = () => sandbox.trendy.events().map(({ sampleId }) => sampleId);
/** Requests of `route` that did it: what is asked again after a refusal counts once. */
const asked = (route: string) =>
  sandbox.trendy.requests.filter(({ route: its, status }) => its === route && status !== null && status < 300)
    .length;
const deletes = () => asked('DELETE /events/:id');

/** Import, home zone, Trendy, Send: as relay.spec.ts shows step by step. */
async function setUp(): Promise<void> {
  const steps = page.getByRole('region', { name: 'First steps' });
  await page.locator('input[type=file]').first().setInputFiles(join(app.dir, 'export.zip'));
  await steps.getByRole('button', { name: /Home time zone/ }).click();
  await page.keyboard.type('berlin');
  await page.getByRole('option', { name: /Berlin/ }).click();
  await steps.getByRole('button', { name: 'Confirm' }).click();
  await steps.getByRole('radio', { name: /^Trendy/ }).press('Space');
  await steps.getByRole('textbox', { name: 'Address' }).fill(sandbox.trendy.baseUrl);
  await steps.getByRole('button', { name: 'Save' }).click();
  await steps.getByLabel('Access token').fill(sandbox.trendy.token());
  await steps.getByRole('button', { name: 'Use it' }).click();
  await steps.getByRole('button', { name: 'Review before sending…' }).click();
  await page.getByRole('button', { name: /^Send [\d,]+ items$/ }).click();
  await goTo('Sync');
  const syncedAgain = async () => {
    const words = await stateLine().textContent();
    if (words !== '2 failed') await page.getByRole('button', { name: 'Sync now' }).click();
    return words;
  };
  await expect.poll(syncedAgain, { timeout: 500_000, intervals: [1_000] }).toBe('2 failed');
}

/** The figure that a dialog names beside one of its words. */
async function figureIn(dialog: Locator, text: RegExp): Promise<number> {
  const words = (await dialog.getByText(text).textContent()) ?? '';
  return Number((/^[\d,]+/.exec(words)?.[0] ?? 'none').replaceAll(',', ''));
}

test('a failed item is found, opened and discarded by keyboard alone, after a word on what is lost', async () => {
  await goTo('Import');
  await stateLine().focus();
  await page.keyboard.press('Enter');
  await expect(sync().failedList.getByRole('row')).toHaveCount(2);
  const panel = await sync().openFirstFailed();
  await tabTo(panel.getByRole('button', { name: 'Discard…' }));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('alertdialog', { name: /^Discard .*steps/i });
  await expect(dialog.getByText(/no later import sends it again/)).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(sync().failedList.getByRole('row')).toHaveCount(2);
  await tabTo(panel.getByRole('button', { name: 'Discard…' }));
  await page.keyboard.press('Enter');
  await tabTo(dialog.getByRole('button', { name: 'Discard' }));
  await page.keyboard.press('Enter');
  await expect(sync().failedList.getByRole('row')).toHaveCount(1);
  await expect(stateLine()).toHaveText('1 failed');
  await expect(card().getByRole('link', { name: '1 failed' })).toBeVisible();
});

test('the other one, once mended, is retried by keyboard alone; what was discarded is not sent with it', async () => {
  sandbox.trendy.faults.clear();
  const before = sampleIds().length;
  const panel = await sync().openFirstFailed();
  await tabTo(panel.getByRole('button', { name: 'Retry', exact: true }));
  await page.keyboard.press('Enter');
  await expect(stateLine()).toHaveText(/^Synced/);
  expect(sampleIds()).toHaveLength(before + 1);
  expect(refused.filter((id) => sampleIds().includes(id))).toHaveLength(1);
  // What this would send is there before what the next test sends.
  await page.getByRole('button', { name: 'Sync now' }).press('Enter');
});

test('another order of sources: the dialog says how many figures go out, and so many PUTs arrive, nothing else', async () => {
  const before = sampleIds();
  await goTo('Settings');
  await page
    .getByRole('button', { name: /^Move .*iPhone.* up$/ })
    .first()
    .press('Enter');
  await page.getByRole('button', { name: 'Use this order…' }).press('Enter');
  const dialog = page.getByRole('alertdialog', { name: 'Count the sources in this order?' });
  const going = await figureIn(dialog, /changes? go(es)? to Trendy/);
  expect(going).toBeGreaterThan(0);
  expect(await axeFindings(page)).toEqual([]);
  expect(asked('PUT /events/:id')).toBe(0);
  await dialog.getByRole('button', { name: 'Change it' }).press('Enter');
  await expect.poll(() => asked('PUT /events/:id')).toBe(going);
  await expect(stateLine()).toHaveText(/^Synced/);
  expect(sampleIds().toSorted()).toEqual(before.toSorted());
});

test('another home zone: the dialog says what goes out, then days are deleted and made anew there', async () => {
  const [before, puts] = [sampleIds().length, asked('PUT /events/:id')];
  const zone = page.getByRole('button', { name: /Home time zone/ });
  await zone.press('Enter');
  await page.keyboard.type('tokyo');
  await page.getByRole('option', { name: /Tokyo/ }).click();
  await page.getByRole('button', { name: 'Change…' }).press('Enter');
  const dialog = page.getByRole('alertdialog', { name: 'Make Asia/Tokyo the home time zone?' });
  const going = await figureIn(dialog, /changes? go(es)? to Trendy/);
  expect(going).toBeGreaterThan(60);
  expect(deletes()).toBe(0);
  await dialog.getByRole('button', { name: 'Change it' }).press('Enter');
  const gone = () => {
    const created = sampleIds().length - before + deletes();
    return deletes() + created + 2 * (asked('PUT /events/:id') - puts);
  };
  // Past the server's limit of requests the rest waits for a minute, more than once if need be.
  await expect.poll(gone, { timeout: 500_000 }).toBe(going);
  await expect(stateLine()).toHaveText(/^Synced/);
  const days = sandbox.trendy.events().filter(({ category }) => category === 'steps');
  // Midnight in Tokyo is 15:00 UTC the day before.
  expect(new Set(days.map(({ timestamp }) => new Date(timestamp / 1000).getUTCHours()))).toEqual(
    new Set([15]),
  );
});

test('the browser had nothing to complain of', () => {
  expect(complaints).toEqual([]);
});

/** Tab until it has the focus: no mouse, no script. */
async function tabTo(wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let presses = 0; presses < 40; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab never came to it');
}
