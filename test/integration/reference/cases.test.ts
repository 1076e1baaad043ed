// Reports of people about products of this kind, each as a small input with the right value (test/fixtures/README.md).
import { expect, test } from 'vitest';
import type { EventDetail } from '../../../src/shared/domain/event.ts';
import { figures, filesOfCase, type Imported, importAll, ownFigures, property } from './imported.ts';

const glucose = 'HKQuantityTypeIdentifierBloodGlucose';

interface Case {
  readonly name: string;
  /** Europe/Berlin where none is given. */
  readonly homeZone?: string;
  readonly says: (product: Imported) => unknown;
  readonly right: unknown;
}

const clock = (at: number): string => new Date(at * 1000).toISOString().slice(0, 19);

const steps = (product: Imported) => figures(product, 'steps', 'Step Count');

/** Bedtime and wake time in UTC, seconds of sleep. */
const sleeps = ({ events }: Imported) =>
  events
    .filter(({ category }) => category === 'sleep')
    .map((event) => [
      property(event, 'Bedtime'),
      property(event, 'Wake Time'),
      property(event, 'Total Sleep'),
    ]);

const stages = (event: EventDetail | undefined) =>
  event && ['Core Sleep', 'Deep Sleep', 'REM Sleep'].map((name) => property(event, name));

const counts = ({ receipts }: Imported) => receipts.map(({ records: { added, known } }) => [added, known]);

const codes = ({ receipts }: Imported): string[] =>
  receipts.flatMap(({ problems }) => problems.map(({ code }) => code));

