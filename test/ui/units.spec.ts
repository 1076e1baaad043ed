import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { importThroughWeb } from '../demo/auto.ts';
import { recordXml, workoutXml, writeExport } from '../support/health-xml.ts';
import { overRealApp } from './over-real-app.ts';
import { chooseRadio } from './pages/choose-radio.ts';
import { axeFindings } from './real-app.ts';

test.describe.configure({ mode: 'serial' });

const at = Date.parse('2025-06-10T08:00:00Z') / 1000;
const quantity = (bare: string) => `HKQuantityTypeIdentifier${bare}`;
const weight = quantity('BodyMass');

let page: Page;
let complaints: string[];

overRealApp({
  async begin(app) {
    const elements = [
      recordXml({ type: weight, source: 'Scale', start: at, unit: 'kg', value: '80' }),
      recordXml({ type: weight, source: 'Scale', start: at + 86_400, unit: 'kg', value: '79' }),
      recordXml({
        type: quantity('BodyTemperature'),
        source: 'Thermometer',
        start: at,
        unit: 'degC',
        value: '37',
      }),
      workoutXml(
        'Watch',
        at,
        () => '',
        ' totalDistance="10" totalDistanceUnit="km" totalEnergyBurned="500" totalEnergyBurnedUnit="kcal"',
      ),
    ];
    const file = writeExport(app.dir, 'export.xml', elements, { exportAt: at + 10 * 86_400 });
    expect((await importThroughWeb(app.link(), file, () => undefined)).state).toBe('completed');
  },
  opened(there) {
    ({ page, complaints } = there);
  },
});

const open = (hash: string) => page.goto(`${new URL(page.url()).origin}/#/${hash}`);
const first = (list: RegExp) => page.getByRole('listbox', { name: list }).getByRole('option').first();
const table = () => page.getByRole('table', { name: /^Figures of/ });
const workout = () => page.getByRole('article', { name: /^Workout/ });
const panel = () => page.getByRole('complementary', { name: /^Details/ });

async function choose(kind: string, unit: string): Promise<void> {
  await open('settings?at=units');
  const radio = page.getByRole('radiogroup', { name: kind }).getByRole('radio', { name: unit });
  await radio.focus();
  await page.keyboard.press('Space');
  await expect(radio).toBeChecked();
  await expect(radio).toBeEnabled();
}

test('at first units are those of the region, here the United States', async () => {
  await expect(page.getByRole('link', { name: 'History', exact: true })).toBeVisible();
  await open(`history?type=${weight}&from=2025-06-01&to=2025-06-30`);
  await expect(first(/^Records of/)).toContainText('174.2 lb');
  await open(`history?type=${quantity('BodyTemperature')}&from=2025-06-01&to=2025-06-30`);
  await expect(first(/^Records of/)).toContainText('98.6 °F');
  await open('history?tab=workouts');
  await expect(first(/^Workouts/)).toContainText('6.21 mi');
});

/** The figures of June, of which the first and the second record are of the 10th and 11th. */
const figures = (bare: string) => open(`history?type=${quantity(bare)}&range=month&at=2025-06-15`);

test('the page of a type has chart, headline, table and rule in the unit, and its file too', async () => {
  await figures('BodyMass');
  await expect(table().getByRole('row').nth(1)).toContainText('176.4 lb');
  await expect(table().getByRole('row').nth(2)).toContainText('174.2 lb');
  await expect(page.getByText('174.2 – 176.4 lb')).toHaveCount(1);
  await expect(page.getByRole('img', { name: /^Weight: .*, lb\. The table/ })).toBeVisible();
  await page.getByRole('button', { name: 'How this was counted' }).click();
  await expect(page.getByText(/kept in g and shown in lb/)).toBeVisible();
  await expect(page.getByText('Apple averages this type in the same way.', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await expect(dialog).toContainText('The figures of Weight, June 2025');
  expect(await axeFindings(page)).toEqual([]);
  await chooseRadio(dialog, 'JSON');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Save…' }).click(),
  ]);
  const rows: unknown = JSON.parse(readFileSync(await download.path(), 'utf8'));
  const line = {
    series: 'as counted',
    type: weight,
    unit: 'lb',
    days: 1,
    samples: 1,
    figure_kind: 'arithmetic mean',
  };
  expect(rows).toMatchObject([
    { ...line, day: '2025-06-10', figure: 176.369809748 },
    { ...line, day: '2025-06-11', figure: 174.165187126 },
  ]);
  await expect(dialog.getByRole('button', { name: 'Close' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await figures('BodyTemperature');
  await expect(table()).toContainText('98.6 °F');
  await open(`report?types=${weight}&from=2025-06-01&to=2025-06-30&by=day`);
  await expect(page.getByRole('region', { name: 'Weight', exact: true })).toContainText('176.4 lb');
});

test('a choice is followed by lists and details, and kept', async () => {
  await choose('Body weight', 'Kilograms');
  await choose('Distance and speed', 'Kilometers');
  await choose('Energy', 'kJ');
  expect(await axeFindings(page)).toEqual([]);
  await open(`history?type=${weight}&from=2025-06-01&to=2025-06-30`);
  await page.reload();
  await expect(first(/^Records of/)).toContainText('79 kg');
  await first(/^Records of/).click();
  await expect(panel()).toContainText('79 kg');
  await open('history?tab=workouts');
  await expect(first(/^Workouts/)).toContainText('10 km');
  await first(/^Workouts/).click();
  await expect(workout()).toContainText('10 km');
  await expect(workout()).toContainText('2,092 kJ');
  await figures('BodyMass');
  await expect(table().getByRole('row').nth(1)).toContainText('80 kg');
  await open(`report?types=${weight}&from=2025-06-01&to=2025-06-30&by=day`);
  await expect(page.getByRole('region', { name: 'Weight', exact: true })).toContainText('80 kg');
  await choose('Body weight', 'Stone');
  await figures('BodyMass');
  await expect(table().getByRole('row').nth(1)).toContainText('12 st 8 lb');
  await open(`history?type=${weight}&from=2025-06-01&to=2025-06-30`);
  await expect(first(/^Records of/)).toContainText('12 st 6 lb');
  await open('settings?at=units');
  await page.getByRole('button', { name: 'Use regional units' }).click();
  await expect(
    page.getByRole('radiogroup', { name: 'Body weight' }).getByRole('radio', { name: 'Pounds' }),
  ).toBeChecked();
  expect(complaints).toEqual([]);
});
