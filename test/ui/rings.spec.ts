import { expect, type Page, test } from '@playwright/test';
import { importThroughWeb } from '../demo/auto.ts';
import { askThrough } from '../demo/servers.ts';
import { WebClient } from '../demo/web-client.ts';
import { recordXml, writeExport, type XmlElement } from '../support/health-xml.ts';
import { overRealApp } from './over-real-app.ts';
import { ExportDialog } from './pages/export-dialog.ts';
import { axeFindings } from './real-app.ts';

test.describe.configure({ mode: 'serial' });

const q = 'HKQuantityTypeIdentifier';
const device =
  '<<HKDevice: 0x1>, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,7, software:10.1>';
const watch = { source: 'Watch', device, version: '10.1' };
const exportAt = Date.parse('2026-03-12T09:00:00Z') / 1000;

/** Move, exercise and stand of each day; null: no summary. Goals are 400 kcal, 30 min and 12 h. */
const days: Readonly<Record<string, readonly [number, number, number] | null>> = {
  '2026-02-27': [400, 30, 12],
  '2026-02-28': [650.5, 61, 14],
  '2026-03-01': [410, 30, 12],
  '2026-03-02': [402, 12, 12],
  '2026-03-03': [120, 5, 6],
  '2026-03-04': [500, 33, 13],
  '2026-03-05': null,
  '2026-03-06': [520, 40, 12],
  '2026-03-10': [410, 31, 12],
  '2026-03-11': [420, 32, 12],
  // The export was made on this morning.
  '2026-03-12': [80, 4, 3],
};

const summaryXml =
  (day: string, [move, exercise, stand]: readonly [number, number, number]): XmlElement =>
  () =>
    `<ActivitySummary dateComponents="${day}" activeEnergyBurned="${move}" activeEnergyBurnedGoal="400" activeEnergyBurnedUnit="kcal" appleMoveTime="0" appleMoveTimeGoal="0" appleExerciseTime="${exercise}" appleExerciseTimeGoal="30" appleStandHours="${stand}" appleStandHoursGoal="12"/>\n`;

const at = (text: string) => Date.parse(text) / 1000;

/** Of 4 March: 300 of 500 kcal in the day, and 100 over midnight of which half is the day's; an hour stood, and one not. */
const records: readonly XmlElement[] = [
  recordXml({
    type: `${q}ActiveEnergyBurned`,
    ...watch,
    start: at('2026-03-04T10:00:00Z'),
    end: at('2026-03-04T11:00:00Z'),
    unit: 'kcal',
    value: '300',
  }),
  recordXml({
    type: `${q}ActiveEnergyBurned`,
    ...watch,
    start: at('2026-03-04T22:30:00Z'),
    end: at('2026-03-04T23:30:00Z'),
    unit: 'kcal',
    value: '100',
  }),
  recordXml({
    type: `${q}AppleExerciseTime`,
    ...watch,
    start: at('2026-03-04T10:00:00Z'),
    end: at('2026-03-04T10:33:00Z'),
    unit: 'min',
    value: '33',
  }),
  ...(['Stood', 'Idle'] as const).map((value, hour) =>
    recordXml({
      type: 'HKCategoryTypeIdentifierAppleStandHour',
      ...watch,
      start: at(`2026-03-04T1${hour}:00:00Z`),
      end: at(`2026-03-04T1${hour + 1}:00:00Z`),
      value: `HKCategoryValueAppleStandHour${value}`,
    }),
  ),
];

let page: Page;
let complaints: string[];

overRealApp({
  async begin(app) {
    const summaries = Object.entries(days).flatMap(([day, rings]) =>
      rings === null ? [] : [summaryXml(day, rings)],
    );
    const path = writeExport(app.dir, 'export.xml', [...records, ...summaries], {
      exportAt,
      offsetMinutes: 60,
    });
    expect((await importThroughWeb(app.link(), path, () => undefined)).state).toBe('completed');
    const client = await WebClient.enter(app.link());
    const ask = askThrough((name, input) => client.call(name, input));
    await ask('settings.setHomeZone', { homeZone: 'Europe/Berlin' });
    await expect.poll(async () => (await ask('history.cards', {})).isCurrent).toBe(true);
  },
  opened(there) {
    ({ page, complaints } = there);
  },
});

const grid = () => page.getByRole('grid', { name: 'Days of the month' });
const day = (name: RegExp) => grid().getByRole('button', { name });
const month = () => page.getByRole('region', { name: 'The month' });
const row = (name: string) => month().getByRole('row', { name: new RegExp(`^${name}`) });

