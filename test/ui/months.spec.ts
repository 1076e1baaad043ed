import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { importThroughWeb } from '../demo/auto.ts';
import { askThrough } from '../demo/servers.ts';
import { WebClient } from '../demo/web-client.ts';
import { type PlainCard, type PlainDay, plainCard } from '../reference/cards.ts';
import { plainFigures } from '../reference/day-figures.ts';
import { type Figures, figuresOf } from '../reference/figures.ts';
import { type History, mergeExports } from '../reference/history.ts';
import { dayBefore, localDays } from '../reference/local-days.ts';
import { type PlainClock, type PlainNight, plainNights, plainRegularity } from '../reference/nights.ts';
import { randomMonths } from '../reference/random-months.ts';
import { readExport } from '../reference/read-export.ts';
import { areAllMet, isMet, type PlainStreak, ringDays, ringStreaks, ringTotals } from '../reference/rings.ts';
import {
  barsOf,
  firstOf,
  type PlainDays,
  type PlainRange,
  type PlainSpan,
  plainSpans,
  rangeBefore,
  rangeOf,
  rangeYearBefore,
} from '../reference/spans.ts';
import { overRealApp } from './over-real-app.ts';
import { expectNumber, TypePage } from './pages/type-page.ts';

// What Overview, Rings, Sleep and the page of a type say of weeks and months, as the plain reference counts them from the text of the export: one
// history under two zones, whose clocks change in it on different days.
test.describe.configure({ mode: 'serial' });

const lastDay = '2026-04-20';
const { text: xml, exportAt } = randomMonths({
  ...{ seed: 5, lastDay, aheadHours: 1, days: 118 },
  yearBefore: [360, 420],
});
const zones = ['Europe/Berlin', 'America/New_York'] as const;
const q = 'HKQuantityTypeIdentifier';

let page: Page;
let complaints: string[];
let history: History;
let ask: ReturnType<typeof askThrough>;

overRealApp({
  async begin(app) {
    const path = join(app.dir, 'export.xml');
    writeFileSync(path, xml);
    history = mergeExports([readExport(xml)]);
    expect((await importThroughWeb(app.link(), path, () => undefined)).state).toBe('completed');
    const client = await WebClient.enter(app.link());
    ask = askThrough((name, input) => client.call(name, input));
  },
  opened(there) {
    ({ page, complaints } = there);
  },
});

const number = (value: number, digits = 0) =>
  new Intl.NumberFormat('en-US', { maximumFractionDigits: digits }).format(value);
/** To the minute, from ten minutes on. */
function length(seconds: number): string {
  const minutes = seconds < 600 ? Math.floor(seconds / 60) : Math.round(seconds / 60);
  const rest = Math.round(seconds % 60);
  if (seconds < 600) return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
  const [hours, over] = [Math.floor(minutes / 60), minutes % 60];
  return hours === 0 ? `${over} min` : over === 0 ? `${hours} h` : `${hours} h ${over} min`;
}
const ofDay = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });
const date = (day: string) => ofDay.format(Date.parse(day));
const wall = new Intl.DateTimeFormat('en-US', { timeStyle: 'short', timeZone: 'UTC' });
/** A mean has parts of milliseconds at most of rounding. */
const time = (seconds: number) => wall.format(Math.round(seconds * 1000));
const goTo = async (hash: string) => page.goto(`${new URL(page.url()).origin}/#/${hash}`);

