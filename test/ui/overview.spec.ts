import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { importThroughWeb } from '../demo/auto.ts';
import { askThrough } from '../demo/servers.ts';
import { WebClient } from '../demo/web-client.ts';
import { nightsOf, type PlainCard, type PlainDay, plainCard } from '../reference/cards.ts';
import { plainFigures } from '../reference/day-figures.ts';
import { figuresOf } from '../reference/figures.ts';
import { mergeExports } from '../reference/history.ts';
import { dayBefore, localDays } from '../reference/local-days.ts';
import { readExport } from '../reference/read-export.ts';
import { recordXml, workoutXml, writeExport, type XmlElement } from '../support/health-xml.ts';
import { overRealApp } from './over-real-app.ts';
import { Frame } from './pages/frame.ts';
import { axeFindings, type RealApp } from './real-app.ts';

test.describe.configure({ mode: 'serial' });

const zone = 'Europe/Berlin';
/** Between the change of the clocks and the newest day lie two days, and the export was made in the middle of the newest. */
const newest = '2026-03-31';
const whole = '2026-03-30';
const exportAt = Date.parse(`${newest}T12:00:00Z`) / 1000;
const q = 'HKQuantityTypeIdentifier';
const c = 'HKCategoryTypeIdentifier';
const watchDevice =
  '<<HKDevice: 0x1>, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,7, software:10.1>';
const watch = { source: 'Watch', device: watchDevice, version: '10.1' };
const phone = { source: 'iPhone', device: watchDevice.replaceAll('Watch', 'iPhone'), version: '19.1' };

const dayAgo = (ago: number): string =>
  new Date(Date.parse(newest) - ago * 86_400_000).toISOString().slice(0, 10);
const at = (ago: number, clock: string): number => Date.parse(`${dayAgo(ago)}T${clock}:00Z`) / 1000;
/** From 0 to `below`, the same in every run. */
const some = (ago: number, salt: number, below: number): number => ((ago + 3) * (salt + 17) * 31) % below;

function dayOf(ago: number): XmlElement[] {
  const record = (type: string, from: string, to: string, unit: string, value: number, by = watch) =>
    recordXml({ type, ...by, start: at(ago, from), end: at(ago, to), unit, value: String(value) });
  const isPart = ago === 0;
  return [
    record(`${q}StepCount`, '09:00', '09:10', 'count', (isPart ? 100 : 6000) + some(ago, 1, 40) * 50),
    record(`${q}StepCount`, '09:05', '09:15', 'count', 1000, phone),
    record(`${q}RestingHeartRate`, '08:00', '08:00', 'count/min', 52 + some(ago, 2, 9) + (ago < 29 ? 8 : 0)),
    record(`${q}ActiveEnergyBurned`, '09:00', '09:01', 'kcal', 380 + some(ago, 3, 200)),
    ...(ago % 7 === 2 ? [record(`${q}BodyMass`, '06:00', '06:00', 'kg', 71 + some(ago, 4, 20) / 10)] : []),
    ...(ago % 5 === 1
      ? [record(`${q}BloodPressureSystolic`, '07:00', '07:00', 'mmHg', 115 + some(ago, 5, 15))]
      : []),
    ...(ago % 5 === 1
      ? [record(`${q}BloodPressureDiastolic`, '07:00', '07:00', 'mmHg', 72 + some(ago, 6, 12))]
      : []),
    ...(ago % 3 === 1 ? [workoutXml('Watch', at(ago, '17:00'))] : []),
    ...(ago > 0 && ago < 40 ? [nightXml(ago)] : []),
    // On evenings without a night, the newest among them, and on two with one.
    ...([1, 10, 17, 44, 51].includes(ago) ? [sleepXml(at(ago, '13:00'), at(ago, '14:10'))] : []),
    ...(ago === 200 ? [record(`${q}Height`, '07:00', '07:00', 'cm', 178)] : []),
  ];
}

/** From 22:30 UTC on, after midnight in Berlin once it is summer time: short, because the reference counts each second. */
const nightXml = (ago: number): XmlElement =>
  sleepXml(at(ago + 1, '22:30'), at(ago, '01:40') + some(ago, 7, 60) * 60);

function sleepXml(start: number, end: number): XmlElement {
  const value = 'HKCategoryValueSleepAnalysisAsleepCore';
  return recordXml({ type: `${c}SleepAnalysis`, ...watch, start, end, value });
}

let page: Page;
let complaints: string[];
let app: RealApp;
let xml: string;

