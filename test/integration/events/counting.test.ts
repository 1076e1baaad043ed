import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openWriter } from '../../../src/core/db/open.ts';
import { EventDeriver } from '../../../src/core/events/event-deriver.ts';
import type { Receipt } from '../../../src/shared/domain/receipt.ts';
import {
  correlationXml,
  recordXml,
  statisticXml,
  summaryXml,
  writeExport,
  type XmlElement,
  type XmlRecord,
} from '../../support/health-xml.ts';
import { openImporter, temporaryDir } from '../../support/import-harness.ts';

/** How samples are counted, from the file to the event (src/core/events/README.md, "How figures are made"). */

const at = (text: string) => Date.parse(text) / 1000;
const exportAt = at('2025-06-30T10:00:00Z');
const watch = (hardware: string, software = '') =>
  `<<HKDevice: 0x300001>, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:${hardware}${software && `, software:${software}`}>`;
const phone = (hardware: string) =>
  `<<HKDevice: 0x300002>, name:iPhone, manufacturer:Apple Inc., model:iPhone, hardware:${hardware}, software:17.1>`;

/** Steps of whole hours of a day in June 2025, UTC. */
function steps(
  source: string,
  day: number,
  from: number,
  to: number,
  value: number,
  more: Partial<XmlRecord> = {},
) {
  const midnight = at('2025-06-01T00:00:00Z') + (day - 1) * 86_400;
  return recordXml({
    type: 'HKQuantityTypeIdentifierStepCount',
    source,
    start: midnight + from * 3600,
    end: midnight + to * 3600,
    unit: 'count',
    value: String(value),
    ...more,
  });
}
const byHand = { metadata: [['HKWasUserEntered', '1']] } as const;

interface Outcome {
  readonly receipts: readonly Receipt[];
  /** Day and our own figure, and what is sent where that is another one, of the events of a category. */
  readonly figures: readonly (readonly [day: string, figure: unknown, sent?: unknown])[];
  readonly workouts: readonly (readonly [notes: string, merged: number, energy: unknown])[];
}

/** Imports files one after another, derives after each as the app does, and gives what is there in the end. */
async function outcomeOf(files: readonly (readonly XmlElement[])[], category = 'steps'): Promise<Outcome> {
  const { path: dir, remove } = temporaryDir();
  onTestFinished(remove);
  const receipts: Receipt[] = [];
  let database = '';
  for (const [n, elements] of files.entries()) {
    const importer = await openImporter(join(dir, 'profile'));
    const file = writeExport(dir, `${n}.xml`, elements, { exportAt: exportAt + n * 86_400 });
    receipts.push(await importer.importFile(file, { isSamePerson: true }));
    await importer.close();
    database = importer.database;
    await derive(database);
  }
  const writer = openWriter(database);
  const rows = writer
    .prepare<
      [string],
      {
        day: string;
        notes: string;
        merged: number;
        properties: string;
        figure: number | null;
        is_local: number;
      }
    >('SELECT * FROM event WHERE category = ? ORDER BY start')
    .all(category);
  writer.close();
  const parsed = rows.map((row) => ({
    ...row,
    said: JSON.parse(row.properties) as Record<string, { value: unknown }>,
  }));
  return {
    receipts,
    figures: parsed.map(({ day, said, figure, is_local: isLocal }) => {
      const own = said[category === 'steps' ? 'Step Count' : 'Amount (ml)']?.value;
      if (isLocal === 1) return [day, own, null];
      return (figure ?? null) === null ? [day, own] : [day, figure, own];
    }),
    workouts: parsed.map(({ notes, merged, said }) => [notes, merged, said['Calories']?.value ?? null]),
  };
}

async function derive(database: string): Promise<void> {
  const writer = openWriter(database);
  const deriver = new EventDeriver({
    writer,
    homeZone: () => 'UTC',
    sourcePriority: () => [],
    onChange: () => {},
    now: () => exportAt,
  });
  await deriver.run(new AbortController().signal);
  writer.close();
}