test('a card of Overview leads to the newest month, its totals and the streaks of the whole history', async () => {
  await page
    .getByRole('grid', { name: 'Cards' })
    .getByRole('row', { name: 'Rings' })
    .getByText('Rings')
    .click();
  await expect(page.getByRole('tab', { name: 'Rings' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('heading', { name: 'March 2026' })).toBeVisible();
  await expect(grid().getByRole('button')).toHaveCount(8);
  // Eight summaries: 410 + 402 + 120 + 500 + 520 + 410 + 420 + 80.
  await expect(row('Move')).toHaveText(/Move6 of 82,862 kcal358 kcal/);
  // 30 + 12 + 5 + 33 + 40 + 31 + 32 + 4 = 187 minutes, five of them 30 or more.
  await expect(row('Exercise')).toHaveText(/Exercise5 of 83 h 7 min23.4 min/);
  await expect(row('Stand')).toHaveText(/Stand6 of 882 h10.3 h/);
  await expect(month()).toContainText('All three closed on 5 days of 8.');
  const streaks = page.getByRole('region', { name: 'Streaks' });
  // The morning of the export ends none; 27 February to 2 March go over the end of a month.
  await expect(streaks).toContainText('Move, current2 daysMar 10 – 11, 2026');
  await expect(streaks).toContainText('Move, longest4 daysFeb 27 – Mar 2, 2026');
  await expect(streaks).toContainText('All rings, longest3 daysFeb 27 – Mar 1, 2026');
});

test('a day has Apple’s figure beside ours, and the difference', async () => {
  await day(/^Mar 4, 2026: Move 500 of 400 kcal, Exercise 33 of 30 min, Stand 13 of 12 h$/).click();
  const panel = page.getByRole('region', { name: 'Rings of Mar 4, 2026' });
  await expect(panel).toContainText('500 of 400 kcal · 125%');
  // 300, and half of 100: an hour around midnight in Berlin.
  await expect(panel.getByRole('row', { name: /^Move/ })).toHaveText('Move500 kcal350 kcal−150 kcal');
  await expect(panel.getByRole('row', { name: /^Exercise/ })).toHaveText('Exercise33 min33 minnone');
  await expect(panel.getByRole('row', { name: /^Stand/ })).toHaveText('Stand13 h1 h−12 h');
  await panel.getByRole('button', { name: 'Why the figures can differ' }).click();
  await expect(panel).toContainText('the day’s records in Europe/Berlin');
  expect(await axeFindings(page)).toEqual([]);
});

test('arrows go from day to day, over those without rings; the place survives a reload, and back leads back', async () => {
  await day(/^Mar 4/).focus();
  await page.keyboard.press('ArrowRight');
  await expect(day(/^Mar 6/)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Rings of Mar 12, 2026' })).toContainText('made on this day');
  await expect(page).toHaveURL(/tab=rings&at=2026-03-12/);
  await page.getByRole('button', { name: 'Previous month' }).click();
  await expect(page.getByRole('heading', { name: 'February 2026' })).toBeVisible();
  await expect(grid().getByRole('button')).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Previous month' })).toBeDisabled();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'February 2026' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('region', { name: 'Rings of Mar 12, 2026' })).toBeVisible();
  await page.setViewportSize({ width: 720, height: 520 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(720);
  expect(complaints).toEqual([]);
});

test('Search leads to the rings of a month, and exports them', async () => {
  const find = async (text: string, line: string | RegExp) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type(text);
    await expect(
      page.getByRole('dialog', { name: 'Search' }).getByRole('option', { selected: true }),
    ).toHaveText(line);
    await page.keyboard.press('Enter');
  };
  await find('rings February 2026', /^Rings, Feb 1/);
  await expect(page.getByRole('heading', { name: 'February 2026' })).toBeVisible();
  await find('export', 'Export…');
  const dialog = new ExportDialog(page);
  await expect(dialog.dialog).toContainText('Rings, February 2026');
  await expect(page.getByRole('dialog')).toHaveCount(1);
  expect(await dialog.rows()).toMatchObject([
    { day: '2026-02-27', move: 400, move_unit: 'kcal' },
    { day: '2026-02-28', move: 650.5 },
  ]);
  await expect(page.getByRole('heading', { name: 'February 2026' })).toBeVisible();
});

test('on a phone’s screen no ring is wider than its day, and nothing than the screen', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${new URL(page.url()).origin}/#/history?tab=rings&at=2026-03-04`);
  await expect(grid().getByRole('button')).toHaveCount(8);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const { ring, cell } = await day(/^Mar 4/).evaluate((button) => ({
    ring: button.querySelector('svg')?.getBoundingClientRect().width ?? 0,
    cell: button.closest('td')?.getBoundingClientRect().width ?? 0,
  }));
  expect(ring).toBeGreaterThan(20);
  expect(ring).toBeLessThanOrEqual(cell);
  await page.setViewportSize({ width: 1280, height: 800 });
});

test('stand hours have the number of each value once', async () => {
  const type = 'HKCategoryTypeIdentifierAppleStandHour';
  await page.goto(`${new URL(page.url()).origin}/#/history?type=${type}&range=month&at=2026-03-04`);
  const values = page.getByRole('region', { name: 'Values' }).getByRole('listitem');
  await expect(values.filter({ hasText: 'Stood' })).toHaveText(/^Stood\s*1 record$/);
});