overRealApp({
  async begin(begun) {
    app = begun;
    const days = [...Array.from({ length: 100 }, (_, ago) => ago), 200].flatMap(dayOf);
    const path = writeExport(app.dir, 'export.xml', days, { exportAt });
    xml = readFileSync(path, 'utf8');
    expect((await importThroughWeb(app.link(), path, () => undefined)).state).toBe('completed');
    const client = await WebClient.enter(app.link());
    const ask = askThrough((name, input) => client.call(name, input));
    await ask('settings.setHomeZone', { homeZone: zone });
    await expect.poll(async () => (await ask('history.cards', {})).isCurrent).toBe(true);
  },
  opened(there) {
    ({ page, complaints } = there);
  },
});

const cards = () => page.getByRole('grid', { name: 'Cards' });
const card = (name: string): Locator => cards().getByRole('row', { name, exact: true });
const order = async (): Promise<string[]> =>
  (await cards().getByRole('row').all()).reduce<Promise<string[]>>(
    async (names, row) => [...(await names), (await row.getAttribute('aria-label')) ?? ''],
    Promise.resolve([]),
  );

function reference() {
  const history = mergeExports([readExport(xml)]);
  const figures = figuresOf(history, zone, exportAt);
  const days = localDays(zone);
  /** `perUnit`: what the unit of the reference's figures (per second, gram) is of the page's. */
  const ofType = (type: string, pick: 'sum' | 'mean', perUnit = 1): PlainDay[] =>
    plainFigures(history, type, zone, exportAt).flatMap(({ day, [pick]: value }) =>
      value === null ? [] : [{ day, value: value * perUnit }],
    );
  const bySums = (values: readonly (readonly [string, number])[]): PlainDay[] =>
    [...Map.groupBy(values, ([day]) => day)].map(([day, its]) => ({
      day,
      value: its.reduce((sum, [, value]) => sum + value, 0),
    }));
  return {
    ofType,
    // A night is named by its evening.
    sleep: nightsOf(
      figures.sleeps.map(({ start, total }) => {
        const day = days.dayOf(start);
        return { day: days.hourOf(start) < 12 ? dayBefore(day) : day, value: total };
      }),
    ),
    workouts: bySums(figures.workouts.map(({ start, duration }) => [days.dayOf(start), duration ?? 0])),
  };
}

const text = (value: number, digits = 0) =>
  new Intl.NumberFormat('en-US', { maximumFractionDigits: digits }).format(value);
