import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateExport } from '../generator/generate.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { Frame } from '../ui/pages/frame.ts';
import { HistoryPage } from '../ui/pages/history-page.ts';
import { ImportPage } from '../ui/pages/import-page.ts';
import { SettingsPage } from '../ui/pages/settings-page.ts';
import { SyncPage } from '../ui/pages/sync-page.ts';
import { axeFindings } from '../ui/real-app.ts';
import { expect, Relay, test } from './relay.ts';

// The product as a person meets it, the same on every host: one long day with one profile, step by step.
test.describe.configure({ mode: 'serial' });

let relay: Relay;
let sandbox: Sandbox;
const file = (name: string) => join(relay.dir, name);
const frame = () => new Frame(relay.page);
const importPage = () => new ImportPage(relay.page);
const historyPage = () => new HistoryPage(relay.page);
const settingsPage = () => new SettingsPage(relay.page);
const syncPage = () => new SyncPage(relay.page);
let steps = '';
/** At rest; without a keychain a token lives only until the app ends. */
const settled = /^(Synced|Paused: not signed in)/;
/** Ends a fault of the server. */
let away: () => void;

test.beforeAll(async ({ host }) => {
  relay = new Relay(host);
  sandbox = await startSandbox();
  await generateExport({ zip: file('export.zip'), days: 60, density: 0.05, seed: 5 });
  await generateExport({ zip: file('second.zip'), days: 20, density: 0.05, seed: 6 });
  await generateExport({ zip: file('third.zip'), days: 10, density: 0.05, seed: 7 });
  await generateExport({ zip: file('large.zip'), days: 30, density: 0.3, seed: 3 });
  writeFileSync(file('holiday.zip'), 'no zip at all');
});

test.afterAll(async () => {
  await relay?.close();
  await sandbox?.close();
});

test('starts on Import and says how to begin', async () => {
  await relay.start();
  await expect(importPage().invitation).toBeVisible();
  await expect(relay.page).toHaveTitle('Import — Health Relay');
  await expect(frame().stateLine).toHaveText('Kept on this computer');
});

test('a file dropped on another page goes in, and its receipt stays', async () => {
  await frame().goTo('History');
  await frame().drop(file('export.zip'));
  await expect(frame().heading('Import')).toBeVisible();
  await expect(importPage().completed('export.zip')).toBeVisible();
});

test('the receipt tells what was in it', async () => {
  const receipt = importPage().receipt('export.zip');
  await receipt.getByRole('button', { name: /more types/ }).click();
  await expect(receipt.getByRole('row', { name: /Steps/ })).toBeVisible();
});

test('a target that breaks off is told of in words', async () => {
  away = sandbox.trendy.faults.every(() => true, { kind: 'dropBeforeCommit' });
  await syncPage().setUpTrendy(sandbox.trendy.baseUrl, sandbox.trendy.token());
  await syncPage().firstSteps.getByRole('button', { name: 'Test connection' }).click();
  await expect(syncPage().firstSteps.getByText('The response from Trendy was cut short')).toBeVisible();
  expect(sandbox.trendy.events()).toEqual([]);
});

test('what is sent after the review arrives', async () => {
  away();
  await syncPage().firstSteps.getByRole('button', { name: 'Test connection' }).click();
  await expect(syncPage().firstSteps.getByText(/^Connected to Trendy/)).toBeVisible();
  await syncPage().send();
  await frame().goTo('Sync');
  await expect(frame().stateLine).toHaveText(/^Synced/);
  const { length } = sandbox.trendy.events();
  expect(length).toBeGreaterThan(50);
  await expect(syncPage().delivered('Trendy', length)).toBeVisible();
});

test('what is imported while the server is away waits', async () => {
  away = sandbox.trendy.faults.every(() => true, { kind: 'dropBeforeCommit' });
  await frame().goTo('Import');
  await importPage().choose(file('second.zip'));
  await expect(importPage().completed('second.zip')).toBeVisible();
  await expect(frame().stateLine).toHaveText(/^Paused: the response from Trendy/);
});

test('once it is back, Sync now delivers everything', async () => {
  away();
  await frame().goTo('Sync');
  await relay.page.getByRole('button', { name: 'Sync now' }).click();
  await expect(frame().stateLine).toHaveText(/^Synced/);
  await expect(
    syncPage()
      .card('Trendy')
      .getByRole('link', { name: /pending$/ }),
  ).toHaveCount(0);
  await frame().goTo('Import');
});

test('the same file again is recognized', async () => {
  await importPage().choose(file('export.zip'));
  await expect(relay.page.getByText('This exact file was imported before')).toBeVisible();
});