test('entries by hand count before the Watch, with and without length, whatever their source', async () => {
  const { figures } = await outcomeOf([
    [
      steps('Watch', 10, 8, 9, 100, { device: watch('Watch6,7') }),
      steps('Watch', 10, 9, 10, 300, { device: watch('Watch6,7') }),
      steps('Health', 10, 9.5, 9.5, 5000, byHand),
      steps('Watch', 11, 8, 9, 1000, { device: watch('Watch6,7') }),
      steps('Diary', 11, 8, 9, 1500, byHand),
      // The Health app without the mark.
      steps('Watch', 12, 8, 9, 1000, { device: watch('Watch6,7') }),
      steps('Health', 12, 8, 9, 1500, { version: '17.1' }),
    ],
  ]);
  expect(figures).toEqual([
    ['2025-06-10', 5400],
    ['2025-06-11', 1500],
    ['2025-06-12', 1500],
  ]);
});

test('what a later file marks as entered by hand counts so, in either order', async () => {
  const plain = [steps('Watch', 10, 8, 9, 100, { device: watch('Watch6,7') }), steps('Diary', 10, 8, 9, 700)];
  const marked = [...plain.slice(0, 1), steps('Diary', 10, 8, 9, 700, byHand)];
  for (const files of [
    [plain, marked],
    [marked, plain],
  ])
    expect((await outcomeOf(files)).figures).toEqual([['2025-06-10', 700]]);
});

test('equal samples of one source are as many as one file holds, those inside a correlation aside', async () => {
  const glass: XmlRecord = {
    type: 'HKQuantityTypeIdentifierDietaryWater',
    source: 'Sipper',
    start: at('2025-06-10T07:00:00Z'),
    unit: 'mL',
    value: '250',
  };
  const later = { ...glass, start: glass.start + 1800 };
  const nested = correlationXml('HKCorrelationTypeIdentifierFood', 'Sipper', later.start, [later]);
  const twice = [recordXml(glass), recordXml(glass), recordXml(later), nested];
  const water = [
    ['2025-06-10', 500],
    ['2025-06-10', 250],
  ];
  expect((await outcomeOf([twice], 'water')).figures).toEqual(water);
  // A file that holds one of them does not take the other away, and one that holds more adds it.
  const once = [recordXml(glass), recordXml(later)];
  expect((await outcomeOf([once, twice, once], 'water')).figures).toEqual(water);
  const walks = [steps('Watch', 10, 8, 9, 200), steps('Watch', 10, 8, 9, 200)];
  expect((await outcomeOf([walks])).figures).toEqual([['2025-06-10', 400]]);
});

test('a source is of the kind of most of its records, wherever they stand', async () => {
  const own = { device: watch('Watch6,7', '11.2'), version: '11.2' };
  const foreign = { device: watch('Watch6,7', '11.2'), version: '3.4' };
  const { figures } = await outcomeOf([
    [
      steps('Watch', 3, 8, 9, 100),
      steps('iPhone', 3, 8, 9, 300, { device: phone('iPhone14,5') }),
      ...[9, 10, 11].map((hour) => steps('Watch', 3, hour, hour + 1, 100, own)),
      ...[9, 10, 11].map((hour) => steps('iPhone', 3, hour, hour + 1, 300, { device: phone('iPhone14,5') })),
      steps('Watch', 3, 12, 13, 100),
      steps('iPhone', 3, 12, 13, 300, { device: phone('iPhone14,5') }),
      // An app that writes with the Watch's device.
      ...[8, 9, 10, 11, 12].map((hour) => steps('Runner', 3, hour, hour + 1, 1400, foreign)),
    ],
  ]);
  expect(figures).toEqual([['2025-06-03', 500]]);
});