for (const zone of zones) {
  const days = localDays(zone);
  let plain: Figures;
  let nights: PlainNight[];
  const count = (type: string) => (spanOf?: (day: string) => string) =>
    plainFigures(history, type, zone, exportAt, [], spanOf);

  test(`the home zone is ${zone}`, async () => {
    plain = figuresOf(history, zone, exportAt);
    nights = plainNights(plain.sleeps, zone);
    await ask('settings.setHomeZone', { homeZone: zone });
    await expect
      .poll(async () => {
        const { isCurrent, zone: of } = await ask('history.cards', {});
        return isCurrent && of;
      })
      .toBe(zone);
    await page.reload();
    await expect(page.getByRole('link', { name: 'History', exact: true })).toBeVisible();
  });

  test(`Overview in ${zone}: usual, four weeks, the four before, and where they moved`, async () => {
    await goTo('overview');
    const whole = dayBefore(lastDay);
    const expectCard = async (name: string, card: PlainCard, said: (value: number) => string) => {
      const row = page.getByRole('grid', { name: 'Cards' }).getByRole('row', { name, exact: true });
      await expect(row).toBeVisible();
      const words = (await row.textContent()) ?? '';
      const [low = 0, high = 0] = card.usual ?? [];
      expect.soft(words, name).toContain(`Usual${said(low)} – ${said(high)}`);
      expect.soft(words, name).toContain(`4 weeks${said(card.recent ?? 0)}`);
      expect.soft(words, name).toContain(`previously ${said(card.before ?? 0)}`);
      expect
        .soft(/(up|down|about the same)(?=previously)/.exec(words)?.[0], name)
        .toBe(card.moved?.replace('same', 'about the same'));
      return card.moved;
    };
    const ofType = (name: string): PlainDay[] =>
      count(name)().map(({ day, sum, mean, values }) => ({
        day,
        value: sum ?? mean ?? values.reduce((seconds, [, one]) => seconds + one, 0),
      }));
    const one = (value: number) => number(value, value >= 1000 ? 0 : 1);
    const sleep = nights.map(({ day, total }) => ({ day, value: total }));
    const workouts = plain.workouts.map(({ start, duration }) => ({
      day: days.dayOf(start),
      value: duration ?? 0,
    }));
    const move = ringDays(xml)
      .filter(({ moveBy }) => moveBy === 'energy')
      .map(({ day, move: { value } }) => ({ day, value: value ?? 0 }));
    const ways = [
      await expectCard('Steps', plainCard(ofType(`${q}StepCount`), whole), one),
      await expectCard('Active energy', plainCard(ofType(`${q}ActiveEnergyBurned`), whole), one),
      await expectCard('Heart rate', plainCard(ofType(`${q}HeartRate`), whole), one),
      await expectCard('Sleep', plainCard(sleep, whole), length),
      await expectCard('Workouts', plainCard(workouts, whole, 'weeks'), length),
      await expectCard('Rings', plainCard(move, whole), (value) => number(value)),
    ];
    expect(ways).toContain('up');
    expect(ways).toContain('same');
  });

  test(`Rings in ${zone}: goals met and totals of two months, and the streaks`, async () => {
    const all = ringDays(xml);
    const newest = all.at(-1)?.day ?? '';
    for (const month of ['2026-03', '2026-01']) {
      await goTo(`history?tab=rings&at=${month}-15`);
      const its = all.filter(({ day }) => day.startsWith(month));
      const totals = ringTotals(its);
      const region = page.getByRole('region', { name: 'The month' });
      await expect(region).toContainText(
        `All three closed on ${totals.all} day${totals.all === 1 ? '' : 's'} of ${its.length}.`,
      );
      const cells = async (name: string) =>
        region
          .getByRole('row', { name: new RegExp(`^${name}`) })
          .getByRole('cell')
          .allTextContents();
      for (const name of ['move', 'exercise', 'stand'] as const) {
        const { sum, days: counted, met, withGoal } = totals[name];
        const [closed, total, perDay] = await cells(name.replace(/^./, (letter) => letter.toUpperCase()));
        expect.soft(closed, `${month} ${name}`).toBe(`${met} of ${withGoal}`);
        if (name === 'exercise') expect.soft(total).toBe(length(Math.round(sum) * 60));
        else expectNumber(total, sum);
        expectNumber(perDay, sum / counted);
      }
    }
    const streaks = page.getByRole('region', { name: 'Streaks' });
    const said = (streak: PlainStreak | null) =>
      streak === null ? /None/ : new RegExp(`^${streak.days} days?`);
    const exportDay = days.dayOf(exportAt);
    const met = {
      Move: all.filter(({ move }) => isMet(move)),
      'All rings': all.filter(areAllMet),
    };
    for (const [name, closed] of Object.entries(met)) {
      const right = ringStreaks(new Set(closed.map(({ day }) => day)), newest, exportDay);
      for (const which of ['current', 'longest'] as const) {
        const figure = streaks
          .locator('dl > div')
          .filter({ has: page.getByText(`${name}, ${which}`, { exact: true }) })
          .locator('dd');
        await expect.soft(figure, `${name} ${which}`).toHaveText(said(right[which]));
        if ((right[which]?.days ?? 0) > 0)
          await expect.soft(figure).toContainText(String(Number(right[which]?.to.slice(8))));
      }
    }
  });

  test(`Sleep in ${zone}: bedtimes and wake times, how regular, of a month and of its weeks`, async () => {
    const spread = (clock: PlainClock | null) =>
      clock?.spread == null ? '' : ` ± ${length(Math.round(clock.spread / 60) * 60)}`;
    await goTo('history?tab=sleep&night=2026-03-30&range=month');
    await expect(page.getByRole('heading', { name: 'Mar 1 – 31, 2026' })).toBeVisible();
    const its = nights.filter(({ day }) => day.startsWith('2026-03'));
    const right = plainRegularity(its);
    const figures = page.locator('dl').first();
    await expect(figures).toContainText(`${length(right.asleep)} mean of ${its.length} nights`);
    await expect.soft(figures).toContainText(`To bed${time(right.bed?.mean ?? 0)}${spread(right.bed)}`);
    await expect.soft(figures).toContainText(`Up${time(right.wake?.mean ?? 0)}${spread(right.wake)}`);
    await page.getByRole('button', { name: 'Regularity by week' }).click();
    const table = page.getByRole('table', { name: 'Means by week, without naps' });
    const rows = await table
      .getByRole('row')
      .evaluateAll((all) =>
        all.slice(1).map((row) => [...row.children].map((cell) => cell.textContent ?? '')),
      );
    // Weeks begin on Sunday in the United States.
    const weeks = Map.groupBy(its, ({ day }) => firstOf(day, 'week', 0));
    expect(rows).toEqual(
      [...weeks].map(([day, nightsOfWeek]) => {
        const week = plainRegularity(nightsOfWeek);
        const clock = (one: PlainClock | null) => `${time(one?.mean ?? 0)}${spread(one)}`;
        return [
          date(day),
          String(week.nights),
          clock(week.bed),
          clock(week.wake),
          length(Math.round(week.asleep)),
        ];
      }),
    );
  });

  test(`a type in ${zone}: a week, six months, a year and all, beside the range before and the year before`, async () => {
    const view = new TypePage(page);
    const stat = (label: string): Locator =>
      page
        .locator('dl > div')
        .filter({ has: page.getByText(label, { exact: true }) })
        .locator('dd');
    const expectStat = async (label: string, now: number, before: number | null) => {
      expectNumber((await stat(label).first().textContent()) ?? '', now);
      const was = (await stat(label).nth(1).textContent()) ?? '';
      if (before === null) expect(was).toMatch(/: nothing$/);
      else expectNumber(was.replace(/^.*: /, ''), before);
    };
    for (const [type, label, pick] of [
      [`${q}StepCount`, 'Total', ({ sum }: PlainSpan) => sum],
      [`${q}HeartRate`, 'Mean', ({ mean }: PlainSpan) => mean],
    ] as const) {
      const one = (range: PlainDays) => plainSpans(count(type), range, 'all')[0];
      const perDay = (span: PlainSpan | undefined) => (span?.sum ?? 0) / (span?.days ?? 1);
      for (const [range, at] of [
        ['week', '2026-03-30'],
        ['half', '2026-04-20'],
        ['year', '2026-02-10'],
      ] as const satisfies readonly (readonly [PlainRange, string])[]) {
        await view.open(`type=${type}&range=${range}&at=${at}&compare=1`);
        const [now, before] = [one(rangeOf(range, at)), one(rangeBefore(range, at))];
        if (now === undefined) throw new Error('nothing to compare');
        await expectStat(label, pick(now) ?? 0, before === undefined ? null : pick(before));
        if (label === 'Total')
          await expectStat(
            'Mean per day with data',
            perDay(now),
            before === undefined ? null : perDay(before),
          );
        const spans = (of: PlainDays): Map<string, PlainSpan> => {
          const by = range === 'week' ? 'day' : range === 'half' ? 'week' : 'month';
          const found = by === 'day' ? spansOfDays(count(type)(), of) : plainSpans(count(type), of, by);
          return new Map(found.map((span) => [span.day, span]));
        };
        const places = (of: PlainDays) => (range === 'week' ? weekDays(of) : barsOf(range, of));
        const [own, past] = [spans(rangeOf(range, at)), spans(rangeYearBefore(range, at))];
        const pastPlaces = places(rangeYearBefore(range, at));
        const right = places(rangeOf(range, at))
          .map((day, place) => [own.get(day), past.get(pastPlaces[place] ?? '')] as const)
          .filter((both) => both.some((span) => span !== undefined));
        expect(right.some(([, yearBefore]) => yearBefore !== undefined)).toBe(true);
        const columns = await view.table.getByRole('columnheader').allTextContents();
        const [here, there] = [1, columns.indexOf('A year before')];
        const lines = await view.lines();
        expect(lines).toHaveLength(right.length);
        for (const [index, [span, yearBefore]] of right.entries()) {
          for (const [column, figure] of [
            [here, span],
            [there, yearBefore],
          ] as const) {
            const cell = lines[index]?.[column];
            if (figure === undefined) expect.soft(cell).toBe('');
            else expectNumber(cell, pick(figure) ?? 0);
          }
          expect.soft(lines[index]?.at(-1)).toBe(String(span?.count ?? 0));
        }
      }
      await view.open(`type=${type}&range=all`);
      const whole = { from: '2025-02-01', to: '2026-04-30' };
      const months = plainSpans(count(type), whole, 'month');
      const lines = await view.lines();
      expect(lines).toHaveLength(months.length);
      for (const [index, span] of months.entries()) expectNumber(lines[index]?.[1], pick(span) ?? 0);
      const all = one(whole);
      if (all !== undefined) expectNumber((await stat(label).first().textContent()) ?? '', pick(all) ?? 0);
    }
  });
}

const weekDays = ({ from }: PlainDays): string[] =>
  [0, 1, 2, 3, 4, 5, 6].map((ahead) =>
    new Date(Date.parse(from) + ahead * 86_400_000).toISOString().slice(0, 10),
  );

const spansOfDays = (figures: ReturnType<typeof plainFigures>, { from, to }: PlainDays): PlainSpan[] =>
  figures.filter(({ day }) => day >= from && day <= to).map((figure) => ({ ...figure, days: 1 }));

test('nothing was complained of', () => {
  expect(complaints).toEqual([]);
});
