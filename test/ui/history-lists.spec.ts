import { expect, type Page, test } from '@playwright/test';
import { type Ask, askThrough } from '../demo/servers.ts';
import { WebClient } from '../demo/web-client.ts';
import { HeldCalls } from './held-calls.ts';
import { overRealApp } from './over-real-app.ts';
import { axeFindings } from './real-app.ts';
import { seedHistory } from './seeded-history.ts';

// Lists of a history of many months: what follows the pushes, and what has left the Health app.
test.describe.configure({ mode: 'serial' });

let page: Page;
let complaints: string[];
let calls: HeldCalls;
let ask: Ask;
let origin: string;

overRealApp({
  async begin(app) {
    await seedHistory(app);
    ({ origin } = new URL(app.link()));
    const client = await WebClient.enter(app.link());
    ask = askThrough((name, input) => client.call(name, input));
  },
  async opened(there) {
    ({ page, complaints } = there);
    calls = await HeldCalls.over(page);
  },
});

test('what left the Health app is listed in History on request, each with the reason', async () => {
  await page.goto(`${origin}/#/history`);
  const list = page.getByRole('listbox', { name: 'Records' });
  await expect(list.getByRole('option').first()).toBeVisible();
  await page.getByRole('button', { name: 'Show 12 records no longer in the Health app' }).press('Enter');
  await expect(page.getByText(/^Kept here but in no figure/)).toBeVisible();
  await expect(list.getByRole('option')).toHaveCount(12);
  await list.getByRole('option').first().click();
  const panel = page.getByRole('complementary');
  await expect(panel.getByText('No longer in the Health app')).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Remove No longer in the Health app' }).click();
  await expect(page.getByText(/^Kept here but in no figure/)).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Show 12 records/ })).toBeVisible();
});

test('the list of events follows the pushes as far as it is on screen', async () => {
  await page.clock.install();
  await page.goto('about:blank');
  await page.goto(`${origin}/#/history?tab=events`);
  const events = page.getByRole('listbox', { name: 'Events' });
  await expect(events.getByRole('option').first()).toBeVisible();
  const total = (await ask('history.eventCounts', {})).reduce((sum, { count }) => sum + count, 0);
  await events.focus();
  await expect(async () => {
    await page.keyboard.press('End');
    expect(await events.getByRole('option').last().getAttribute('aria-posinset')).toBe(String(total));
  }).toPass({ timeout: 120_000, intervals: [50] });
  await page.clock.pauseAt(Date.now() + 600_000);
  const count = () => calls.asked.filter((name) => name === 'history.eventsPage').length;
  const pages = Math.ceil(total / 200);
  expect(pages).toBeGreaterThan(6);
  for (const act of ['sync.pause', 'sync.resume', 'sync.pause'] as const) {
    const before = count();
    await ask(act, {});
    await expect
      .poll(async () => {
        await page.clock.runFor(1_100);
        return count();
      })
      .toBeGreaterThan(before);
    // One of the pages that were read, or two where they meet; one act may be told twice.
    expect(count() - before).toBeLessThanOrEqual(4);
  }
  await page.clock.resume();
});

test('the browser had nothing to complain of', () => {
  expect(complaints).toEqual([]);
});
