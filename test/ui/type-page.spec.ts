import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page, type Request, test } from '@playwright/test';
import { importThroughWeb } from '../demo/auto.ts';
import { WebClient } from '../demo/web-client.ts';
import { type PlainFigure, plainFigures } from '../reference/day-figures.ts';
import { type History, mergeExports } from '../reference/history.ts';
import { sourceOrder } from '../reference/order.ts';
import { readExport } from '../reference/read-export.ts';
import {
  correlationXml,
  recordXml,
  writeExport,
  type XmlElement,
  type XmlRecord,
} from '../support/health-xml.ts';
import { overRealApp } from './over-real-app.ts';
import { chooseRadio } from './pages/choose-radio.ts';
import { ExportDialog } from './pages/export-dialog.ts';
import { HistoryPage } from './pages/history-page.ts';
import { expectNumber, longDay, TypePage } from './pages/type-page.ts';
import { axeFindings } from './real-app.ts';

test.describe.configure({ mode: 'serial' });

const zone = 'Europe/Berlin';
const q = 'HKQuantityTypeIdentifier';
const steps = `${q}StepCount`;
const heartRate = `${q}HeartRate`;
const mindful = 'HKCategoryTypeIdentifierMindfulSession';
const at = (text: string) => Date.parse(text) / 1000;
const exportAt = at('2025-11-02T12:00:00Z');

const device = (name: string, hardware: string) =>
  `<<HKDevice: 0x1>, name:${name}, manufacturer:Apple Inc., model:${name}, hardware:${hardware}, software:11.0>`;
const watch = { source: 'Watch of Ada', device: device('Apple Watch', 'Watch7,5'), version: '11.0' };
const phone = { source: 'iPhone of Ada', device: device('iPhone', 'iPhone16,1'), version: '11.0' };
const count = (who: typeof watch, start: number, minutes: number, value: number): XmlRecord => ({
  ...who,
  type: steps,
  unit: 'count',
  start,
  end: start + minutes * 60,
  value: String(value),
});

/** Two sources that overlap for a part, one sample over midnight, and heart rates; of one day. */
function dayOf(day: string, n: number): XmlRecord[] {
  const morning = at(`${day}T08:00:00Z`);
  const beat = (minute: number, value: number): XmlRecord => ({
    ...watch,
    type: heartRate,
    unit: 'count/min',
    start: morning + minute * 60,
    value: String(value),
  });
  return [
    count(watch, morning, 20, 600 + n * 7),
    count(phone, morning + 600, 20, 400 + n * 11),
    count(phone, morning + 7200, 10, 300),
    // 23:50 to 00:10 in Berlin's summer.
    count(watch, at(`${day}T21:50:00Z`), 20, 100 + n),
    beat(0, 58 + (n % 7)),
    beat(5, 90 + n),
    beat(300, 71),
  ];
}

const daysFrom = (first: string, last: string): string[] => {
  const days: string[] = [];
  for (let day = Date.parse(first); day <= Date.parse(last); day += 86_400_000)
    days.push(new Date(day).toISOString().slice(0, 10));
  return days;
};

const pressure = 'HKCorrelationTypeIdentifierBloodPressure';
const pressures: readonly (readonly [string, number, number])[] = [
  ['2025-10-03T06:00:00Z', 121, 79],
  ['2025-10-10T06:00:00Z', 135, 88],
  ['2025-10-10T18:30:00Z', 128, 84],
];

/** A reading whose other side nobody recorded. */
const lone: XmlRecord = {
  type: `${q}BloodPressureSystolic`,
  source: 'Old cuff',
  unit: 'mmHg',
  start: at('2025-08-22T06:00:00Z'),
  value: '141',
};
const sleepType = 'HKCategoryTypeIdentifierSleepAnalysis';