test('the app that was met last counts first, by the time of its records and never by the order of the file', async () => {
  const old = [1, 2, 3].map((day) => steps('Old band', day, 9, 10, 400));
  const fresh = [steps('New band', 3, 9, 10, 550)];
  const right = [
    ['2025-06-01', 400],
    ['2025-06-02', 400],
    ['2025-06-03', 550],
  ];
  for (const files of [
    [[...old, ...fresh]],
    [[...fresh, ...old]],
    [old, [...old, ...fresh]],
    [fresh, [...fresh, ...old]],
  ])
    expect((await outcomeOf(files)).figures).toEqual(right);
});

test('old days follow a new order of sources at once, and say what a fresh import of the same files says', async () => {
  const days = [1, 2].flatMap((day) => [
    steps('A', day, 10, 11, 1000, { device: watch('Watch6,7') }),
    steps('B', day, 10, 11, 400, { device: watch('Watch7,2') }),
  ]);
  expect((await outcomeOf([days])).figures).toEqual([
    ['2025-06-01', 400],
    ['2025-06-02', 400],
  ]);
  const more = [...days, steps('A', 9, 10, 11, 1000, { device: watch('Watch7,5') })];
  const right = [
    ['2025-06-01', 1000],
    ['2025-06-02', 1000],
    ['2025-06-09', 1000],
  ];
  expect((await outcomeOf([days, more])).figures).toEqual(right);
  expect((await outcomeOf([more])).figures).toEqual(right);
});

test('two phones of one name count as one at one instant, the newer first; one after the other both count', async () => {
  const [old, fresh] = [{ device: phone('iPhone12,1') }, { device: phone('iPhone15,2') }];
  const { figures } = await outcomeOf([
    [
      steps('iPhone', 3, 8, 9, 5000, old),
      steps('iPhone', 3, 8, 9, 5100, fresh),
      steps('iPhone', 3, 10, 11, 60, old),
      steps('iPhone', 3, 12, 13, 7, fresh),
    ],
  ]);
  expect(figures).toEqual([['2025-06-03', 5167]]);
});

test('two phones of one name count as one, also where a record each is all there is, written when it ended', async () => {
  const [old, fresh] = [{ device: phone('iPhone12,1') }, { device: phone('iPhone15,2') }];
  const both = [steps('iPhone', 3, 8, 9, 5000, old), steps('iPhone', 3, 8, 9, 5100, fresh)];
  expect((await outcomeOf([both])).figures).toEqual([['2025-06-03', 5100]]);
});

test('an app that writes with the devices of others is told from them by a later file, and what it wrote before counts anew', async () => {
  const own = { version: '3.0' } as const;
  const [onWatch, onPhone] = [
    { ...own, device: watch('Watch6,7', '10.1') },
    { ...own, device: phone('iPhone14,5') },
  ];
  const app = [8, 10].flatMap((day) => [
    steps('App', day, 8, 9, 1000, onWatch),
    steps('App', day, 8, 9, 800, onPhone),
  ]);
  const proof = [
    steps('Watch', 12, 8, 9, 50, { device: watch('Watch6,7', '10.1'), version: '10.1' }),
    steps('iPhone', 12, 10, 11, 60, { device: phone('iPhone14,5'), version: '17.1' }),
  ];
  // Two samples of one source at one time, as nothing of it is a Watch's or an iPhone's any more.
  const right = [
    ['2025-06-08', 1800],
    ['2025-06-10', 1800],
    ['2025-06-12', 110],
  ];
  expect((await outcomeOf([app])).figures).toEqual([
    ['2025-06-08', 1000],
    ['2025-06-10', 1000],
  ]);
  expect((await outcomeOf([app, [...app, ...proof]])).figures).toEqual(right);
  expect((await outcomeOf([[...app, ...proof]])).figures).toEqual(right);
});

