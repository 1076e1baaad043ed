// Sound levels are averaged by energy, wherever they are read: the expected figures are worked out here from the standard's formula.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openReader } from '../../../src/core/db/open.ts';
import { createHistory } from '../../../src/core/history/history.ts';
import { readView } from '../../../src/renderer/features/history/type-view.ts';
import { regionalUnits } from '../../../src/shared/domain/display-units.ts';
import { figureExport, figureTable } from '../../../src/shared/domain/figure-table.ts';
import { recordXml, writeExport } from '../../support/health-xml.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { runCli } from '../run-cli.ts';

const type = 'HKQuantityTypeIdentifierEnvironmentalAudioExposure';
const at = (text: string) => Date.parse(text) / 1000;

interface Reading {
  readonly start: number;
  readonly seconds: number;
  readonly level: number;
  readonly source?: string;
}

/**
 * The equivalent continuous sound level of IEC 61672-1 and ISO 1996-1, which Apple names for these types
 * (HKQuantityAggregationStyle.discreteEquivalentContinuousLevel): the level of a steady sound that has the same energy in the same time.
 */
function equivalentLevel(readings: readonly Pick<Reading, 'seconds' | 'level'>[]): number {
  let energy = 0;
  let time = 0;
  for (const { seconds, level } of readings) {
    energy += seconds * 10 ** (level / 10);
    time += seconds;
  }
  return 10 * Math.log10(energy / time);
}

const minutes = (start: string, levels: readonly (readonly [length: number, level: number])[]): Reading[] =>
  levels.map(([length, level], index) => ({ start: at(start) + index * 1800, seconds: length * 60, level }));

/** Of the year before: half a year and all there is go over the end of it. */
const winter = minutes('2024-12-10T18:00:00+01:00', [[20, 74]]);
/** Five equal parts of an hour: the mean of the numbers is 56.6, of the energy 71.0. */
const evening = minutes('2025-05-05T18:00:00+02:00', [
  [10, 50],
  [10, 50],
  [10, 52],
  [10, 53],
  [10, 78],
]);
/** Ten loud minutes beside eight quiet hours, by two sources; another that began at the same time counts too. */
const unequal: Reading[] = [
  ...minutes('2025-05-07T08:00:00+02:00', [
    [25, 45],
    [5, 90],
  ]),
  { start: at('2025-05-07T10:00:00+02:00'), seconds: 8 * 3600, level: 40, source: 'Meter' },
  { start: at('2025-05-07T10:00:00+02:00'), seconds: 600, level: 65.5 },
];
/** Half an hour before midnight in Berlin, an hour after it. */
const night: Reading = { start: at('2025-05-09T23:30:00+02:00'), seconds: 5400, level: 80 };
const after: Reading = { start: at('2025-05-10T12:00:00+02:00'), seconds: 3600, level: 60 };

const expected: readonly (readonly [
  day: string,
  level: number,
  lowest: number,
  highest: number,
  samples: number,
])[] = [
  ['2024-12-10', 74, 74, 74, 1],
  ['2025-05-05', equivalentLevel(evening), 50, 78, 5],
  ['2025-05-07', equivalentLevel(unequal), 40, 90, 4],
  ['2025-05-09', 80, 80, 80, 1],
  ['2025-05-10', equivalentLevel([{ seconds: 3600, level: 80 }, after]), 60, 80, 2],
];

test('the formula of this test gives what is known of it', () => {
  // Two sounds of one level are that level; half the time of nothing is 3 dB less; the row of the report.
  expect(
    equivalentLevel([
      { seconds: 9, level: 60 },
      { seconds: 1, level: 60 },
    ]),
  ).toBeCloseTo(60, 12);
  expect(
    equivalentLevel([
      { seconds: 5, level: 60 },
      { seconds: 5, level: -200 },
    ]),
  ).toBeCloseTo(56.9897, 4);
  const mean = evening.reduce((sum, { level }) => sum + level, 0) / evening.length;
  expect([mean.toFixed(1), equivalentLevel(evening).toFixed(1)]).toEqual(['56.6', '71.0']);
});

