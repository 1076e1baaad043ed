import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportedTable } from '../../../src/core/export/export-rows.ts';
import { textOf } from '../../../src/core/export/write-export.ts';
import type { DataClient } from '../../../src/data/protocol/client.ts';
import { countingRules } from '../../../src/renderer/features/history/type-figures.ts';
import { exportOf, readView, shownOf, tableOf } from '../../../src/renderer/features/history/type-view.ts';
import { valueText } from '../../../src/renderer/features/overview/card-words.ts';
import { exportRequestSchema } from '../../../src/shared/contract/profiles.ts';
import { regionalUnits, shownFigures } from '../../../src/shared/domain/display-units.ts';
import { eventFigure } from '../../../src/shared/domain/event-words.ts';
import { figureTable } from '../../../src/shared/domain/figure-table.ts';
import { inOne } from '../../../src/shared/domain/quantity-text.ts';
import { ask, importFile, startProgram } from '../../contract/running-program.ts';
import { recordXml, writeExport, type XmlRecord } from '../../support/health-xml.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { runCli } from '../run-cli.ts';

const zone = 'Europe/Berlin';
const at = (text: string) => Date.parse(text) / 1000;
const exportAt = at('2025-10-29T12:00:00Z');
const days = ['2025-10-24', '2025-10-25', '2025-10-26', '2025-10-27'];
// A day of 25 hours is among them: the clock goes back in the night to the 26th's morning.
const midnights = [
  ...['2025-10-24T00:00:00+02:00', '2025-10-25T00:00:00+02:00', '2025-10-26T00:00:00+02:00'],
  ...['2025-10-27T00:00:00+01:00', '2025-10-28T00:00:00+01:00'],
].map(at);

const q = 'HKQuantityTypeIdentifier';
const kinds = [
  { type: `${q}StepCount`, unit: 'count', category: 'steps' },
  { type: `${q}ActiveEnergyBurned`, unit: 'kcal', category: 'active_energy' },
] as const;
// The order in which sources count.
const sources = [
  ['Watch of Ada', 'Watch7,5', 'Apple Watch'],
  ['iPhone of Ada', 'iPhone16,1', 'iPhone'],
] as const;

interface Sample {
  readonly rank: 0 | 1;
  readonly start: number;
  readonly minutes: number;
  readonly value: number;
}

/** Overlapping sources in the morning, and a sample that lasts over every midnight, the one of 25 hours too. */
const samples: readonly Sample[] = midnights.slice(0, 4).flatMap((midnight, n): Sample[] => [
  { rank: 0, start: midnight + 8 * 3600, minutes: 20, value: 600 + 20 * n },
  { rank: 1, start: midnight + 8 * 3600 + 600, minutes: 20, value: 400 + 40 * n },
  { rank: 1, start: midnight + 12 * 3600, minutes: 10, value: 300 },
  { rank: 0, start: (midnights[n + 1] ?? 0) - 600, minutes: 20, value: 100 + 2 * n },
]);

/** Minute by minute: a minute belongs to the first source that has one, and each sample gives an even share for each of its own. */
function recount(from: number, to: number): number {
  let sum = 0;
  for (let minute = from; minute < to; minute += 60) {
    const under = samples.filter(({ start, minutes }) => start <= minute && minute < start + minutes * 60);
    const first = Math.min(...under.map(({ rank }) => rank));
    for (const { rank, value, minutes } of under) if (rank === first) sum += value / minutes;
  }
  return Math.round(sum * 1e6) / 1e6;
}

function xmlOf({ rank, start, minutes, value }: Sample, { type, unit }: (typeof kinds)[number]): XmlRecord {
  const [source, hardware, name] = sources[rank];
  const device = `<<HKDevice: 0x1>, name:${name}, manufacturer:Apple Inc., model:${name}, hardware:${hardware}, software:11.0>`;
  return {
    type,
    unit,
    source,
    device,
    version: '11.0',
    start,
    end: start + minutes * 60,
    value: String(value),
  };
}

const number = (text: string) => Number(text.replace(/[^\d.]/g, ''));

async function settled(client: DataClient): Promise<void> {
  await expect
    .poll(async () => (await ask(client, 'history.cards', {})).isCurrent, { interval: 50 })
    .toBe(true);
}

