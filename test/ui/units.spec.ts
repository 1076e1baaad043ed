import { expect, type Page, test } from '@playwright/test';
import { importThroughWeb } from '../demo/auto.ts';
import { recordXml, workoutXml, writeExport } from '../support/health-xml.ts';
import { overRealApp } from './over-real-app.ts';
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
  await expect(panel()).toContainText('10 km');
  await expect(panel()).toContainText('2,092 kJ');
  await choose('Body weight', 'Stones');
  await open(`history?type=${weight}&from=2025-06-01&to=2025-06-30`);
  await expect(first(/^Records of/)).toContainText('12 st 6 lb');
  await open('settings?at=units');
  await page.getByRole('button', { name: 'Use the units of the region' }).click();
  await expect(
    page.getByRole('radiogroup', { name: 'Body weight' }).getByRole('radio', { name: 'Pounds' }),
  ).toBeChecked();
  expect(complaints).toEqual([]);
});