/** Points of each route by its file's name. */
async function routes({ workouts, handlers }: Imported): Promise<Record<string, readonly number[]>> {
  const all = workouts.flatMap((workout) => workout.routes);
  const read = all.map(async ({ id, file, points }) => {
    const { elevation } = await handlers['history.route']({ id });
    return [file.replace(/.*\//, ''), [points, elevation.filter((one) => one === null).length]] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

const cases: readonly Case[] = [
  {
    // HKMetadataKeySyncVersion: a greater version replaces the stored sample.
    name: '01-sync-version',
    says: (product) => [product.records.length, figures(product, 'water', 'Amount (ml)')],
    right: [1, [['2025-05-10', 500]]],
  },
  {
    name: '02-twin-glasses',
    says: (product) => figures(product, 'water', 'Amount (ml)'),
    right: [
      ['2025-05-10', 500],
      ['2025-05-10', 250],
    ],
  },
  // Apple HT204351: by hand, then Apple's devices, then the others.
  { name: '03-manual-steps', says: steps, right: [['2025-05-10', 5400]] },
  {
    name: '04-molar-unit',
    says: (product) => [counts(product), product.records.length],
    right: [
      [
        [1, 0],
        [0, 1],
        [0, 1],
      ],
      1,
    ],
  },
  {
    name: '06-night-rewritten',
    says: sleeps,
    right: [['2025-05-09T23:06:00Z', '2025-05-10T05:00:00Z', 21_240]],
  },
  {
    name: '07-nap',
    says: sleeps,
    right: [
      ['2025-05-10T12:00:00Z', '2025-05-10T13:30:00Z', 5400],
      ['2025-05-10T21:00:00Z', '2025-05-11T05:00:00Z', 28_800],
    ],
  },
  {
    name: '08-core-overlaps',
    says: (product) => [sleeps(product).map((sleep) => sleep[2]), stages(product.events[0])],
    right: [[28_800], [19_800, 3600, 5400]],
  },
  {
    name: '09-two-trackers',
    says: sleeps,
    right: [['2025-05-09T21:00:00Z', '2025-05-10T05:00:00Z', 28_800]],
  },
  {
    name: '12-record-in-workout',
    says: (product) => [
      product.records.map(({ value, unit }) => [value, unit]),
      product.workouts.map(({ energy }) => energy),
      codes(product),
    ],
    right: [[[6, 'appleEffortScore']], [400], []],
  },
  {
    name: '13-zones',
    // [from, to, seconds] of each zone: equal zones of two workouts stay with both.
    says: (product) => [
      product.workouts.map(({ energy, zones }) => [
        energy,
        zones.map((group) => [
          group.type,
          group.zones.map(({ minimum, maximum, duration }) => [minimum, maximum, duration]),
        ]),
      ]),
      codes(product),
    ],
    right: [
      [400, 300].map((energy) => [
        energy,
        [
          [
            'HKQuantityTypeIdentifierHeartRate',
            [
              [null, 130, 1230],
              [130, null, 1170],
            ],
          ],
        ],
      ]),
      [],
    ],
  },
  {
    // The distance of the sport, not the sum of all that the app collected.
    name: '14-two-distances',
    says: (product) => [
      product.workouts.map(({ distance }) => distance),
      figures(product, 'workout', 'Distance (m)'),
    ],
    right: [[20_000], [['2025-05-10', 20_000]]],
  },
  {
    name: '15-units',
    says: ({ workouts }) =>
      workouts.map(({ duration, distance, energy }) => [duration, distance, Math.round(energy ?? 0)]),
    right: [
      [1800, 4988.9664, 300],
      [1800, 914.4, 300],
    ],
  },
  {
    name: '16-summary-twice',
    says: ({ rows }) => rows("SELECT date, content ->> 'activeEnergyBurnedGoal' FROM activity_summary"),
    right: [['2025-05-10', 150]],
  },
  {
    // [points, of them without elevation]: what is good is kept, the rest is counted.
    name: '18-gpx',
    says: async (product) => [await routes(product), codes(product)],
    right: [
      expect.objectContaining({
        'nan.gpx': [5, 1],
        'emptyele.gpx': [5, 1],
        'nanacc.gpx': [5, 0],
        'comma.gpx': [3, 0],
        'onebadlat.gpx': [4, 0],
        'frac.gpx': [3, 0],
        'sci.gpx': [5, 0],
        'plus.gpx': [5, 0],
        'altcase.GPX': [5, 0],
        'trunc.gpx': [4, 0],
        'nons.gpx': [5, 0],
        'empty.gpx': [0, 0],
        'zero.gpx': [0, 0],
      }),
      expect.arrayContaining(['route.malformed']),
    ],
  },
  {
    name: '19-route-names',
    says: async (product) => [Object.values(await routes(product)).map(([points]) => points), codes(product)],
    right: [[5, 5, 5, 5], []],
  },
  {
    // The calendar is the Gregorian one, as ExportDate says: years 2568 and 7 are nobody's.
    name: '20-dates',
    says: ({ records }) => {
      const kept = new Map(records.map(({ start, value }) => [value, clock(start)]));
      const printed = [60, 61, 62, 63, 64, 66, 70, 71, 72, 73, 74, 76, 77, 78];
      return [
        printed.map((value) => kept.get(value)),
        [...kept.values()].filter((text) => /^(0007|2568)/.test(text)),
      ];
    },
    right: [
      [
        '2025-05-10T16:00:00',
        '2025-05-10T16:00:00',
        '2025-05-10T16:01:00',
        '2025-05-10T16:02:00',
        '2025-05-10T16:03:00',
        '2025-05-10T16:05:00',
        '2025-05-10T16:09:00',
        '2025-05-10T16:10:00',
        '2025-05-10T16:11:00',
        '2025-05-10T12:27:00',
        '1899-12-31T23:07:00',
        '2034-12-31T22:00:00',
        '2024-02-29T11:00:00',
        '2025-03-30T01:30:00',
      ],
      [],
    ],
  },
  {
    name: '21-ampm-only',
    says: (product) => [product.receipts.map(({ state, exportAt }) => [state, exportAt]), steps(product)],
    right: [[['completed', Date.parse('2025-06-30T11:00:00Z') / 1000]], [['2025-05-10', 300]]],
  },
  {
    name: '22-forms',
    says: ({ receipts, records }) => [
      Object.fromEntries(receipts.map(({ name, records: { read } }) => [name, read])),
      records.length,
    ],
    right: [
      Object.fromEntries(
        [
          'attlist.xml',
          'blankfirst.xml',
          'bom.xml',
          'crlf.xml',
          'dangling.xml',
          'export.txt',
          'export.xml.download',
          'latin1.xml',
          'noprolog.xml',
          'utf16.xml',
          'win.XML',
        ].map((name) => [name, 1]),
      ),
      1,
    ],
  },
  { name: '23-devices', says: ({ records }) => records.length, right: 7 },
  {
    name: '25-kj',
    says: (product) =>
      figures(product, 'active_energy', 'Calories').map(([day, kcal]) => [day, Math.round(Number(kcal))]),
    right: [['2025-05-10', 1000]],
  },
  {
    name: '27-twin-workouts',
    says: (product) => [product.workouts.length, figures(product, 'workout', 'Calories')],
    right: [
      4,
      [
        ['2025-05-10', 300],
        ['2025-05-11', 300],
      ],
    ],
  },
  {
    // A day exactly covers; a sample that ends before it begins or lasts for days is kept and counts for nothing.
    name: '31-odd-spans',
    says: (product) => [
      product.records.length,
      steps(product).map(([day, value]) => [day, Math.round(Number(value))]),
      sleeps(product),
    ],
    right: [
      6,
      [
        ['2025-05-11', 8667],
        ['2025-05-12', 200],
      ],
      [],
    ],
  },
  {
    name: '33-new-kinds',
    says: (product) => [product.records.length, codes(product).includes('element.unknown')],
    right: [8, false],
  },
  {
    name: '54-fifty-six',
    says: ({ records, record }) => records.map(({ id }) => record(id).copies),
    right: [56],
  },
  {
    // The first is printed with a decimal comma; what is no number is kept as it stands.
    name: '55-values',
    says: ({ records }) =>
      records.filter(({ text }) => text !== '1,234').map(({ value, unit }) => [value, unit]),
    right: [
      [72.5, 'kg'],
      [0.172, '%'],
      [0.97, '%'],
      [null, 'count/min'],
      [null, 'count/min'],
      [100, 'count/min'],
      [null, 'count/min'],
      [11.5, 'st'],
      [5.91, 'ft'],
      [98.6, 'degF'],
      [41.2, 'mL/min·kg'],
      [61, 'count/min'],
    ],
  },
  {
    // Midnight does not exist on 4 November, and the hour before it comes twice on 17 February.
    name: '56-dst',
    homeZone: 'America/Sao_Paulo',
    says: steps,
    right: [
      ['2018-02-17', 200],
      ['2018-02-18', 100],
      ['2018-11-03', 100],
      ['2018-11-04', 100],
    ],
  },
  {
    name: '57-offsets',
    says: counts,
    right: [
      [1, 0],
      [0, 1],
    ],
  },
  {
    name: '58-beats',
    says: ({ records, record }) => records.map(({ id, value }) => [value, record(id).beats.length]),
    right: [[41.2, 3]],
  },
  {
    name: '60-region-units',
    says: counts,
    right: [
      [41, 0],
      [0, 41],
    ],
  },
  {
    name: '7x-daylongnight',
    says: sleeps,
    right: [
      ['2025-05-31T23:00:00Z', '2025-06-01T10:10:00Z', 39_000],
      ['2025-06-01T21:00:00Z', '2025-06-02T05:00:00Z', 27_600],
      ['2025-06-02T21:00:00Z', '2025-06-03T05:00:00Z', 27_600],
    ],
  },
  {
    name: '7x-glucose',
    says: async ({ handlers }) => {
      const { unit, figures } = await handlers['history.figures']({ type: glucose, by: 'day', weekStart: 1 });
      const factor = unit === 'mg/dL' ? 1 : 18.015588;
      return figures.map(({ mean }) => Math.round((mean ?? 0) * factor));
    },
    right: [99, 99, 99, 99],
  },
  // The Watch counts first: 38 of its 40 records name it.
  { name: '7x-kind', says: steps, right: [['2025-06-03', 4000]] },
  {
    // HealthKit divides pro rata; Trendy's phone takes a sample whole on the day of its start.
    name: '7x-midnight',
    says: (product) => [steps(product), ownFigures(product, 'steps', 'Step Count')],
    right: [
      [['2025-06-01', 1400]],
      [
        ['2025-06-01', 1200],
        ['2025-06-02', 200],
      ],
    ],
  },
  { name: '7x-newfirst', says: (product) => steps(product).at(-1), right: ['2025-06-03', 5500] },
  { name: '7x-oldfirst', says: (product) => steps(product).at(-1), right: ['2025-06-03', 5500] },
  {
    name: '7x-order',
    says: steps,
    right: [
      ['2025-06-01', 1000],
      ['2025-06-02', 1000],
      ['2025-06-09', 1000],
    ],
  },
  {
    name: '7x-shift',
    says: (product) => sleeps(product).map((sleep) => sleep[2]),
    right: [28_800, 27_000],
  },
  {
    name: '7x-tendays',
    says: steps,
    right: Array.from({ length: 12 }, (_, day) => [
      `2025-06-${String(day + 1).padStart(2, '0')}`,
      day === 11 ? 2000 - 4 * 500 + 4 * 300 : 2000,
    ]),
  },
];

test.each(cases)('$name', async ({ name, homeZone = 'Europe/Berlin', says, right }) => {
  const product = await importAll(filesOfCase(name), homeZone);
  try {
    expect(await says(product)).toEqual(right);
  } finally {
    await product.close();
  }
});
