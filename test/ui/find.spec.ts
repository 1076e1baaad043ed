import { expect, type Page, test } from '@playwright/test';
import { importThroughWeb } from '../demo/auto.ts';
import { WebClient } from '../demo/web-client.ts';
import { correlationXml, recordXml, workoutXml, writeExport, type XmlRecord } from '../support/health-xml.ts';
import { overRealApp } from './over-real-app.ts';
import { chooseRadio } from './pages/choose-radio.ts';
import { ExportDialog } from './pages/export-dialog.ts';
import { HistoryPage } from './pages/history-page.ts';
import { axeFindings } from './real-app.ts';

test.describe.configure({ mode: 'serial' });

const at = (text: string) => Date.parse(text) / 1000;
const heartRate = 'HKQuantityTypeIdentifierHeartRate';
const stepCount = 'HKQuantityTypeIdentifierStepCount';
/** Each 10 min from this on, 72 days of them: the last is of 12 May. */
const firstBeat = at('2025-03-01T00:00:00+01:00');
const beats = Array.from({ length: 72 * 144 }, (_, index) => ({
  type: heartRate,
  source: 'Watch of "A, B"',
  start: firstBeat + 600 * index,
  unit: 'count/min',
  value: String(55 + (index % 40)),
}));
const runs = ['2025-04-30T22:30:00Z', '2025-05-10T06:00:00Z', '2025-06-01T06:00:00Z'].map(at);

/** A pair on each evening of 60 days, and a systolic value without the other. */
const evenings = Array.from({ length: 60 }, (_, index) => ({
  start: at('2025-03-02T20:30:00+01:00') + 86_400 * index,
  sides: [118 + (index % 20), 74 + (index % 9)] as const,
}));
const side = (name: string, start: number, value: number): XmlRecord => ({
  type: `HKQuantityTypeIdentifierBloodPressure${name}`,
  source: 'Cuff',
  unit: 'mmHg',
  start,
  value: String(value),
});
const lone = side('Systolic', at('2025-05-20T07:00:00+02:00'), 150);

let page: Page;
let complaints: string[];

overRealApp({
  async begin(app) {
    const steps = { type: stepCount, source: 'Phone', unit: 'count', value: '120' };
    const elements = [
      ...beats.map(recordXml),
      recordXml({ ...steps, start: at('2025-03-05T10:00:00+01:00'), end: at('2025-03-05T10:05:00+01:00') }),
      ...evenings.flatMap(({ start, sides: [systolic, diastolic] }) => {
        const both = [side('Systolic', start, systolic), side('Diastolic', start, diastolic)];
        const pair = correlationXml('HKCorrelationTypeIdentifierBloodPressure', 'Cuff', start, both);
        return [...both.map(recordXml), pair];
      }),
      recordXml(lone),
      ...runs.map((start) => workoutXml('Watch', start)),
    ];
    const path = writeExport(app.dir, 'export.xml', elements, { exportAt: at('2025-06-02T12:00:00Z') });
    expect((await importThroughWeb(app.link(), path, () => undefined)).state).toBe('completed');
    const client = await WebClient.enter(app.link());
    await client.call('settings.setHomeZone', { homeZone: 'Europe/Berlin' });
  },
  async opened(there) {
    ({ page, complaints } = there);
    await page.getByRole('link', { name: 'History', exact: true }).click();
    await expect(list('Records').getByRole('option').first()).toBeVisible();
  },
});

const list = (name: string | RegExp) => page.getByRole('listbox', { name, exact: true });
const chosen = () => page.getByRole('dialog', { name: 'Search' }).getByRole('option', { selected: true });

/** By the keyboard alone: opens Search, types, waits for the line that Enter takes, takes it. */
async function find(text: string, line: string | RegExp): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type(text);
  await expect(chosen()).toHaveText(line);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Search' })).toHaveCount(0);
}
const address = () => new URL(page.url()).hash;

const toRecords = () => page.getByRole('button', { name: 'Show all records' }).click();

test('a type is found by another word for it, a date by how it is said, a workout by both', async () => {
  await find('pulse', /^Heart rate/);
  expect(address()).toBe(`#/history?type=${heartRate}`);
  await find('5 Mar 2025', /^Events, Mar 5, 2025/);
  expect(address()).toBe('#/history?tab=events&from=2025-03-05&to=2025-03-05');
  await find('steps 2025-03-05', 'Steps, Mar 5, 2025');
  await expect(list('Records of Steps').getByRole('option')).toHaveCount(1);
  // In Berlin the first of them began on 1 May.
  await find('runs in May 2025', /^Running, May 1/);
  await expect(list('Workouts: Running').getByRole('option')).toHaveCount(2);
});