test('events, Overview, the page of a type, its file and the CLI have the same figure of a day, which is that of a plain recount', async () => {
  const dir = scratchDir();
  const profile = join(dir, 'profile');
  const elements = kinds.flatMap((kind) => samples.map((sample) => recordXml(xmlOf(sample, kind))));
  const { client, child } = startProgram(profile);
  await ask(client, 'settings.setHomeZone', { homeZone: zone });
  const file = writeExport(dir, 'export.xml', elements, { exportAt, offsetMinutes: 60 });
  expect(await importFile(client, file)).toMatchObject({ state: 'completed', problems: [] });
  await settled(client);

  // Energy is read in another unit than it is kept and sent in.
  const units = { ...regionalUnits('de-DE'), energy: 'kJ' } as const;
  const { cards } = await ask(client, 'history.cards', {});
  const { rows: events } = await ask(client, 'history.eventsPage', { limit: 200 });
  const expected = days.map((day, n) => [day, recount(midnights[n] ?? 0, midnights[n + 1] ?? 0)] as const);
  // 20 minutes of the Watch, half of the iPhone's, ten minutes alone, and the halves of two samples over midnight; by hand.
  expect(expected[1]).toEqual(['2025-10-25', 50 + 620 + 220 + 300 + 51]);
  for (const { type, category } of kinds) {
    const perUnit = category === 'steps' ? 1 : 4.184;
    const card = cards.find(({ id }) => id === type);
    const [series] = card?.series ?? [];
    if (card === undefined || series === undefined) throw new Error(`no card of ${type}`);
    const figures = (input: Parameters<typeof ask<'history.figures'>>[2]) =>
      ask(client, 'history.figures', input);
    const view = await readView(
      {
        ...{ types: [type], range: 'month', at: '2025-10-24', weekStart: 1, zone, units },
        ...{ whole: { from: '2025-10-24', to: '2025-10-28' }, isCompared: false, isEach: false },
        overlay: undefined,
      },
      { figures, shares: (input) => ask(client, 'history.figureShares', input) },
    );
    const page = tableOf(view, shownOf(view)).rows;
    const request = exportRequestSchema.parse(exportOf(view, 'Figures'));
    const noLists = {
      recordsPage: never,
      workoutsPage: never,
      eventsPage: never,
      bloodPressures: never,
      documentsPage: never,
      ecgPage: never,
      beatsPage: never,
    };
    const [head = '', ...csv] = [...textOf(exportedTable(noLists, zone, request), 'csv')]
      .join('')
      .split('\r\n');
    const columnOf = (name: string) => head.split(',').indexOf(name);
    for (const [day, value] of expected) {
      const event = events.find((one) => one.day === day && one.category === category);
      const said = event && inOne(eventFigure(event, units));
      const dot = series.days.find((one) => one.day === day);
      const overview = dot && inOne(valueText({ ...card, units }, series, dot.value));
      const place = view.slots.findIndex(({ from }) => from === day);
      const cell = page.find((one) => one.place === place)?.cells[0];
      const line = csv.find((one) => one.split(',')[columnOf('day')] === day)?.split(',') ?? [];
      // To the digits that each of them says; the file says all.
      const right = value * perUnit;
      expect(Number(line[columnOf('figure')]), `file: ${category} of ${day}`).toBeCloseTo(right, 6);
      expect(line[columnOf('unit')]).toBe(category === 'steps' ? 'steps' : 'kJ');
      for (const [surface, text] of Object.entries({ event: said, overview, page: cell })) {
        expect(text, `${surface}: ${category} of ${day}`).toMatch(category === 'steps' ? / steps$/ : / kJ$/);
        expect(Math.abs(number(text ?? '') - right), `${surface}: ${category} of ${day}`).toBeLessThanOrEqual(
          0.5,
        );
      }
    }
  }
  child.kill('SIGKILL');
  await client.closed;

  for (const { type } of kinds) {
    const { code, lines } = await runCli([
      'figures',
      '--profile',
      profile,
      '--type',
      type,
      '--by',
      'day',
      '--from',
      '2025-10-24',
      '--to',
      '2025-10-27',
      '--json',
    ]);
    expect(code).toBe(0);
    // In the unit that it is kept in, whatever is read elsewhere.
    expect(lines.map(({ day, sum }) => [day, sum])).toEqual(expected);
  }
});

