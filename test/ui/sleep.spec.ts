import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { importThroughWeb } from '../demo/auto.ts';
import { WebClient } from '../demo/web-client.ts';
import { figuresOf } from '../reference/figures.ts';
import { mergeExports } from '../reference/history.ts';
import { readExport } from '../reference/read-export.ts';
import { recordXml, writeExport, type XmlElement } from '../support/health-xml.ts';
import { overRealApp } from './over-real-app.ts';
import { ExportDialog } from './pages/export-dialog.ts';
import { axeFindings, type RealApp } from './real-app.ts';

test.describe.configure({ mode: 'serial' });

const zone = 'Europe/Berlin';
const exportAt = Date.parse('2025-06-30T10:00:00Z') / 1000;
const watch =
  '<<HKDevice: 0x1>, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,7, software:11.1>';

function sleep(source: string, stage: string, from: string, to: string): XmlElement {
  return recordXml({
    type: 'HKCategoryTypeIdentifierSleepAnalysis',
    source,
    start: Date.parse(`${from}:00Z`) / 1000,
    end: Date.parse(`${to}:00Z`) / 1000,
    value: `HKCategoryValueSleepAnalysis${stage}`,
    ...(source === 'Watch' ? { device: watch, version: '11.1' } : {}),
  });
}

const elements = [
  sleep('Watch', 'AsleepUnspecified', '2025-06-10T12:00', '2025-06-10T12:40'),
  sleep('Watch', 'InBed', '2025-06-10T20:50', '2025-06-11T01:00'),
  sleep('Watch', 'AsleepCore', '2025-06-10T21:00', '2025-06-10T23:00'),
  sleep('Watch', 'AsleepDeep', '2025-06-10T23:00', '2025-06-11T00:00'),
  sleep('Watch', 'Awake', '2025-06-11T00:00', '2025-06-11T00:10'),
  sleep('Watch', 'AsleepREM', '2025-06-11T00:10', '2025-06-11T01:00'),
  sleep('Ring', 'AsleepUnspecified', '2025-06-10T21:30', '2025-06-11T05:00'),
  sleep('Watch', 'AsleepCore', '2025-06-12T22:30', '2025-06-13T05:45'),
  sleep('Watch', 'AsleepCore', '2025-05-20T21:00', '2025-05-21T04:00'),
];

let page: Page;
let complaints: string[];
let app: RealApp;
let file: string;

overRealApp({
  async begin(begun) {
    app = begun;
    file = writeExport(app.dir, 'export.xml', elements, { exportAt });
    const client = await WebClient.enter(app.link());
    await client.call('settings.setHomeZone', { homeZone: zone });
    expect((await importThroughWeb(app.link(), file, () => undefined)).state).toBe('completed');
    // Events are derived behind the import: what the page shows is compared once they stand.
    await expect
      .poll(async () => {
        const answer = await client.call('history.nights', { from: '2025-05-01', to: '2025-06-30' });
        return JSON.stringify(answer).match(/"isCurrent":true.*"event"/) !== null;
      })
      .toBe(true);
  },
  opened(there) {
    ({ page, complaints } = there);
  },
});

/** As the page writes a length of at least ten minutes. */
function text(seconds: number): string {
  const whole = Math.round(seconds / 60);
  const [hours, minutes] = [Math.floor(whole / 60), whole % 60];
  if (hours === 0) return `${minutes} min`;
  return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
}

const clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, hour: 'numeric', minute: '2-digit' });
const time = (at: number) => clock.format(at * 1000);

function reference() {
  return figuresOf(mergeExports([readExport(readFileSync(file, 'utf8'))]), zone, exportAt).sleeps;
}

const open = (query: string) => page.goto(`${new URL(page.url()).origin}/#/history?tab=sleep&${query}`);
const night = () => page.getByRole('region', { name: /^Night,/ });

test('the last night stands there first, and every figure of a range is that of the export', async () => {
  await page.getByRole('link', { name: 'History', exact: true }).click();
  await page.getByRole('tab', { name: 'Sleep' }).click();
  await expect(page.getByRole('heading', { name: 'Evening of Jun 12, 2025' })).toBeVisible();
  await page.getByRole('radio', { name: 'Month', exact: true }).press('Space');
  await expect(page).toHaveURL(/range=month/);
  await page.getByRole('button', { name: 'Nights as a table' }).click();
  const rows = page.getByRole('table', { name: 'Sleep periods in this range' }).getByRole('row');
  const june = reference().filter(({ start }) => start > Date.parse('2025-06-01') / 1000);
  await expect(rows).toHaveCount(june.length + 1);
  const shown = (await rows.allInnerTexts())
    .slice(1)
    .map((row) => row.split('\t').map((cell) => cell.trim()));
  const orNone = (seconds: number) => (seconds === 0 ? '—' : text(seconds));
  expect(shown.map((row) => row.slice(2))).toEqual(
    june.map(({ start, end, total, awake, deep, core, rem }) => [
      time(start),
      time(end),
      text(total),
      ...[awake, deep, core, rem].map(orNone),
    ]),
  );
  const nights = june.filter(({ total }) => total >= 3 * 3600);
  await expect(page.getByText(`mean of ${nights.length} nights`)).toBeVisible();
  const mean = nights.reduce((sum, { total }) => sum + total, 0) / nights.length;
  await expect(page.locator('dl').first()).toContainText(text(Math.round(mean)));
});