/** Hours and minutes, rounded to the minute. */
function clock(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  const rest = minutes % 60;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`;
}

async function expectCard(name: string, plain: PlainCard, said: (value: number) => string): Promise<void> {
  await expect(card(name)).toBeVisible();
  const words = await card(name).textContent();
  const usual = plain.usual === null ? 'Too few' : `${said(plain.usual[0])} – ${said(plain.usual[1])}`;
  expect.soft(words).toContain(said(plain.last.value));
  expect.soft(words).toContain(`Usual${usual}`);
  expect.soft(words).toContain(`4 weeks${said(plain.recent ?? 0)}`);
  expect.soft(words).toContain(`previously ${said(plain.before ?? 0)}`);
}

test('with a history, an address that names no page opens Overview', async () => {
  await expect(new Frame(page).heading('Overview')).toBeVisible();
  expect(new URL(page.url()).hash).toBe('#/overview');
  await expect(page.getByText(/^Through Mar 31, 2026/)).toBeVisible();
  const state = page.getByRole('list', { name: 'State' });
  await expect(state).toContainText(/Last import.*[\d,]+ new records.*workouts/);
  await expect(state).toContainText('Kept on this computer');
});

test('every figure is the one of a plain recount of the file', async () => {
  const { ofType, sleep, workouts } = reference();
  const one = (value: number) => text(value, 1);
  await expectCard('Steps', plainCard(ofType(`${q}StepCount`, 'sum'), whole), text);
  await expectCard('Active energy', plainCard(ofType(`${q}ActiveEnergyBurned`, 'sum'), whole), one);
  await expectCard('Resting heart rate', plainCard(ofType(`${q}RestingHeartRate`, 'mean', 60), whole), one);
  await expectCard('Weight', plainCard(ofType(`${q}BodyMass`, 'mean', 1 / 453.59237), whole), one);
  await expectCard('Sleep', plainCard(sleep, whole), clock);
  await expectCard('Workouts', plainCard(workouts, whole, 'weeks'), clock);
  const [systolic, diastolic] = ['BloodPressureSystolic', 'BloodPressureDiastolic'].map((name) =>
    plainCard(ofType(`${q}${name}`, 'mean'), whole),
  );
  await expect(card('Blood pressure')).toContainText(
    `${text(systolic?.last.value ?? 0)}/${text(diastolic?.last.value ?? 0)} mmHg`,
  );
  await expect(card('Steps')).toContainText('Mar 31, 2026, part of the day');
  await expect(card('Resting heart rate')).toContainText(/up\s*previously [\d.]+/);
  await expect(card('Sleep')).toContainText('Night of Mar 29, 2026');
});

test('the direction stands on one line with the figure that it is of, in every width', async () => {
  for (const width of [1280, 720, 390]) {
    await page.setViewportSize({ width, height: 800 });
    const middleOf = async (part: Locator) => {
      const box = await part.boundingBox();
      return box === null ? Number.NaN : box.y + box.height / 2;
    };
    const own = card('Resting heart rate');
    const direction = await middleOf(own.getByText('up', { exact: true }));
    const figure = await middleOf(own.getByText('previously'));
    expect(Math.abs(direction - figure), `at ${width}`).toBeLessThan(6);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
});

test('the tables of a card hold its figures; a card leads to its type', async () => {
  const steps = reference().ofType(`${q}StepCount`, 'sum');
  await page.getByRole('button', { name: 'Options of Steps' }).click();
  await page.getByRole('menuitem', { name: 'Figures…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Steps' });
  for (const { day, value } of steps.slice(-28)) {
    const date = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' }).format(
      Date.parse(day),
    );
    await expect.soft(dialog.getByRole('row', { name: `${date} ${text(value)} steps` })).toHaveCount(1);
  }
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await card('Steps').getByText('Steps', { exact: true }).click();
  await expect(page).toHaveURL(/#\/history\?type=HKQuantityTypeIdentifierStepCount/);
  await page.goBack();
  await expect(cards()).toBeVisible();
});

test('a card is moved by keyboard and by mouse, pinned, hidden and shown again, and stays so', async () => {
  const before = await order();
  expect(before.slice(0, 2)).toEqual(['Steps', 'Active energy']);
  const handle = card('Active energy').getByRole('button', { name: 'Move Active energy' });
  await handle.focus();
  await page.keyboard.press('Enter');
  // The first place to drop it at is the one after itself; from there to the one before Steps.
  await expect(page.getByRole('button', { name: /Insert/ }).first()).toBeAttached();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect.poll(order).toEqual(['Active energy', 'Steps', ...before.slice(2)]);

  await card('Steps').hover();
  await card('Active energy').dragTo(card('Steps'), { targetPosition: { x: 250, y: 20 } });
  await expect.poll(order).toEqual(before);

  await page.getByRole('button', { name: 'Options of Weight' }).click();
  await page.getByRole('menuitem', { name: 'Pin to the top' }).click();
  await expect.poll(order).toEqual(['Weight', ...before.filter((name) => name !== 'Weight')]);
  await page.getByRole('button', { name: 'Options of Steps' }).click();
  await page.getByRole('menuitem', { name: 'Hide' }).click();
  await expect(card('Steps')).toHaveCount(0);
  await page.reload();
  await expect
    .poll(order)
    .toEqual(['Weight', ...before.filter((name) => name !== 'Weight' && name !== 'Steps')]);

  await page.getByRole('button', { name: /^Hidden cards \(\d+\)/ }).click();
  // What is not among the usual cards waits here with its newest figure, however old.
  await expect(page.getByRole('listitem').filter({ hasText: 'Height' })).toContainText('5 ft 10 in');
  await page.getByRole('button', { name: 'Show Steps' }).click();
  await expect.poll(async () => (await order()).at(-1)).toBe('Steps');
  await page.getByRole('button', { name: 'Restore the default cards and order' }).click();
  await expect.poll(order).toEqual(before);
});

test('no findings of axe, from 720 px on nothing is wider than the window, and print has every card', async () => {
  await page.getByRole('button', { name: 'How these figures are calculated' }).click();
  expect(await axeFindings(page)).toEqual([]);
  for (const width of [720, 2560]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('button', { name: 'Options of Sleep' })).toBeHidden();
  await expect(card('Workouts').getByRole('img', { name: /days with data/ })).toBeVisible();
  await page.emulateMedia({ media: null });
  expect(complaints).toEqual([]);
});
