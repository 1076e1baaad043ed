import { expect, type Page, test } from '@playwright/test';
import { type Ask, askThrough } from '../demo/servers.ts';
import { WebClient } from '../demo/web-client.ts';
import { overRealApp } from './over-real-app.ts';
import { axeFindings, type RealApp } from './real-app.ts';
import { seedLittle } from './seeded-history.ts';

// Every view of Overview, History, Report and Search that has nothing to show, and why: nothing was imported, there is no home zone, no export
// had any, or none is in the range.
test.describe.configure({ mode: 'serial' });

let page: Page;
let complaints: string[];
let app: RealApp;
let ask: Ask;
let origin: string;

overRealApp({
  async begin(begun) {
    app = begun;
    const client = await WebClient.enter(app.link());
    ask = askThrough((name, input) => client.call(name, input));
    ({ origin } = new URL(app.link()));
  },
  opened(there) {
    ({ page, complaints } = there);
  },
});

const heartRate = '#/history?type=HKQuantityTypeIdentifierHeartRate';

/** Opens the view afresh: it says in words that nothing is there, and waits for nothing. */
async function says(hash: string, words: string | RegExp): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${origin}/${hash}`);
  await expect(page.getByText(words).first(), hash).toBeVisible();
  await expect(page.locator('[role=status][aria-label]')).toHaveCount(0);
  await expect(page.locator('[data-notice=bad]')).toHaveCount(0);
  expect(await axeFindings(page), hash).toEqual([]);
}

const tabs = ['events', 'workouts', 'sleep', 'rings', 'heart', 'documents'];

test('with nothing imported, every page says so and leads to Import', async () => {
  for (const hash of [
    '#/overview',
    '#/history',
    heartRate,
    ...tabs.map((tab) => `#/history?tab=${tab}`),
    '#/report',
  ]) {
    await says(hash, hash === '#/report' ? 'Nothing to report yet' : 'Nothing here yet');
    await page.getByRole('main').getByRole('button', { name: 'Import an export' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Import' })).toBeVisible();
  }
});

test('with nothing imported, Search finds pages and no types', async () => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('heart rate');
  await expect(page.getByText('No matches.')).toBeVisible();
  await page.keyboard.press('Escape');
});

test('without a home zone, what days and nights are made of says what is missing', async () => {
  await seedLittle(app);
  await says('#/history?tab=events', 'No events yet');
  await says('#/history?tab=sleep', 'The home time zone isn’t confirmed');
  await says('#/overview', 'Sleep and workouts aren’t here yet');
});

test('a history of one record says of everything else that there is none', async () => {
  await ask('settings.setHomeZone', { homeZone: 'Europe/Berlin' });
  await expect.poll(async () => (await ask('sync.overview', {})).daysToDerive).toBe(0);
  await says('#/history?tab=events', 'No events');
  await says('#/history?tab=workouts', 'No workouts');
  await says('#/history?tab=sleep', 'No sleep here yet');
  await says('#/history?tab=rings', 'No rings');
  await says('#/history?tab=heart', 'No ECGs');
  await says('#/history?tab=heart&of=beats', 'No beat-to-beat series');
  await says('#/history?tab=documents', 'No documents');
});

test('a range or filter without anything says so, with a way out', async () => {
  await says(`${heartRate}&range=month&at=2012-03-04`, 'Nothing in March 2012.');
  await page.getByRole('button', { name: /^Next after: / }).click();
  await expect(page.locator('main canvas').first()).toBeVisible();
  await says(`${heartRate}&from=2001-01-01&to=2001-02-01`, 'Nothing matches');
  await says('#/history?tab=events&text=nothing', 'Nothing matches');
  await says('#/history?tab=workouts&from=2001-01-01&to=2001-02-01', 'Nothing matches');
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect(page.getByText('No workouts', { exact: true })).toBeVisible();
  await says(
    '#/report?types=HKQuantityTypeIdentifierHeartRate&from=2001-01-01&to=2001-02-01',
    'Nothing in this range.',
  );
});

test('the browser had nothing to complain of', () => {
  expect(complaints).toEqual([]);
});
