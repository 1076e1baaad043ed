import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { importThroughWeb } from '../demo/auto.ts';
import { generateExport } from '../generator/generate.ts';
import { overRealApp } from './over-real-app.ts';
import { HistoryPage } from './pages/history-page.ts';
import { axeFindings, type RealApp } from './real-app.ts';

test.describe.configure({ mode: 'serial' });

let page: Page;
let complaints: string[];
let app: RealApp;

overRealApp({
  async begin(begun) {
    app = begun;
    const zip = join(app.dir, 'export.zip');
    await generateExport({ zip, days: 120, density: 0.2, seed: 5, routeShare: 1 });
    const receipt = await importThroughWeb(app.link(), zip, () => undefined);
    expect(receipt.state).toBe('completed');
  },
  opened(there) {
    ({ page, complaints } = there);
  },
});

const records = () => page.getByRole('listbox', { name: /^Records/ });

test('History is reached and a type chosen by keyboard alone', async () => {
  // The first Tab belongs to the page only once it stands.
  await expect(page.getByRole('link', { name: 'History', exact: true })).toBeVisible();
  // Over the way to the page, Overview and Import.
  for (const _stop of [1, 2, 3, 4]) await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'History', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(records().getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('heart rate');
  await expect(page.getByRole('option', { name: /^Heart rate/, selected: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: /heart rate/i })).toBeVisible();
});

test('the chosen type has its chart, its records one click away, and no findings of axe', async () => {
  await page
    .getByRole('listbox', { name: 'Types' })
    .getByRole('option', { name: /^Heart rate [\d,]/ })
    .click();
  await expect(page.getByRole('img', { name: /^Heart rate: .*bpm/ })).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Show all records' }).click();
  await expect(records().getByRole('option').first()).toContainText('bpm');
  expect(await axeFindings(page)).toEqual([]);
});

test('arrows walk the list, Enter opens one record, Escape closes it', async () => {
  await records().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: /Details: Heart rate/ });
  await expect(panel.getByText('Imported from')).toBeVisible();
  await expect(panel.getByText('export.zip')).toBeVisible();
  const before = await panel.textContent();
  await page.keyboard.press('ArrowDown');
  await expect(panel).not.toHaveText(before ?? '');
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
});

test('the list goes on to the oldest record', async () => {
  const count = Number(
    (
      await page
        .getByText(/^[\d,]+ records ·/)
        .first()
        .textContent()
    )
      ?.match(/^[\d,]+/)?.[0]
      .replaceAll(',', ''),
  );
  await records().focus();
  await expect(async () => {
    await page.keyboard.press('End');
    const last = await page.locator('[role=option][aria-posinset]').last().getAttribute('aria-posinset');
    expect(Number(last)).toBe(count);
  }).toPass({ timeout: 120_000, intervals: [50] });
});

test('dates and source narrow the list, stand as chips and come off again', async () => {
  await page.getByRole('button', { name: 'Calendar' }).click();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Last year' }).click();
  const chips = page.getByRole('grid', { name: 'Filters' });
  await expect(chips.getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(chips).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 2, name: 'All records' })).toBeVisible();
});

test('a filter without a match says so and offers the way back', async () => {
  await page.goto(`${new URL(page.url()).origin}/#/history?from=1990-01-01&to=1990-01-02`);
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(records().getByRole('option').first()).toBeVisible();
});

test('a workout shows its figures and its way', async () => {
  await page.getByRole('tab', { name: 'Workouts' }).click();
  const kinds = page.getByRole('listbox', { name: 'Workout kinds' });
  await kinds
    .getByRole('option', { name: /Running|Cycling|Walking/ })
    .first()
    .click();
  await new HistoryPage(page).firstWorkout.click();
  const workout = page.getByRole('article', { name: /^Workout/ });
  await expect(workout.getByText('Duration')).toBeVisible();
  await expect(workout.getByRole('img', { name: /^Route of/ })).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
});

/** What a fixture holds, without its owner: the history is another person's. */
const elementsOf = (name: string): string =>
  /<Me [^>]*\/>([\s\S]*)<\/HealthData>/.exec(
    readFileSync(join(import.meta.dirname, '../fixtures/cases', name, 'a.xml'), 'utf8'),
  )?.[1] ?? '';

test('what iOS 18, 26 and 27 added stands there under its own name', async () => {
  const path = join(app.dir, 'new.xml');
  const elements = ['33-new-kinds', '13-zones', '12-record-in-workout'].map(elementsOf).join('');
  const head = '<HealthData locale="en_GB"><ExportDate value="2020-06-30 12:00:00 +0200"/>';
  writeFileSync(path, `${head}${elements.replaceAll('2025-05', '2020-05')}</HealthData>`);
  expect((await importThroughWeb(app.link(), path, () => undefined)).problems).toEqual([]);

  const panel = page.getByRole('complementary', { name: /^Details/ });
  const open = async (hash: string, list: RegExp) => {
    await page.goto(`${new URL(page.url()).origin}/#/history?${hash}`);
    await page.getByRole('listbox', { name: list }).getByRole('option').first().click();
  };
  await open('type=HKDataTypeStateOfMind&list=1', /^Records of State of Mind/);
  await expect(panel.getByText('dailyMood')).toBeVisible();
  await expect(panel.getByText('calm')).toBeVisible();
  await open('type=HKMedicationDoseEventTypeIdentifierMedicationDoseEvent&list=1', /^Records of Medications/);
  await expect(panel.getByText('Example: taken').first()).toBeVisible();
  await open('type=HKScoredAssessmentTypeIdentifierGAD7&list=1', /^Records of Anxiety risk/);
  await open('tab=workouts&from=2020-05-12&to=2020-05-12', /^Workouts/);
  const workout = page.getByRole('article', { name: /^Workout/ });
  await expect(workout.getByRole('heading', { name: 'Heart rate zones from the export' })).toBeVisible();
  await expect(workout.getByRole('row', { name: /Below 130 bpm/ })).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
});

test('it fits the smallest window', async () => {
  await page.setViewportSize({ width: 720, height: 520 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await page.getByRole('button', { name: 'All workouts' }).click();
  await expect(new HistoryPage(page).firstWorkout).toBeVisible();
});

test('the browser had nothing to complain of', () => {
  expect(complaints).toEqual([]);
});
