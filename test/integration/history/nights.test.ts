// Sleep as the page of nights shows it, against the sleep events of the same history and the plain reference (test/reference).
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import type { Nights } from '../../../src/shared/domain/nights.ts';
import { figuresOf } from '../../reference/figures.ts';
import { mergeExports } from '../../reference/history.ts';
import { readExport } from '../../reference/read-export.ts';
import { recordXml, writeExport, type XmlElement } from '../../support/health-xml.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { type Imported, importAll, property } from '../reference/imported.ts';

const at = (text: string): number => Date.parse(text) / 1000;
const exportAt = at('2025-12-31T12:00:00Z');
const watch =
  '<<HKDevice: 0x1>, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,7, software:11.1>';

function sleep(source: string, stage: string, from: string, to: string, device?: string): XmlElement {
  return recordXml({
    type: 'HKCategoryTypeIdentifierSleepAnalysis',
    source,
    start: at(`${from}:00Z`),
    end: at(`${to}:00Z`),
    value: `HKCategoryValueSleepAnalysis${stage}`,
    ...(device === undefined ? {} : { device, version: '11.1' }),
  });
}

const onWatch = (stage: string, from: string, to: string) => sleep('Watch', stage, from, to, watch);
const onApp = (stage: string, from: string, to: string) => sleep('Ring', stage, from, to);

async function imported(elements: readonly XmlElement[], zone: string): Promise<[Imported, string]> {
  const file = writeExport(scratchDir(), 'export.xml', elements, { exportAt });
  const product = await importAll([file], zone);
  onTestFinished(() => product.close());
  return [product, file];
}

/** What events say of every sleep, what the page does, and what the reference computes from the file. */
async function threeSayings({ events, handlers }: Imported, file: string, zone: string) {
  const { sleeps, first, last } = await handlers['history.nights']({
    from: '2025-01-01',
    to: '2025-12-31',
    weekStart: 1,
  });
  const days = [...new Set(sleeps.map(({ day }) => day))];
  const nights = await Promise.all(days.map(async (day) => handlers['history.night']({ day })));
  const seconds = (value: unknown) => Number(value ?? 0);
  return {
    edges: [first, last],
    nights,
    list: sleeps.map(({ start, end, asleep, core, deep, rem, awake }) => [
      start,
      end,
      asleep,
      core,
      deep,
      rem,
      awake,
    ]),
    events: events
      .filter(({ category }) => category === 'sleep')
      .sort((a, b) => a.start - b.start)
      .map((event) => [
        event.start,
        event.end,
        ...['Total Sleep', 'Core Sleep', 'Deep Sleep', 'REM Sleep', 'Time Awake'].map((name) =>
          seconds(property(event, name)),
        ),
      ]),
    reference: figuresOf(mergeExports([readExport(readFileSync(file, 'utf8'))]), zone, exportAt).sleeps.map(
      ({ start, end, total, core, deep, rem, awake }) => [start, end, total, core, deep, rem, awake],
    ),
    /** The figures of each sleep by its stretches alone. */
    stretches: nights.flatMap((night) =>
      night.sleeps.map((one) => {
        const sum = (...stages: string[]) =>
          one.stretches
            .filter(({ stage }) => stages.includes(stage))
            .reduce((total, { start, end }) => total + end - start, 0);
        return [
          one.start,
          one.end,
          sum('core', 'deep', 'rem', 'unspecified'),
          sum('core'),
          sum('deep'),
          sum('rem'),
          sum('awake'),
        ];
      }),
    ),
  };
}

const clock = (seconds: number) =>
  `${Math.floor(seconds / 3600)}:${String((seconds % 3600) / 60).padStart(2, '0')}`;

// Bed at 23:00 and up at 7:00 by the clock on the wall, on four evenings; clocks change in the second and the third night.
const zones: readonly (readonly [string, readonly (readonly [string, string, number])[]])[] = [
  [
    'Europe/Berlin',
    [
      ['2025-01-14T22:00', '2025-01-15T06:00', 8],
      ['2025-03-29T22:00', '2025-03-30T05:00', 7],
      ['2025-10-25T21:00', '2025-10-26T06:00', 9],
    ],
  ],
  [
    'America/Los_Angeles',
    [
      ['2025-01-15T07:00', '2025-01-15T15:00', 8],
      ['2025-03-09T07:00', '2025-03-09T14:00', 7],
      ['2025-11-02T06:00', '2025-11-02T15:00', 9],
    ],
  ],
  [
    'Asia/Tokyo',
    [
      ['2025-01-14T14:00', '2025-01-14T22:00', 8],
      ['2025-03-29T14:00', '2025-03-29T22:00', 8],
    ],
  ],
  [
    'UTC',
    [
      ['2025-01-14T23:00', '2025-01-15T07:00', 8],
      ['2025-03-29T23:00', '2025-03-30T07:00', 8],
    ],
  ],
];

test.each(zones)('in %s nights begin and end by the clock of that day', async (zone, nights) => {
  const [product, file] = await imported(
    nights.map(([from, to]) => onWatch('AsleepCore', from, to)),
    zone,
  );
  const sayings = await threeSayings(product, file, zone);
  expect(sayings.list).toEqual(sayings.events);
  expect(sayings.list).toEqual(sayings.reference);
  expect(sayings.list).toEqual(sayings.stretches);
  const { sleeps, means } = (await product.handlers['history.nights']({
    from: '2025-01-01',
    to: '2025-12-31',
    weekStart: 1,
  })) as Nights;
  expect(
    sleeps.map(({ kind, startClock, endClock, asleep }) => [
      kind,
      clock(startClock),
      clock(endClock),
      asleep / 3600,
    ]),
  ).toEqual(nights.map(([, , hours]) => ['night', '23:00', '7:00', hours]));
  expect(means?.nights).toBe(nights.length);
  expect(clock(Math.round(means?.bed?.mean ?? 0))).toBe('23:00');
  expect(means?.bed?.spread).toBeCloseTo(0, 3);
});