test('a night shows its stages and sources; its event has the same figure', async () => {
  await open('night=2025-06-10&range=week');
  await expect(night()).toContainText('10:50 PM – 7:00 AM');
  const main = reference().find(({ total, core }) => total >= 3 * 3600 && core === 2 * 3600);
  await expect(night().locator('dl')).toContainText(text(main?.total ?? 0));
  await expect(night().getByRole('listitem').filter({ hasText: 'Ring' })).toContainText(
    '4 h of 7 h 30 min counted',
  );
  await expect(page.getByRole('region', { name: /^Nap,/ }).locator('dl')).toContainText('40 min');
  await night().getByRole('button', { name: 'Stretches as a table' }).click();
  const stretches = night().getByRole('table', { name: 'What each source recorded' });
  await expect(stretches.getByRole('row', { name: /11:30 PM.*3:00 AM.*Ring.*Not counted/ })).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await night().getByRole('button', { name: 'How this was counted' }).click();
  await night().getByRole('link', { name: 'Show the event' }).click();
  const panel = page.getByRole('complementary', { name: /^Details/ });
  await expect(panel.getByText(text(main?.total ?? 0)).first()).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Evening of Jun 10, 2025' })).toBeVisible();
});

test('evenings are walked by keyboard, with a step in the history for each, and a reload keeps the place', async () => {
  await open('night=2025-06-12&range=6-months');
  const before = page.getByRole('button', { name: 'Evening before with sleep' });
  await expect(before).toBeEnabled();
  await before.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Evening of Jun 10, 2025' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Evening of May 20, 2025' })).toBeVisible();
  await expect(before).toBeDisabled();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Evening of May 20, 2025' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Evening of Jun 10, 2025' })).toBeVisible();
});

test('an evening without sleep says so, and the smallest window holds the page', async () => {
  await open('night=2025-06-11&range=month');
  await expect(page.getByText('No sleep is recorded for this evening.')).toBeVisible();
  await page.setViewportSize({ width: 720, height: 520 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await expect(page.getByRole('tab', { name: 'Sleep' })).toBeVisible();
  expect(complaints).toEqual([]);
});

/** By the keyboard alone: opens Search, types, takes the first line. */
async function find(text: string, line: string | RegExp): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type(text);
  await expect(
    page.getByRole('dialog', { name: 'Search' }).getByRole('option', { selected: true }),
  ).toHaveText(line);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Search' })).toHaveCount(0);
}

test('Search leads to the nights of a month and exports what stands there; a night goes out by its stretches', async () => {
  await find('May 2025 sleep', /^Sleep, May 1/);
  expect(new URL(page.url()).hash).toBe('#/history?tab=sleep&night=2025-05-31&range=month');
  await expect(page.getByRole('heading', { name: 'May 1 – 31, 2025' })).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { name: 'May 1 – 31, 2025' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Earlier' })).toBeHidden();
  await expect(page.getByRole('radiogroup', { name: 'Range' })).toBeHidden();
  await page.emulateMedia({ media: null });
  await find('export', 'Export…');
  const dialog = new ExportDialog(page);
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await expect(dialog.dialog).toContainText('Sleep, May 1 – 31, 2025');
  expect(await dialog.rows()).toMatchObject([
    { evening: '2025-05-20', start: '2025-05-20T23:00:00+02:00', end: '2025-05-21T06:00:00+02:00' },
  ]);
  // Closed, the dialog is gone from the address too.
  expect(new URL(page.url()).hash).toBe('#/history?tab=sleep&night=2025-05-31&range=month');
  await page.goto(`${new URL(page.url()).origin}/#/history?tab=sleep&night=2025-06-10&range=week`);
  const night = page.getByRole('region', { name: /^Night, / });
  await night.getByRole('button', { name: 'Stretches as a table' }).click();
  await night.getByRole('button', { name: 'Export' }).click();
  const rows = await dialog.rows();
  // By hand: 2 h, 1 h and 50 min of the Watch, then 4 h of the Ring alone; ten minutes awake are between them.
  const seconds = rows.filter(({ stage }) => stage !== 'awake').map((row) => Number(row['seconds']));
  expect(seconds.reduce((sum, one) => sum + one, 0)).toBe((120 + 60 + 50 + 240) * 60);
  expect(rows[0]).toMatchObject({ start: '2025-06-10T23:00:00+02:00', stage: 'core', source: 'Watch' });
  expect(complaints).toEqual([]);
});