test('a day of sound is the level of its energy in history, file, table and command line', async () => {
  const dir = scratchDir();
  const profile = join(dir, 'profile');
  const path = writeExport(
    dir,
    'export.xml',
    [...winter, ...evening, ...unequal, night, after].map(({ start, seconds, level, source = 'Watch' }) =>
      recordXml({ type, source, start, end: start + seconds, unit: 'dBASPL', value: String(level) }),
    ),
    { exportAt: at('2025-06-01T08:00:00Z') },
  );
  await runCli(['config', 'set', 'homeZone', 'Europe/Berlin', '--profile', profile]);
  expect((await runCli(['import', path, '--no-sync', '--profile', profile])).code).toBe(0);
  const run = (...words: string[]) => runCli(['figures', '--type', type, ...words, '--profile', profile]);
  const { lines } = await run('--json');
  const [head = '', ...csv] = (await run('--csv')).stdout.trim().split('\n');
  const inCsv = (name: string) => csv.map((line) => line.split(',')[head.split(',').indexOf(name)]);
  const [hour] = (await run('--by', 'hour', '--from', '2025-05-09', '--to', '2025-05-09', '--json')).lines;
  const week = (await run('--by', 'week', '--json')).lines.at(-1);
  const text = await run();

  const reader = openReader(join(profile, 'history.sqlite'));
  const answer = createHistory(reader).figures({ type, by: 'day', weekStart: 1 });
  const whole = createHistory(reader).figures({
    type,
    by: 'range',
    from: '2024-01-01',
    to: '2025-12-31',
    weekStart: 1,
  });
  const rest = createHistory(reader).figures({
    type,
    by: 'range',
    from: '2025-05-06',
    to: '2025-05-09',
    weekStart: 1,
  });
  const none = createHistory(reader).figures({
    type,
    by: 'range',
    from: '2024-01-01',
    to: '2024-11-30',
    weekStart: 1,
  });
  const all = createHistory(reader).figures({ type, by: 'range', weekStart: 1 });
  // Half a year and all there is, as the page of the type heads them.
  const units = regionalUnits('de-DE');
  const pages = (['half', 'all'] as const).map((range) =>
    readView(
      {
        ...{ types: [type], range, at: '2025-05-10', weekStart: 1, zone: 'Europe/Berlin', units },
        ...{ whole: { from: '2024-05-05', to: '2025-05-10' }, isCompared: false, isEach: false },
        overlay: undefined,
      },
      {
        figures: async (input) => createHistory(reader).figures({ ...input, weekStart: 1 }),
        shares: async (input) => createHistory(reader).figureShares(input),
      },
    ),
  );
  const heads = (await Promise.all(pages)).map(({ parts }) => parts[0]?.head);
  reader.close();
  const file = figureExport('Sound', type, answer, String);
  const columns = file.kind === 'table' ? file.columns : [];
  const rows = file.kind === 'table' ? [...file.rows] : [];
  const inFile = (name: string) => rows.map((row) => row[columns.indexOf(name)]);

  const days = expected.map(([day]) => day);
  expect(answer.aggregation).toBe('level');
  for (const found of [
    answer.figures.map(({ day }) => day),
    lines.map((line) => line['day']),
    inCsv('day'),
    inFile('day'),
  ])
    expect(found).toEqual(days);
  for (const [index, [day, level, lowest, highest, samples]] of expected.entries()) {
    const figure = answer.figures[index];
    expect(figure, day).toMatchObject({ lowest, highest, count: samples, sum: null });
    expect(lines[index], day).toMatchObject({ figureKind: 'mean by energy (Leq)', lowest, highest });
    const said = [figure?.mean, lines[index]?.['mean'], inCsv('mean')[index], inFile('figure')[index]];
    for (const value of said) expect(Number(value), day).toBeCloseTo(level, 6);
  }
  expect(new Set([...inCsv('figure_kind'), ...inFile('figure_kind')])).toEqual(
    new Set(['mean by energy (Leq)']),
  );
  expect(hour).toMatchObject({ start: '2025-05-09T21:00:00Z', mean: 80 });
  // Of all readings of the week, each part in its time: not of days.
  const ofWeek = equivalentLevel([...evening, ...unequal, night, after]);
  expect(Number(week?.['mean'])).toBeCloseTo(ofWeek, 6);
  // Of a range as a whole, over the end of a year too.
  expect(whole.figures).toHaveLength(1);
  expect(whole.figures[0]).toMatchObject({ day: '2024-01-01', days: 5, count: 12, lowest: 40, highest: 90 });
  const ofAll = equivalentLevel([...winter, ...evening, ...unequal, night, after]);
  for (const figure of [whole.figures[0], all.figures[0], ...heads])
    expect(figure?.mean).toBeCloseTo(ofAll, 6);
  expect(all.figures[0]).toMatchObject({ day: '2024-12-10', days: 5 });
  // The day's part of the sound over midnight alone.
  expect(rest.figures[0]?.mean).toBeCloseTo(equivalentLevel([...unequal, { seconds: 1800, level: 80 }]), 6);
  expect(none.figures).toEqual([]);
  expect(text.stderr).toMatch(/by energy over time \(Leq\)/);
  const table = figureTable(type, answer, ({ day }) => day);
  expect(table.columns[1]).toBe('Mean by energy (Leq)');
  expect(table.rows[1]?.cells[1]).toMatch(/^71\.0\d* dB$/);
});
