import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { importThroughWeb } from '../demo/auto.ts';
import { WebClient } from '../demo/web-client.ts';
import { plainFigures } from '../reference/day-figures.ts';
import { type History, mergeExports } from '../reference/history.ts';
import { localDays } from '../reference/local-days.ts';
import { sourceOrder } from '../reference/order.ts';
import { readExport } from '../reference/read-export.ts';
import { recordXml, writeExport, type XmlElement } from '../support/health-xml.ts';
import { overRealApp } from './over-real-app.ts';
import { expectNumber, longDay, TypePage } from './pages/type-page.ts';

// The days and hours of four zones, about both changes of their clocks, as the page shows them: one history, read under one zone after another.
test.describe.configure({ mode: 'serial' });

const steps = 'HKQuantityTypeIdentifierStepCount';
const heartRate = 'HKQuantityTypeIdentifierHeartRate';
const at = (text: string) => Date.parse(text) / 1000;
const exportAt = at('2025-12-01T12:00:00Z');
const [day, hour, minute] = [86_400, 3600, 60];

/** Where clocks never change, days begin at half past an hour of UTC. */
const zones = [
  ['America/Los_Angeles', '2025-03-09', '2025-11-02', [23, 25]],
  ['Asia/Kolkata', '2025-03-30', '2025-10-26', [24, 24]],
  // By half an hour: its last hour is a half one.
  ['Australia/Lord_Howe', '2025-04-06', '2025-10-05', [24.5, 23.5]],
  ['Europe/Berlin', '2025-03-30', '2025-10-26', [23, 25]],
] as const;

/** Of a day before to a day after each change: two sources that overlap, samples over every midnight and hour, and heart rates. */
function elements(): XmlElement[] {
  const changes = new Set(zones.flatMap(([, first, second]) => [first, second]));
  return [...changes].flatMap((date, place) => {
    const from = at(`${date}T00:00:00Z`) - 1.5 * day;
    return Array.from({ length: 96 }, (_, n) => {
      const start = from + n * 45 * minute;
      const count = (source: string, begin: number, minutes: number, value: number) =>
        recordXml({
          type: steps,
          source,
          unit: 'count',
          start: begin,
          end: begin + minutes * minute,
          value: `${value}`,
        });
      return [
        count('Band', start, 40, 300 + n * 7 + place),
        ...(n % 3 === 0 ? [count('Ring', start + 20 * minute, 50, 200 + n)] : []),
        recordXml({
          type: heartRate,
          source: 'Band',
          unit: 'count/min',
          start,
          value: `${55 + ((n * 13) % 90)}`,
        }),
      ];
    }).flat();
  });
}

let page: Page;
let complaints: string[];
let history: History;
let client: WebClient;

overRealApp({
  async begin(app) {
    const path = writeExport(app.dir, 'export.xml', elements(), { exportAt });
    history = mergeExports([readExport(readFileSync(path, 'utf8'))]);
    client = await WebClient.enter(app.link());
    const receipt = await importThroughWeb(app.link(), path, () => undefined);
    expect(receipt).toMatchObject({ state: 'completed', problems: [] });
  },
  async opened(there) {
    ({ page, complaints } = there);
    await expect(page.getByRole('link', { name: 'History', exact: true })).toBeVisible();
  },
});

/** Steps of a day by hours of 3,600 seconds from midnight on, second by second; those without any are left out. */
function hoursOf(date: string, zone: string): { values: number[]; length: number } {
  const { dayOf } = localDays(zone);
  const near = at(`${date}T00:00:00Z`);
  const seconds = Array.from(
    { length: 4 * 36 * 4 },
    (_, n) => near - day / 2 - 6 * hour + n * 15 * minute,
  ).filter((quarter) => dayOf(quarter) === date);
  const [midnight = 0] = seconds;
  const length = seconds.length / 4;
  const order = sourceOrder([...history.samples, ...history.workouts]);
  const samples = history.samples.filter(
    ({ item }) => item.type === steps && item.end > midnight && item.start < midnight + length * hour,
  );
  const hours = new Map<number, number>();
  for (let second = midnight; second < midnight + length * hour; second++) {
    const under = samples.filter(({ item }) => item.start <= second && second < item.end);
    const first = Math.min(...under.map(({ item }) => order.rank(item)));
    const counted = under.find(({ item }) => order.rank(item) === first)?.item;
    if (counted === undefined) continue;
    const place = Math.floor((second - midnight) / hour);
    hours.set(place, (hours.get(place) ?? 0) + (counted.value ?? 0) / (counted.end - counted.start));
  }
  return { values: [...hours.values()], length };
}

for (const [zone, ...rest] of zones)
  test(`days and hours of ${zone}`, async () => {
    const [first, second, lengths] = rest;
    expect(await client.call('settings.setHomeZone', { homeZone: zone })).toMatchObject({ ok: true });
    await expect
      .poll(() => client.call('history.figures', { type: steps, by: 'day', weekStart: 1 }))
      .toMatchObject({ ok: true, value: { isCurrent: true } });
    await page.reload();
    await expect(page.getByRole('link', { name: 'History', exact: true })).toBeVisible();
    const figures = new TypePage(page);
    for (const [index, date] of [first, second].entries()) {
      const ofMonth = (type: string) =>
        plainFigures(history, type, zone, exportAt).filter((figure) =>
          figure.day.startsWith(date.slice(0, 7)),
        );
      await figures.open(`type=${steps}&range=month&at=${date}`);
      const counted = ofMonth(steps);
      const counts = await figures.lines();
      expect(counts.map(([when]) => when)).toEqual(counted.map((figure) => longDay(figure.day)));
      for (const [line, { sum, count }] of counted.entries()) {
        expectNumber(counts[line]?.[1], sum ?? 0);
        expect(counts[line]?.[2]).toBe(String(count));
      }
      await figures.open(`type=${heartRate}&range=month&at=${date}`);
      const measured = ofMonth(heartRate);
      const means = await figures.lines();
      expect(means.map(([when]) => when)).toEqual(measured.map((figure) => longDay(figure.day)));
      for (const [line, { mean, lowest, highest }] of measured.entries()) {
        const [, middle, spread = ''] = means[line] ?? [];
        expectNumber(middle, mean ?? 0);
        expectNumber(spread, lowest ?? 0);
        expectNumber(spread.split(' – ')[1], highest ?? 0);
      }
      await figures.open(`type=${steps}&range=day&at=${date}`);
      const { values, length } = hoursOf(date, zone);
      expect(length).toBe(lengths[index]);
      const shown = await figures.lines();
      expect(shown).toHaveLength(Math.ceil(length));
      expect(values).toHaveLength(Math.ceil(length));
      for (const [line, value] of values.entries()) expectNumber(shown[line]?.[1], value);
    }
  });

test('nothing was complained of', () => {
  expect(complaints).toEqual([]);
});