function elements(): XmlElement[] {
  const ordinary = [...daysFrom('2024-10-05', '2024-10-09'), ...daysFrom('2025-09-20', '2025-10-31')];
  const records: XmlRecord[] = [
    ...ordinary.flatMap(dayOf),
    // 02:30 in summer time and 02:30 an hour later, on the day that the clock goes back.
    count(watch, at('2025-10-26T00:30:00Z'), 10, 40),
    count(watch, at('2025-10-26T01:30:00Z'), 10, 70),
    ...['2025-10-05', '2025-10-06'].map((day) => ({
      ...phone,
      type: mindful,
      start: at(`${day}T05:00:00Z`),
      end: at(`${day}T05:12:00Z`),
    })),
  ];
  const pairs = pressures.flatMap(([time, systolic, diastolic]) => {
    const side = (name: string, value: number): XmlRecord => ({
      type: `${q}BloodPressure${name}`,
      source: 'Cuff',
      unit: 'mmHg',
      start: at(time),
      value: String(value),
    });
    const members = [side('Systolic', systolic), side('Diastolic', diastolic)];
    return [
      ...members.map(recordXml),
      correlationXml('HKCorrelationTypeIdentifierBloodPressure', 'Cuff', at(time), members),
    ];
  });
  const unknown = ['22:00', '23:30'].map((time) =>
    recordXml({
      ...phone,
      type: sleepType,
      start: at(`2025-06-11T${time}:00Z`),
      end: at('2025-06-12T04:00:00Z'),
      value: 'HKCategoryValueSleepAnalysisAsleepSomehow',
    }),
  );
  const night = recordXml({
    ...phone,
    type: sleepType,
    start: at('2025-07-02T01:00:00Z'),
    end: at('2025-07-02T05:00:00Z'),
    value: 'HKCategoryValueSleepAnalysisAsleepCore',
  });
  return [...records.map(recordXml), ...pairs, recordXml(lone), ...unknown, night];
}

let page: Page;
let complaints: string[];
let history: History;
let origin: string;
let figures: TypePage;

overRealApp({
  async begin(app) {
    const path = writeExport(app.dir, 'export.xml', elements(), { exportAt, offsetMinutes: 60 });
    history = mergeExports([readExport(readFileSync(path, 'utf8'))]);
    const client = await WebClient.enter(app.link());
    expect(await client.call('settings.setHomeZone', { homeZone: zone })).toMatchObject({ ok: true });
    const receipt = await importThroughWeb(app.link(), path, () => undefined);
    expect(receipt).toMatchObject({ state: 'completed', problems: [] });
  },
  async opened(there) {
    ({ page, complaints } = there);
    await expect(page.getByRole('link', { name: 'History', exact: true })).toBeVisible();
    origin = new URL(page.url()).origin;
    figures = new TypePage(page);
  },
});

const open = (query: string) => figures.open(query);
const table = (): Locator => figures.table;
const lines = () => figures.lines();
const days = (type: string, from: string, to: string): PlainFigure[] =>
  plainFigures(history, type, zone, exportAt).filter(({ day }) => day >= from && day <= to);
const total = (figures: readonly PlainFigure[]) =>
  figures.reduce((sum, figure) => sum + (figure.sum ?? 0), 0);

const stat = (label: string): Locator =>
  page.locator('dl > div').filter({ has: page.getByText(label, { exact: true }) });

test('a month has each day’s figure, its total and mean, and those of the month before', async () => {
  await open(`type=${steps}&range=month&at=2025-10-15`);
  const expected = days(steps, '2025-10-01', '2025-10-31');
  const shown = await lines();
  expect(shown.map(([when]) => when)).toEqual(expected.map(({ day }) => longDay(day)));
  for (const [index, { sum, count: records }] of expected.entries()) {
    expectNumber(shown[index]?.[1], sum ?? 0);
    expect(shown[index]?.[2]).toBe(String(records));
  }
  const before = days(steps, '2025-09-01', '2025-09-30');
  expectNumber((await stat('Total').locator('dd').first().textContent()) ?? '', total(expected));
  expectNumber(
    (await stat('Mean per day with data').locator('dd').first().textContent()) ?? '',
    total(expected) / expected.length,
  );
  const was = await stat('Total').locator('dd').nth(1).textContent();
  expect(was).toMatch(/^September 2025: /);
  expectNumber(was?.replace('September 2025: ', ''), total(before));
});