test('arrows choose another line, Escape changes nothing, axe finds nothing', async () => {
  const before = address();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('s');
  const first = await chosen().textContent();
  await page.keyboard.press('ArrowDown');
  await expect(chosen()).not.toHaveText(first ?? '');
  await page.keyboard.press('ArrowUp');
  await expect(chosen()).toHaveText(first ?? '');
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.type('zzz');
  await expect(page.getByText('No matches.')).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(address()).toBe(before);
});

test('Sync now leads to Sync', async () => {
  await find('sync now', /^Sync now/);
  await expect(page.getByRole('heading', { level: 1, name: 'Sync' })).toBeVisible();
});

test('History is as it was left, with its scroll; back and forward go through the views', async () => {
  await find('pulse', /^Heart rate/);
  await toRecords();
  const records = list('Records of Heart rate');
  const shown = records.getByRole('option', { name: /bpm/ }).nth(12);
  const atTop = (await shown.textContent()) ?? '';
  await records.evaluate((element) => element.scrollTo(0, 3000));
  const offset = () => records.evaluate((element) => element.scrollTop);
  await expect.poll(offset).toBe(3000);
  // The list draws its rows after it has scrolled.
  await expect(shown).not.toHaveText(atTop);
  const words = await shown.textContent();
  await page.getByRole('link', { name: /^Sync/ }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sync' })).toBeVisible();
  await page.getByRole('link', { name: 'History', exact: true }).click();
  await expect.poll(offset).toBe(3000);
  await expect(shown).toHaveText(words ?? '');
  expect(address()).toBe(`#/history?type=${heartRate}&list=1`);
  await page.getByRole('tab', { name: 'Workouts' }).click();
  await expect(list('Workouts').getByRole('option')).toHaveCount(3);
  await page.goBack();
  await expect.poll(offset).toBe(3000);
  await page.goForward();
  await expect(list('Workouts').getByRole('option')).toHaveCount(3);
  await page.goBack();
  // Gone to anew, a view begins at its top.
  await page.getByRole('tab', { name: 'Events' }).click();
  await find('pulse', /^Heart rate/);
  await toRecords();
  await expect.poll(offset).toBe(0);
});

const exported = (format: 'CSV' | 'JSON') => new ExportDialog(page).save(format);

test('Export… writes every row of the list with its filters, and no other', async () => {
  await find('heart rate 12 May 2025', /^Heart rate, May 12/);
  await find('export', 'Export…');
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await expect(page.getByRole('dialog', { name: 'Export' })).toContainText('Records of Heart rate');
  expect(await axeFindings(page)).toEqual([]);
  const { name, text } = await exported('CSV');
  expect(name).toMatch(/^health-relay-heart-rate-\d{4}-\d\d-\d\d\.csv$/);
  const ofThatDay = beats.filter(
    ({ start }) => start >= at('2025-05-12T00:00:00+02:00') && start < at('2025-05-13T00:00:00+02:00'),
  );
  expect(ofThatDay.length).toBeGreaterThan(1);
  const berlin = (start: number) => new Date((start + 7200) * 1000).toISOString().replace('.000Z', '+02:00');
  const lines = ofThatDay
    .toReversed()
    .map(
      ({ start, value }) =>
        `${berlin(start)},${berlin(start)},${heartRate},Heart rate,${value},bpm,,"Watch of ""A, B"""`,
    );
  expect(text).toBe(['start,end,type,name,value,unit,text,source', ...lines, ''].join('\r\n'));
  const rows = JSON.parse((await exported('JSON')).text) as { start: string; value: number }[];
  expect(rows.map(({ value }) => value)).toEqual(ofThatDay.toReversed().map(({ value }) => Number(value)));
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('more than a page of rows is exported whole, the workouts too', async () => {
  await find('pulse', /^Heart rate/);
  await toRecords();
  await page.getByRole('button', { name: 'Export…' }).click();
  const { text } = await exported('CSV');
  await page.keyboard.press('Escape');
  expect(text.split('\r\n')).toHaveLength(beats.length + 2);
  expect(new Set(text.split('\r\n').slice(1, -1)).size).toBe(beats.length);
  await page.getByRole('tab', { name: 'Workouts' }).click();
  // Until then the button is still that of the records.
  await expect(new HistoryPage(page).firstWorkout).toBeVisible();
  await page.getByRole('button', { name: 'Export…' }).click();
  const workouts = JSON.parse((await exported('JSON')).text) as Record<string, unknown>[];
  await page.keyboard.press('Escape');
  expect(
    workouts.map(({ start, duration, duration_unit }) => [at(String(start)), duration, duration_unit]),
  ).toEqual(runs.toReversed().map((start) => [start, 1800, 's']));
});

/** What a person reads of a figure: as many digits as the page gives it. */
const figureOf = (value: number) =>
  new Intl.NumberFormat('en-US', { maximumFractionDigits: value >= 100 ? 1 : 2 }).format(value);
/** Cells of a table, line by line. */
const linesOf = (name: string) =>
  page
    .getByRole('region', { name, exact: true })
    .getByRole('row')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map(({ textContent }) => textContent)));
const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;

test('a report holds the figures of its types by month, in days of the home zone', async () => {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, `#/report?types=${heartRate},${stepCount}&from=2025-03-01&to=2025-05-31&by=month`);
  await expect(page.getByRole('region', { name: 'Steps', exact: true }).getByRole('row')).toHaveCount(2);
  const months = [
    '2025-03-01T00:00:00+01:00',
    '2025-04-01T00:00:00+02:00',
    '2025-05-01T00:00:00+02:00',
    '2025-06-01T00:00:00+02:00',
  ];
  const lines = ['March 2025', 'April 2025', 'May 2025'].map((name, index) => {
    const values = beats
      .filter(({ start }) => start >= at(months[index] ?? '') && start < at(months[index + 1] ?? ''))
      .map(({ value }) => Number(value));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const bpm = (value: number) => `${figureOf(value)} bpm`;
    return [
      name,
      bpm(mean),
      bpm(Math.min(...values)),
      bpm(Math.max(...values)),
      values.length.toLocaleString('en-US'),
    ];
  });
  await expect
    .poll(() => linesOf('Heart rate'))
    .toEqual([['Month', 'Mean', 'Lowest', 'Highest', 'Samples'], ...lines]);
  await expect(page.getByRole('region', { name: 'Heart rate', exact: true })).toContainText(
    'The mean is the arithmetic mean of all records, whatever their source; each belongs to the span that it begins in. Apple weights this type by time but hasn’t published how, so the mean in the Health app can differ from this one.',
  );
  expect(await linesOf('Steps')).toEqual([
    ['Month', 'Sum', 'Mean of a day'],
    ['March 2025', '120 steps', '120 steps'],
  ]);
  expect(await axeFindings(page)).toEqual([]);
});