test('an evening with a nap and a staged night: Overview has the night, events each, the page, its file and the CLI all of it; a mean is one everywhere', async () => {
  const dir = scratchDir();
  const profile = join(dir, 'profile');
  const sleepType = 'HKCategoryTypeIdentifierSleepAnalysis';
  const heartRate = `${q}HeartRate`;
  const asleep = (from: string, to: string, stage = 'AsleepCore') =>
    recordXml({
      ...{ type: sleepType, source: 'Ring', value: `HKCategoryValueSleepAnalysis${stage}` },
      ...{ start: at(from), end: at(to) },
    });
  const beat = (time: string, value: number) =>
    recordXml({ type: heartRate, source: 'Ring', unit: 'count/min', start: at(time), value: String(value) });
  // 40 minutes, 7 h 30 min: 8 h 10 min together.
  const [nap, night] = [40 * 60, 7.5 * 3600];
  const elements = [
    asleep('2025-10-24T14:00:00+02:00', '2025-10-24T14:40:00+02:00'),
    asleep('2025-10-24T23:00:00+02:00', '2025-10-25T04:00:00+02:00'),
    asleep('2025-10-25T04:00:00+02:00', '2025-10-25T05:00:00+02:00', 'AsleepDeep'),
    asleep('2025-10-25T05:00:00+02:00', '2025-10-25T05:20:00+02:00', 'Awake'),
    asleep('2025-10-25T05:20:00+02:00', '2025-10-25T06:50:00+02:00', 'AsleepREM'),
    // A nap alone, on the evening after.
    asleep('2025-10-25T14:00:00+02:00', '2025-10-25T14:40:00+02:00'),
    ...[60, 61, 95].map((value, n) => beat(`2025-10-24T1${n}:00:00+02:00`, value)),
  ];
  const { client, child } = startProgram(profile);
  await ask(client, 'settings.setHomeZone', { homeZone: zone });
  const file = writeExport(dir, 'export.xml', elements, { exportAt, offsetMinutes: 60 });
  expect(await importFile(client, file)).toMatchObject({ state: 'completed', problems: [] });
  await settled(client);
  const units = regionalUnits('de-DE');
  const viewOf = (type: string) =>
    readView(
      {
        ...{ types: [type], range: 'month', at: '2025-10-24', weekStart: 1, zone, units },
        ...{ whole: { from: '2025-10-24', to: '2025-10-24' }, isCompared: false, isEach: false },
        overlay: undefined,
      },
      {
        figures: (input) => ask(client, 'history.figures', input),
        shares: (input) => ask(client, 'history.figureShares', input),
      },
    );
  const { cards } = await ask(client, 'history.cards', {});
  const { rows: events } = await ask(client, 'history.eventsPage', { limit: 200 });
  const { sleeps } = await ask(client, 'history.nights', { from: '2025-10-24', to: '2025-10-24' });
  const [slept, beats] = [await viewOf(sleepType), await viewOf(heartRate)];
  const overviewOf = (kind: 'sleep' | 'type') => {
    const card = cards.find((one) => one.kind === kind);
    const [series] = card?.series ?? [];
    const day = series?.days.find((one) => one.day === '2025-10-24');
    if (card === undefined || series === undefined || day === undefined) throw new Error(`no card: ${kind}`);
    return inOne(valueText({ ...card, units }, series, day.value));
  };
  const pageOf = (view: typeof slept) => tableOf(view, shownOf(view)).rows.map(({ cells }) => cells[0]);
  const fileOf = (view: typeof slept) => {
    const { columns, rows } = exportOf(view, 'Figures');
    return rows.map((row) =>
      ['day', 'value', 'figure', 'total'].map((name) =>
        row[columns.indexOf(name)]?.toString().replace(/^HKC.*Analysis/, ''),
      ),
    );
  };
  const nightly = await ask(client, 'history.figures', {
    ...{ type: sleepType, by: 'day', from: '2025-10-24', to: '2025-10-24', weekStart: 1 },
  });
  const report = figureTable(sleepType, shownFigures(sleepType, nightly, units), ({ day }) => day);
  const sleepCard = cards.find(({ kind }) => kind === 'sleep')?.series[0];
  const eventTexts = events
    .filter(({ category, day }) => category === 'sleep' && day === '2025-10-24')
    .map((event) => inOne(eventFigure(event, units)));
  child.kill('SIGKILL');
  await client.closed;
  const cliOf = async (type: string) =>
    (await runCli(['figures', '--profile', profile, '--type', type, '--json'])).lines;

  expect(overviewOf('sleep')).toMatch(/^7\sh 30\smin$/);
  expect(sleepCard?.last).toEqual({ day: '2025-10-24', value: night });
  expect(sleeps.map(({ kind, asleep: seconds }) => [kind, seconds])).toEqual([
    ['nap', nap],
    ['night', night],
  ]);
  expect(eventTexts.toSorted()).toEqual([
    expect.stringMatching(/^40\smin$/),
    expect.stringMatching(/^7\sh 30\smin$/),
  ]);
  expect(pageOf(slept)[0]).toMatch(/^8\sh 10\smin$/);
  expect(report.columns.slice(0, 2)).toEqual(['', 'Asleep']);
  expect(report.rows[0]?.cells[1]).toMatch(/^8\sh 10\smin$/);
  const all = String(nap + night);
  expect(fileOf(slept).filter(([day]) => day === '2025-10-24')).toEqual([
    ['2025-10-24', 'AsleepCore', String(5 * 3600 + nap), all],
    ['2025-10-24', 'AsleepREM', '5400', all],
    ['2025-10-24', 'AsleepDeep', '3600', all],
    ['2025-10-24', 'Awake', '1200', all],
  ]);
  const [evening] = await cliOf(sleepType);
  expect(evening).toMatchObject({ day: '2025-10-24', total: nap + night });
  // The page says so.
  const rules = countingRules({ type: sleepType, aggregation: 'time', unit: null }, zone);
  expect(rules.join(' ')).toMatch(/naps included\. Overview has only the night/);

  expect(overviewOf('type')).toBe('72 bpm');
  expect(pageOf(beats)).toEqual(['72 bpm']);
  expect(fileOf(beats)).toEqual([['2025-10-24', undefined, '72', undefined]]);
  expect(await cliOf(heartRate)).toMatchObject([{ day: '2025-10-24', mean: 72 }]);
});

function never(): never {
  throw new Error('a table reads no list');
}