test('a measure has its mean, lowest and highest', async () => {
  await open(`type=${heartRate}&range=month&at=2025-10-15`);
  const expected = days(heartRate, '2025-10-01', '2025-10-31');
  const shown = await lines();
  expect(shown).toHaveLength(expected.length);
  for (const [index, { mean, lowest, highest }] of expected.entries()) {
    const [, middle, spread = ''] = shown[index] ?? [];
    expectNumber(middle, mean ?? 0);
    expectNumber(spread, lowest ?? 0);
    expectNumber(spread.split(' – ')[1], highest ?? 0);
  }
  const all = expected.reduce((sum, one) => sum + one.count, 0);
  const mean = expected.reduce((sum, one) => sum + (one.mean ?? 0) * one.count, 0) / all;
  expectNumber((await stat('Mean').locator('dd').first().textContent()) ?? '', mean);
});

test('the day that the clock goes back has 25 hours, the two of one name apart', async () => {
  await open(`type=${steps}&range=day&at=2025-10-26`);
  const midnight = at('2025-10-25T22:00:00Z');
  const samples = history.samples.filter(({ item }) => item.type === steps);
  const order = sourceOrder([...history.samples, ...history.workouts]);
  const hours = new Map<number, number>();
  for (let second = midnight; second < midnight + 25 * 3600; second++) {
    const under = samples.filter(({ item }) => item.start <= second && second < item.end);
    const first = Math.min(...under.map(({ item }) => order.rank(item)));
    for (const { item } of under)
      if (order.rank(item) === first) {
        const hour = Math.floor((second - midnight) / 3600);
        hours.set(hour, (hours.get(hour) ?? 0) + (item.value ?? 0) / (item.end - item.start));
      }
  }
  const shown = await lines();
  expect(shown.map(([when]) => when).filter((when) => when?.startsWith('2:00'))).toEqual([
    expect.stringContaining('GMT+2'),
    expect.stringContaining('GMT+1'),
  ]);
  expect(shown).toHaveLength(hours.size);
  for (const [index, value] of [...hours.values()].entries()) expectNumber(shown[index]?.[1], value);
});

test('the records behind a figure are one press away, by keyboard and from the chart; back leads to it again', async () => {
  await open(`type=${steps}&range=month&at=2025-10-15`);
  await table()
    .getByRole('button', { name: longDay('2025-10-12') })
    .focus();
  await page.keyboard.press('Enter');
  const records = new HistoryPage(page).records.getByRole('option');
  // The one from 23:50 to 00:10 has a share in both days.
  const lasting = history.samples.filter(
    ({ item }) =>
      item.type === steps && item.end > at('2025-10-11T22:00:00Z') && item.start < at('2025-10-12T22:00:00Z'),
  );
  await expect(records).toHaveCount(lasting.length);
  await page.goBack();
  await expect(table()).toBeVisible();
  const box = await page.getByRole('img', { name: /^Steps: / }).boundingBox();
  if (box === null) throw new Error('no chart');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(
    page.getByRole('grid', { name: 'Filters' }).getByRole('row', { name: /Oct 1[4-8], 2025/ }),
  ).toBeVisible();
  await expect(records.first()).toBeVisible();
  await page.getByRole('button', { name: 'Show figures' }).click();
  await expect(table()).toBeVisible();
  await open(`type=${steps}&range=day&at=2025-10-26`);
  await table()
    .getByRole('button', { name: /GMT\+1/ })
    .click();
  await expect(records).toHaveCount(1);
  await expect(records).toContainText('70');
});