test('the report prints whole, without the frame, its controls and a dark ground', async () => {
  const pages = pagesOf(await page.pdf());
  await chooseRadio(page, 'Day');
  await expect(page.getByRole('region', { name: 'Heart rate', exact: true }).getByRole('row')).toHaveCount(
    74,
  );
  expect(address()).toContain('by=day');
  const pdf = await page.pdf();
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  // A page of A4 holds no 73 lines.
  expect(pagesOf(pdf)).toBeGreaterThan(Math.max(1, pages));
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Print…' })).toBeHidden();
  await expect(page.getByRole('heading', { level: 2, name: 'Health report' })).toBeVisible();
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(ground).toBe('rgb(255, 255, 255)');
  await page.emulateMedia({ media: null, colorScheme: null });
});

test('a report has blood pressures as pairs, one entry whatever the link names, and prints them all', async () => {
  const [systolic, diastolic] = ['Systolic', 'Diastolic'].map((name) => side(name, 0, 0).type);
  const before = pagesOf(await page.pdf());
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, `#/report?types=${heartRate},${systolic},${diastolic}&from=2025-03-01&to=2025-05-31&by=day`);
  await expect(page.getByRole('grid', { name: 'Types in the report' }).getByRole('row')).toHaveText([
    'Heart rate',
    'Blood pressure',
  ]);
  const time = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: 'Europe/Berlin', day: 'numeric', month: 'short', year: 'numeric' },
    ...{ hour: 'numeric', minute: '2-digit' },
  });
  const plain = [
    ...evenings.map(({ start, sides }) => [start, sides.join('/')] as const),
    [lone.start, '150/–'] as const,
  ].map(([start, pair]) => [time.format(start * 1000), `${pair} mmHg`, 'Cuff']);
  await expect
    .poll(() => linesOf('Blood pressure'))
    .toEqual([['When', 'Blood pressure', 'Source'], ...plain]);
  const own = page.getByRole('region', { name: 'Blood pressure', exact: true });
  await expect(own).toContainText('61 readings');
  await expect(own).toContainText('Systolic blood pressure: 118 mmHg to 150 mmHg on 61 days');
  expect(await axeFindings(page)).toEqual([]);
  // A page of A4 holds no 61 lines.
  expect(pagesOf(await page.pdf())).toBeGreaterThan(before);
  await page.emulateMedia({ media: 'print' });
  await expect(own.getByRole('row').last()).toBeVisible();
  await page.emulateMedia({ media: null });
});

test('a report loses and gains a type by keyboard', async () => {
  await page
    .getByRole('grid', { name: 'Types in the report' })
    .getByRole('row', { name: 'Heart rate' })
    .focus();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('region', { name: 'Heart rate', exact: true })).toHaveCount(0);
  await page.getByRole('button', { name: 'Add a type' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: 'Heart rate' }).waitFor();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Heart rate', exact: true })).toBeVisible();
});

test('the browser had nothing to complain of', () => {
  expect(complaints).toEqual([]);
});