test('what cannot be a sample is kept, remarked and not counted, and covers nothing', async () => {
  const long = { start: at('2025-06-01T04:51:00Z'), end: at('2025-06-11T13:50:00Z') };
  const dayLong = { start: at('2025-06-14T00:00:00Z'), end: at('2025-06-15T00:00:00Z') };
  const files = [
    [
      steps('Watch', 1, 0, 0, 7, { device: watch('Watch6,7'), ...long }),
      ...[1, 2, 11].map((day) => steps('iPhone', day, 8, 9, 500, { device: phone('iPhone14,5') })),
      steps('iPhone', 12, 10, 9, 100),
      steps('App', 14, 0, 0, 8000, dayLong),
      steps('iPhone', 30, 23, 23.5, 40),
      steps('Old', 1, 0, 0, 3, { start: at('0007-05-10T08:00:00Z'), end: at('0007-05-10T09:00:00Z') }),
    ],
  ];
  const { figures, receipts } = await outcomeOf(files);
  expect(figures).toEqual([
    ['2025-06-01', 500],
    ['2025-06-02', 500],
    ['2025-06-11', 500],
    ['2025-06-14', 8000],
  ]);
  expect(receipts[0]?.records).toMatchObject({ added: 7, skipped: 1 });
  expect(Object.fromEntries(receipts[0]?.problems.map(({ code, count }) => [code, count]) ?? [])).toEqual({
    'record.longer_than_day': 1,
    'record.ends_before_start': 1,
    'record.after_export': 1,
    // Year 7 is another calendar's: it is never stored as a date of ours.
    'record.bad_date': 1,
  });
  // A later export that holds it too was made after it.
  const again = await outcomeOf([...files, ...files]);
  expect(again.figures.at(-1)).toEqual(['2025-06-30', 40]);
});

test('a sum and a level that last longer than a day, and workouts outside of time, are remarked and not counted; a mean and a long workout are counted', async () => {
  const start = at('2025-06-01T08:00:00Z');
  const week = (type: string, unit: string, value: string) =>
    recordXml({
      type: `HKQuantityTypeIdentifier${type}`,
      source: 'App',
      start,
      end: start + 7 * 86_400,
      unit,
      value,
    });
  const { receipts, workouts } = await outcomeOf(
    [
      [
        week('DistanceWalkingRunning', 'km', '30'),
        week('FlightsClimbed', 'count', '9'),
        week('AppleExerciseTime', 'min', '90'),
        week('EnvironmentalAudioExposure', 'dBASPL', '60'),
        week('AppleWalkingSteadiness', '%', '0.9'),
        workout('App', start + 60, start, 1),
        workout('App', at('2025-07-30T08:00:00Z'), at('2025-07-30T09:00:00Z'), 1),
        workout('App', start, start + 3 * 86_400, 900),
      ],
    ],
    'workout',
  );
  expect(Object.fromEntries(receipts[0]?.problems.map(({ code, count }) => [code, count]) ?? [])).toEqual({
    'record.longer_than_day': 4,
    'record.ends_before_start': 1,
    'record.after_export': 1,
    'workout.longer_than_day': 1,
  });
  // An expedition is one workout of the day on which it starts.
  expect(workouts).toEqual([['Auto-logged: Running', 0, 900]]);
});

function workout(
  source: string,
  from: number,
  to: number,
  energy: number,
  device = '',
  activity = 'Running',
): XmlElement {
  return (print) =>
    `<Workout workoutActivityType="HKWorkoutActivityType${activity}" duration="40" durationUnit="min" sourceName="${source}" device="${device
      .replaceAll('<', '&lt;')
      .replaceAll(
        '>',
        '&gt;',
      )}" startDate="${print(from)}" endDate="${print(to)}">${statisticXml('HKQuantityTypeIdentifierActiveEnergyBurned', from, String(energy), 'kcal')(print)}</Workout>\n`;
}