test('what is no export is refused in words', async () => {
  await importPage().choose(file('holiday.zip'));
  const receipt = importPage().receipt('holiday.zip');
  await expect(receipt.getByRole('heading', { name: 'This isn’t a zip file' })).toBeVisible();
});

test('History shows a type with its records, and one of them', async () => {
  await frame().goTo('History');
  await historyPage().choose('Heart rate');
  await historyPage().showRecords();
  await expect(historyPage().records.getByRole('option').first()).toContainText('bpm');
  await historyPage().records.focus();
  await relay.page.keyboard.press('ArrowDown');
  await relay.page.keyboard.press('Enter');
  await expect(historyPage().details.getByText('Imported from')).toBeVisible();
  await relay.page.keyboard.press('Escape');
  await expect(historyPage().details).toHaveCount(0);
});

test('everything is reached by keyboard alone', async () => {
  await frame().searchFor('Steps');
  await expect(relay.page.getByRole('heading', { level: 2, name: 'Steps' })).toBeVisible();
  steps = (await historyPage().count.textContent()) ?? '';
  expect(steps).toMatch(/^[\d,]+ records/);
  await frame().searchFor('Settings');
  await expect(frame().heading('Settings')).toBeVisible();
});

test('the appearance is chosen, and the whole page follows', async () => {
  const ground = () => relay.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await settingsPage().appearance('Light').press('Space');
  const light = await ground();
  await settingsPage().appearance('Dark').press('Space');
  await expect.poll(ground).not.toBe(light);
});

test('no page has anything that axe complains of', async () => {
  for (const name of ['Import', 'History', 'Sync', 'Settings'] as const) {
    await frame().goTo(name);
    expect(await axeFindings(relay.page), name).toEqual([]);
  }
  await relay.page.emulateMedia({ colorScheme: null, reducedMotion: null });
});

test('a restart keeps receipts, records and the appearance', async () => {
  await relay.restart();
  await expect(frame().heading('Overview')).toBeVisible();
  await frame().goTo('Import');
  await expect(importPage().earlier.getByText('export.zip').first()).toBeVisible();
  await frame().goTo('Settings');
  await expect(settingsPage().appearance('Dark')).toBeChecked();
  await frame().searchFor('Steps');
  await expect(historyPage().count).toHaveText(steps);
});

test('a file named at the start goes in', async () => {
  await relay.restart(file('third.zip'));
  if (relay.host === 'headless') await relay.page.getByRole('button', { name: 'Import it' }).click();
  await expect(importPage().completed('third.zip')).toBeVisible();
});

test('when the data program dies the page says so, and goes on by itself', async () => {
  await frame().goTo('History');
  relay.gate.hold('starting');
  await relay.crashData();
  await expect(frame().stateLine).toHaveText(/^Restarting/);
  relay.gate.release('starting');
  await expect(frame().stateLine).toHaveText(settled);
  await historyPage().choose('Steps');
  await historyPage().showRecords();
  await expect(historyPage().records.getByRole('option').first()).toBeVisible();
});

test('a large import shows how far it is, on every page', async () => {
  await frame().goTo('Import');
  relay.gate.hold('reading');
  await importPage().choose(file('large.zip'));
  await importPage().untilUnderWay('large.zip');
  await frame().goTo('History');
  await expect(frame().stateLine).toHaveText(/^Importing/);
});

test('quit in mid-import: the next start says so, and it goes on', async () => {
  await relay.restart();
  await frame().goTo('Import');
  const receipt = importPage().receipt('large.zip');
  await expect(receipt.getByText('Health Relay stopped during this import')).toBeVisible();
  await receipt.getByRole('button', { name: 'Continue' }).click();
  await expect(importPage().running('large.zip')).toBeVisible();
});

test('an import can be cancelled', async () => {
  await importPage().running('large.zip').getByRole('button', { name: 'Cancel' }).click();
  await expect(importPage().receipt('large.zip').getByRole('heading', { name: 'Canceled' })).toBeVisible();
  relay.gate.release('reading');
});

test('it fits the smallest window, and double size', async () => {
  for (const [width, height, percent] of [
    [720, 520, 100],
    [1440, 1040, 200],
  ] as const) {
    await relay.resize(width, height);
    await relay.zoom(percent);
    await expect.poll(() => relay.page.evaluate(() => window.innerWidth)).toBeLessThanOrEqual(720);
    for (const name of ['Import', 'History', 'Sync', 'Settings'] as const) {
      await frame().goTo(name);
      const overhang = () =>
        relay.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      await expect.poll(overhang, name).toBeLessThanOrEqual(0);
    }
  }
});

test('the browser had nothing to complain of', () => {
  expect(relay.complaints).toEqual([]);
});