test('naps stand apart, sleep over noon is one, and each second has the source that counts first', async () => {
  const zone = 'Europe/Berlin';
  const elements = [
    // A nap, then a night for which the Watch was taken off at 3:00, and the ring went on.
    onWatch('AsleepUnspecified', '2025-06-10T12:00', '2025-06-10T12:40'),
    onWatch('InBed', '2025-06-10T20:50', '2025-06-11T01:00'),
    onWatch('AsleepCore', '2025-06-10T21:00', '2025-06-10T23:00'),
    onWatch('AsleepDeep', '2025-06-10T23:00', '2025-06-11T00:00'),
    onWatch('Awake', '2025-06-11T00:00', '2025-06-11T00:10'),
    onWatch('AsleepREM', '2025-06-11T00:10', '2025-06-11T01:00'),
    onApp('AsleepUnspecified', '2025-06-10T21:30', '2025-06-11T05:00'),
    // The phone lay on the night stand.
    sleep('Night stand', 'InBed', '2025-06-10T19:00', '2025-06-11T06:00'),
    // After a night shift: 8:00 to 14:30.
    onWatch('AsleepCore', '2025-06-12T06:00', '2025-06-12T12:30'),
  ];
  const [product, file] = await imported(elements, zone);
  const sayings = await threeSayings(product, file, zone);
  expect(sayings.list).toEqual(sayings.events);
  expect(sayings.list).toEqual(sayings.reference);
  expect(sayings.list).toEqual(sayings.stretches);
  expect(sayings.edges).toEqual(['2025-06-10', '2025-06-12']);

  const night = await product.handlers['history.night']({ day: '2025-06-10' });
  expect([night.previous, night.next, night.zone, night.isCurrent]).toEqual([null, '2025-06-12', zone, true]);
  expect(night.sleeps.map(({ kind, asleep }) => [kind, asleep / 60])).toEqual([
    ['nap', 40],
    ['night', 120 + 60 + 50 + 240],
  ]);
  const main = night.sleeps[1];
  // From 20:50 to 5:00: the Watch's time in bed, and sleep after it.
  expect([main?.inBed, (main?.end ?? 0) - (main?.start ?? 0)]).toEqual([490 * 60, 490 * 60]);
  const utc = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 16);
  expect(
    main?.sources.map(({ name, asleep, counted, stretches }) => [
      name,
      asleep / 60,
      counted / 60,
      stretches.map(({ start, end, stage, isCounted }) => [utc(start), utc(end), stage, isCounted]),
    ]),
  ).toEqual([
    [
      'Watch',
      230,
      230,
      [
        ['20:50', '01:00', 'in_bed', true],
        ['21:00', '23:00', 'core', true],
        ['23:00', '00:00', 'deep', true],
        ['00:00', '00:10', 'awake', true],
        ['00:10', '01:00', 'rem', true],
      ],
    ],
    // Written an hour after the ring's record: a newer source comes before it.
    ['Night stand', 0, 0, [['20:50', '05:00', 'in_bed', false]]],
    [
      'Ring',
      450,
      240,
      [
        ['21:30', '01:00', 'unspecified', false],
        ['01:00', '05:00', 'unspecified', true],
      ],
    ],
  ]);
  const later = await product.handlers['history.night']({ day: '2025-06-12' });
  expect(later.sleeps.map(({ kind, asleep, inBed }) => [kind, asleep / 3600, inBed])).toEqual([
    ['night', 6.5, null],
  ]);
  expect((await product.handlers['history.night']({ day: '2025-06-11' })).sleeps).toEqual([]);
});

test('weeks have means of their own, and evenings without sleep are in none', async () => {
  const elements = [
    onWatch('AsleepCore', '2025-06-01T23:30', '2025-06-02T06:30'),
    onWatch('AsleepCore', '2025-06-04T00:30', '2025-06-04T07:30'),
    onWatch('AsleepCore', '2025-06-09T22:00', '2025-06-10T07:00'),
  ];
  const [product] = await imported(elements, 'UTC');
  const ask = async (weekStart: number) =>
    product.handlers['history.nights']({ from: '2025-05-30', to: '2025-06-12', weekStart });
  const { means, weeks } = await ask(0);
  // 23:30, 0:30 and 22:00: their mean lies before midnight.
  expect([means?.day, means?.nights, (means?.asleep ?? 0) / 3600]).toEqual(['2025-05-30', 3, 23 / 3]);
  expect(means?.bed?.mean).toBeGreaterThan(23.2 * 3600);
  expect(means?.bed?.mean).toBeLessThan(23.4 * 3600);
  expect(
    weeks.map(({ day, nights, bed, wake }) => [
      day,
      nights,
      bed?.spread === null,
      clock(Math.round(bed?.mean ?? -1)),
      clock(Math.round(wake?.mean ?? -1)),
    ]),
  ).toEqual([
    ['2025-06-01', 2, false, '0:00', '7:00'],
    ['2025-06-08', 1, true, '22:00', '7:00'],
  ]);
  // Beginning on Monday, the evening of Sunday, June 1 is of the week before.
  expect((await ask(1)).weeks.map(({ day, nights }) => [day, nights])).toEqual([
    ['2025-05-26', 1],
    ['2025-06-02', 1],
    ['2025-06-09', 1],
  ]);
});