test('a workout that was entered by hand counts first, whatever its source', async () => {
  const from = at('2025-06-11T08:00:00Z');
  const entry = (source: string, activity = 'Running', start = from + 60): XmlElement => {
    const element = workout(source, start, start + 3600, 500, '', activity);
    return (print) =>
      element(print).replace('</Workout>', '<MetadataEntry key="HKWasUserEntered" value="1"/></Workout>');
  };
  const run = workout('Watch', from, from + 3500, 450, watch('Watch6,7'));
  const { workouts } = await outcomeOf([[run, entry('Diary')]], 'workout');
  expect(workouts).toEqual([['Auto-logged: Running', 1, 500]]);
  // The same app's own recording, and another sport in the same second.
  const own = await outcomeOf([[workout('Diary', from, from + 3500, 450), entry('Diary')]], 'workout');
  expect(own.workouts).toEqual([['Auto-logged: Running', 1, 500]]);
  const yoga = workout('Watch', from, from + 7000, 450, watch('Watch6,7'), 'Yoga');
  const second = await outcomeOf([[yoga, entry('Diary', 'Running', from)]], 'workout');
  expect(second.workouts).toEqual([['Auto-logged: Running', 0, 500]]);
});

test('two apps\u2019 records of one workout are one event, the Watch\u2019s; other sports and other times are others', async () => {
  const from = at('2025-06-11T23:50:00Z');
  const { workouts } = await outcomeOf(
    [
      [
        workout('RunApp', from + 3, from + 2395, 310),
        workout('Watch', from, from + 2400, 300, watch('Watch6,7')),
        // On the other side of midnight in UTC, where days are derived by themselves.
        workout('Strava', from + 900, from + 2400, 320),
        workout('RunApp', from + 2400, from + 4000, 200),
        workout('Lifts', from + 60, from + 2000, 90, '', 'Yoga'),
        workout('Pauses', from + 3 * 86_400, from + 3 * 86_400 + 60, 1),
        workout('Pauses', from + 3 * 86_400 + 30, from + 3 * 86_400 + 90, 2),
      ],
    ],
    'workout',
  );
  expect(workouts).toEqual([
    ['Auto-logged: Running', 2, 300],
    ['Auto-logged: Yoga', 0, 90],
    ['Auto-logged: Running', 0, 200],
    ['Auto-logged: Running', 0, 1],
    ['Auto-logged: Running', 0, 2],
  ]);
});

test('a ride\u2019s distance is the one ridden; of two summaries of a day the last is kept, also when the file comes again', async () => {
  const { path: dir, remove } = temporaryDir();
  onTestFinished(remove);
  const importer = await openImporter(join(dir, 'profile'));
  const start = at('2025-06-11T16:00:00Z');
  const ride: XmlElement = (print) =>
    `<Workout workoutActivityType="HKWorkoutActivityTypeCycling" sourceName="Watch" startDate="${print(start)}" endDate="${print(start + 1800)}">${[
      statisticXml('HKQuantityTypeIdentifierDistanceCycling', start, '20', 'km'),
      statisticXml('HKQuantityTypeIdentifierDistanceWalkingRunning', start, '1.2', 'km'),
    ]
      .map((statistic) => statistic(print))
      .join('')}</Workout>\n`;
  const elements = [ride, summaryXml('2025-06-10', '130'), summaryXml('2025-06-10', '150')];
  for (const offsetMinutes of [120, 0])
    await importer.importFile(
      writeExport(dir, `${offsetMinutes}.xml`, elements, { exportAt, offsetMinutes }),
    );
  await importer.close();
  const writer = openWriter(importer.database);
  expect(writer.prepare('SELECT distance FROM workout').pluck().all()).toEqual([20_000]);
  const contents = writer.prepare<[], string>('SELECT content FROM activity_summary').pluck().all();
  expect(contents.map((text) => text.includes('150'))).toEqual([true]);
  const arrived = "SELECT count(*) FROM arrival WHERE class = 'activity_summary'";
  expect(writer.prepare(arrived).pluck().get()).toBe(1);
  writer.close();
});