test('a day and an hour that have nothing but the rest of a record before midnight lead to that record', async () => {
  const records = new HistoryPage(page).records.getByRole('option');
  await open(`type=${steps}&range=month&at=2024-10-10`);
  await table()
    .getByRole('button', { name: longDay('2024-10-10') })
    .click();
  await expect(records).toHaveCount(1);
  await expect(records).toContainText('104');
  await expect(
    page.getByRole('grid', { name: 'Filters' }).getByRole('row', { name: /Oct 10, 2024, with records/ }),
  ).toBeVisible();
  await open(`type=${steps}&range=day&at=2024-10-10`);
  await table().getByRole('button').click();
  await expect(records).toHaveCount(1);
  await expect(records).toContainText('104');
  // A heart rate counts where it is: its list has no earlier ones.
  await open(`type=${heartRate}&range=month&at=2025-10-12`);
  await table()
    .getByRole('button', { name: longDay('2025-10-12') })
    .click();
  await expect(records).toHaveCount(3);
});

test('ranges are chosen by arrow keys, left and come back to; the address has them', async () => {
  await open(`type=${steps}&range=month&at=2025-10-15`);
  await page.getByRole('radio', { name: 'Month', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('heading', { level: 3, name: 'May – Oct 2025' })).toBeVisible();
  expect(page.url()).toContain('range=half');
  await page.getByRole('button', { name: 'Previous' }).click();
  await expect(page.getByRole('heading', { level: 3, name: 'Nov 2024 – Apr 2025' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 3, name: 'May – Oct 2025' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 3, name: 'October 2025' })).toBeVisible();
  await page.goForward();
  await page.reload();
  await expect(page.getByRole('heading', { level: 3, name: 'May – Oct 2025' })).toBeVisible();
  await page.getByRole('button', { name: 'Latest' }).waitFor();
  // Another type opens at the range that was looked at last.
  await page.goto(`${origin}/#/history?type=${mindful}`);
  await expect(page.getByRole('radio', { name: '6 months' })).toBeChecked();
});

test('a range is read while the pointer is over its name, so that choosing it waits for no call', async () => {
  await open(`type=${heartRate}&range=month&at=2025-10-15`);
  const isFigures = (body: string | null) => /"history\.figure/.test(body ?? '');
  const openCalls = new Set<unknown>();
  const [asked, ended] = [
    (request: Request) => isFigures(request.postData()) && openCalls.add(request),
    (request: Request) => openCalls.delete(request),
  ];
  page.on('request', asked).on('requestfinished', ended);
  await page.mouse.move(0, 0);
  const first = page.waitForRequest((request) => isFigures(request.postData()));
  await page
    .locator('label')
    .filter({ hasText: /^Year$/ })
    .hover();
  await first;
  await expect.poll(() => openCalls.size).toBe(0);
  page.off('request', asked).off('requestfinished', ended);
  // No further call for figures is answered.
  await page.route('**/api/call', (route) =>
    isFigures(route.request().postData()) ? route.abort() : route.continue(),
  );
  await chooseRadio(page, 'Year');
  await expect(page.getByRole('heading', { level: 3, name: '2025', exact: true })).toBeVisible();
  await expect(page.locator('[aria-busy=false]')).toBeVisible();
  expect((await lines()).map(([when]) => when)).toEqual(['September 2025', 'October 2025']);
  await page.unroute('**/api/call');
});

test('a range without data says so and leads to the nearest', async () => {
  await open(`type=${steps}&range=month&at=2025-02-10`);
  await expect(page.getByText('Nothing in February 2025.')).toBeVisible();
  await page.getByRole('button', { name: 'Last before: Oct 9, 2024' }).click();
  await expect(page.getByRole('heading', { level: 3, name: 'October 2024' })).toBeVisible();
  await page.goBack();
  await page.getByRole('button', { name: 'Next after: Sep 20, 2025' }).click();
  await expect(page.getByRole('heading', { level: 3, name: 'September 2025' })).toBeVisible();
});

test('records of which none counts are said, with the way to them and to the nearest others', async () => {
  await open(`type=${sleepType}&range=month&at=2025-06-15`);
  await expect(page.getByText('June 2025 has 2 records but no figures')).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  // The record of 1:00 belongs to the evening before.
  await page.getByRole('button', { name: 'Next after: Jul 2, 2025' }).click();
  await expect(page.getByRole('heading', { level: 3, name: 'July 2025' })).toBeVisible();
  await expect(table().getByRole('row')).toHaveCount(2);
  await page.goBack();
  await page.getByRole('button', { name: 'Show the 2 records' }).click();
  await expect(page.getByRole('listbox', { name: 'Records' }).getByRole('option')).toHaveCount(2);
  await open(`type=${sleepType}&range=week&at=2025-06-25`);
  await expect(page.getByText(/^Nothing in Jun 22/)).toBeVisible();
  await expect(page.getByRole('button', { name: /Show the/ })).toHaveCount(0);
});

test('sources have their share of what counts, and stand each by itself when asked', async () => {
  await open(`type=${steps}&range=week&at=2025-10-08`);
  const own = (source: string) =>
    history.samples
      .filter(({ item }) => item.type === steps && item.source === source)
      .filter(
        ({ item }) => item.start >= at('2025-10-04T22:00:00Z') && item.start < at('2025-10-11T22:00:00Z'),
      );
  const sources = page.getByRole('region', { name: 'Sources' }).getByRole('listitem');
  await expect(sources).toHaveCount(2);
  const counted = total(days(steps, '2025-10-05', '2025-10-11'));
  const whole = own(phone.source).reduce((sum, { item }) => sum + (item.value ?? 0), 0);
  const words = (await sources.filter({ hasText: phone.source }).textContent()) ?? '';
  expectNumber(/of ([\d.,]+) steps counted/.exec(words)?.[1], whole);
  const parts = await Promise.all(
    [watch, phone].map(async ({ source }) => {
      const text = (await sources.filter({ hasText: source }).locator('span').nth(1).textContent()) ?? '';
      return Number((/^[\d.,]+/.exec(text)?.[0] ?? '').replaceAll(',', ''));
    }),
  );
  expect(Math.abs((parts[0] ?? 0) + (parts[1] ?? 0) - counted)).toBeLessThan(2);
  await chooseRadio(page, 'Each source');
  await expect(table().getByRole('columnheader', { name: phone.source })).toBeVisible();
  const first = (await lines())[0] ?? [];
  const phoneAt = (await table().getByRole('columnheader').allTextContents()).indexOf(phone.source);
  const monday = own(phone.source).filter(({ item }) => item.start < at('2025-10-05T22:00:00Z'));
  expectNumber(
    first[phoneAt],
    monday.reduce((sum, { item }) => sum + (item.value ?? 0), 0),
  );
});

test('a year before and a second type stand beside it', async () => {
  await open(`type=${steps}&range=month&at=2025-10-15&compare=1&overlay=${heartRate}`);
  await expect(table().getByRole('columnheader')).toHaveText([
    'When',
    'Total',
    'A year before',
    'Heart rate',
    'Records',
  ]);
  const shown = await lines();
  const then = days(steps, '2024-10-01', '2024-10-31');
  const beats = days(heartRate, '2025-10-01', '2025-10-31');
  for (const { day, sum } of then) {
    const line = shown.find(([when]) => when === longDay(day.replace('2024', '2025')));
    expectNumber(line?.[2], sum ?? 0);
  }
  expect(shown.filter(([, , past]) => past !== '')).toHaveLength(then.length);
  for (const { day, mean } of beats)
    expectNumber(shown.find(([when]) => when === longDay(day))?.[3], mean ?? 0);
  expect(await axeFindings(page)).toEqual([]);
});

test('a category is time', async () => {
  await open(`type=${mindful}&range=month&at=2025-10-15`);
  expect(await lines()).toEqual(
    days(mindful, '2025-10-01', '2025-10-31').map(({ day, values }) => [
      longDay(day),
      `${(values[0]?.[1] ?? 0) / 60} min`,
      '1',
    ]),
  );
});

test('blood pressure is one page of pairs', async () => {
  const entry = page.getByRole('listbox', { name: 'Types' }).getByRole('option', { name: /lood pressure/ });
  await open(`type=${steps}`);
  await expect(entry).toHaveText(/^Blood pressure4/);
  await entry.click();
  await expect(page.getByText('4 readings · 2 sources')).toBeVisible();
  await open(`type=${pressure}&range=month&at=2025-10-15`);
  await expect(page.getByRole('heading', { name: 'Blood pressure', exact: true })).toBeVisible();
  const mean = (side: 1 | 2) => pressures.reduce((sum, pair) => sum + pair[side], 0) / pressures.length;
  expectNumber(
    (await stat('Systolic blood pressure: Mean').locator('dd').first().textContent()) ?? '',
    mean(1),
  );
  expectNumber(
    (await stat('Diastolic blood pressure: Mean').locator('dd').first().textContent()) ?? '',
    mean(2),
  );
  const pairs = page.getByRole('listbox', { name: /^Readings of/ }).getByRole('option');
  await expect(pairs).toHaveCount(pressures.length);
  await expect(pairs.first()).toContainText('128/84');
  await expect(pairs.last()).toContainText('121/79');
  expect(await axeFindings(page)).toEqual([]);
  await page
    .getByRole('region', { name: 'Readings', exact: true })
    .getByRole('button', { name: 'Export' })
    .click();
  await expect(new ExportDialog(page).dialog).toContainText('Blood pressure, October 2025');
  expect(
    (await new ExportDialog(page).rows()).map((row) => [row['systolic'], row['diastolic'], row['unit']]),
  ).toEqual(pressures.toReversed().map(([, systolic, diastolic]) => [systolic, diastolic, 'mmHg']));
  await pairs.first().click();
  await expect(page.getByRole('complementary', { name: /^Details/ })).toContainText('Systolic');
});

test('a reading without the other side is in the list; both types have pages of their own', async () => {
  await open(`type=${pressure}&range=month&at=2025-08-15`);
  await expect(page.getByRole('listbox', { name: /^Readings of/ }).getByRole('option')).toHaveText(/141\/–/);
  await page.getByRole('button', { name: 'Show all records' }).click();
  await expect(page.getByRole('listbox', { name: 'Records' }).getByRole('option')).toHaveCount(7);
  await page.goBack();
  await page.getByRole('button', { name: 'Systolic blood pressure' }).click();
  await expect(page).toHaveURL(/type=HKQuantityTypeIdentifierBloodPressureSystolic/);
  await expect(page.getByRole('heading', { level: 2, name: 'Systolic blood pressure' })).toBeVisible();
  await open(`type=${q}BloodPressureDiastolic&range=month&at=2025-10-15`);
  const sides = days(`${q}BloodPressureDiastolic`, '2025-10-01', '2025-10-31');
  expect((await lines()).map(([when]) => when)).toEqual(sides.map(({ day }) => longDay(day)));
  expectNumber((await lines())[1]?.[1], sides[1]?.mean ?? 0);
  const entry = page.getByRole('listbox', { name: 'Types' }).getByRole('option', { name: 'Blood pressure' });
  await expect(entry).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('button', { name: 'Blood pressure', exact: true }).click();
  await expect(page).toHaveURL(/type=HKCorrelationTypeIdentifierBloodPressure/);
});

test('it says how it was counted, fits the smallest window and paper', async () => {
  await open(`type=${steps}&range=month&at=2025-10-15`);
  await page.getByRole('button', { name: 'How this was counted' }).click();
  await expect(page.getByText(`Days and hours are in ${zone}, your home time zone.`)).toBeVisible();
  await page.setViewportSize({ width: 720, height: 520 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  expect(await axeFindings(page)).toEqual([]);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('listbox', { name: 'Types' })).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeHidden();
  await expect(table()).toBeVisible();
  // The whole page is in the document's own height, not in a box that scrolls.
  expect(
    await table().evaluate(
      (one) => one.getBoundingClientRect().bottom <= document.documentElement.scrollHeight,
    ),
  ).toBe(true);
  await page.emulateMedia({ media: null });
});

test('the browser had nothing to complain of', () => {
  expect(complaints).toEqual([]);
});
