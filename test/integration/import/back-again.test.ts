// What a later export holds again, in a lower version or with other content (src/core/import/README.md, "No longer in the Health app").
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openReader } from '../../../src/core/db/open.ts';
import type { Receipt } from '../../../src/shared/domain/receipt.ts';
import {
  exportXml,
  metadataXml,
  pressureXml,
  recordXml,
  statisticXml,
  versionEntries,
  workoutXml,
  type XmlElement,
  type XmlRecord,
} from '../../support/health-xml.ts';
import { derivedFaults } from '../../support/history-checks.ts';
import { openImporter, readHere } from '../../support/import-harness.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { day, hour, importFiles, noon } from './imported-files.ts';

interface File {
  /** Days after `noon`. */
  readonly exported: number;
  readonly elements: readonly XmlElement[];
  /** Files beside the XML. */
  readonly beside?: Readonly<Record<string, string>>;
}

const water = (start: number, value: number, more: Partial<XmlRecord> = {}): XmlElement =>
  recordXml({
    type: 'HKQuantityTypeIdentifierDietaryWater',
    source: 'Cup',
    start,
    unit: 'mL',
    value: String(value),
    ...more,
  });

const version = (number: number) => versionEntries('x', number);

/** Others before and after `noon`, so that a file tells of it. */
const around = [water(noon - day, 100), water(noon + day, 100)];
const glass = (value: number, number: number) => water(noon, value, { metadata: version(number) });

const run = (start: number, kcal: number, number?: number): XmlElement =>
  workoutXml('Watch', start, (print) => {
    const energy = statisticXml('HKQuantityTypeIdentifierActiveEnergyBurned', start, String(kcal), 'kcal');
    return `${number === undefined ? '' : metadataXml(version(number))}${energy(print)}`;
  });

const pressure = (high: number, low: number, number: number): readonly XmlElement[] => {
  const { records, correlation } = pressureXml(noon, high, low, version(number));
  return [...records, correlation];
};

interface Told {
  /** Value and copies, by time. */
  readonly records: unknown[][];
  readonly workouts: unknown[][];
  readonly correlations: unknown;
  readonly receipts: readonly Receipt[];
  readonly rows: (sql: string) => unknown[][];
}

/** Imports files in the given order into one profile, and says what counts. */
async function imported(files: readonly File[]): Promise<Told> {
  const { importer, receipts } = await importFiles(
    files.map(({ exported, elements, beside = {} }) => ({
      exportAt: noon + exported * day,
      elements,
      beside,
    })),
  );
  await importer.close();
  expect(receipts.map(({ state, code }) => [state, code])).toEqual(files.map(() => ['completed', null]));
  expect(derivedFaults(importer.database)).toEqual([]);
  const rows = (sql: string) => {
    const reader = openReader(importer.database);
    const found = reader.prepare<[], unknown[]>(sql).raw().all();
    reader.close();
    return found;
  };
  // What was taken out and back while one file was read arrives once.
  const arrived = rows("SELECT run, class, first_row, row_count FROM arrival WHERE class <> ''").flatMap(
    ([at, kind, first, count]) =>
      Array.from({ length: Number(count) }, (_, n) => `${at}/${kind}/${Number(first) + n}`),
  );
  expect(arrived).toEqual([...new Set(arrived)]);
  return {
    records: rows('SELECT value_key, copies FROM record ORDER BY start, value_key'),
    workouts: rows('SELECT start, energy FROM workout ORDER BY start'),
    correlations: rows('SELECT count(*) FROM correlation')[0]?.[0],
    receipts,
    rows,
  };
}

function ordersOf<T>(list: readonly T[]): T[][] {
  if (list.length === 0) return [[]];
  return list.flatMap((one, at) => ordersOf(list.toSpliced(at, 1)).map((rest) => [one, ...rest]));
}

const name = (files: readonly File[]) => files.map(({ exported }) => exported).join();

describe('a lower version that the newest export holds counts', () => {
  const first = glass(500, 2);
  const anew = glass(450, 1);
  const histories: readonly (readonly [string, readonly (readonly XmlElement[])[], number])[] = [
    ['after a higher one', [[first], [anew]], 450],
    ['after a higher one that was gone in between', [[first], [], [anew]], 450],
    ['with the values of before', [[glass(500, 1)], [glass(450, 2)], [glass(500, 1)]], 500],
    ['and so does a third one of the same height as the first', [[first], [anew], [glass(470, 2)]], 470],
    ['until the higher one is there again', [[first], [anew], [first]], 500],
  ];
  const tests = histories.flatMap(([title, parts, value]) => {
    const files = parts.map((elements, n) => ({ exported: 2 + n, elements: [...around, ...elements] }));
    return ordersOf(files).map((order) => [title, name(order), order, value] as const);
  });
  test.each(tests)('%s, in the order %s', async (_, __, files, value) => {
    const { records } = await imported(files);
    expect(records.map(([one]) => one)).toEqual([100, value, 100]);
  });

  test('not where a still later export holds none of them', async () => {
    const files = [[glass(450, 1)], [first], [anew], []].map((elements, n) => ({
      exported: 2 + n,
      elements: [...around, ...elements],
    }));
    const orders = ['0123', '0132', '3210', '2301'].map((text) =>
      [...text].map((n) => files[Number(n)] as File),
    );
    for (const order of orders) {
      const { records } = await imported(order);
      expect([name(order), records.map(([one]) => one)]).toEqual([name(order), [100, 100]]);
    }
  });

  test('at the edge of what the file tells of too, where absence says nothing', async () => {
    const files = [
      { exported: 2, elements: [glass(500, 2)] },
      { exported: 3, elements: [water(noon + hour, 450, { metadata: version(1) })] },
    ];
    for (const order of ordersOf(files)) {
      const { records } = await imported(order);
      expect([name(order), records.map(([one]) => one)]).toEqual([name(order), [450]]);
    }
  });

  test('what was gone and is there again beside a higher version stays away', async () => {
    const { records } = await imported([
      { exported: 2, elements: [...around, glass(500, 1)] },
      { exported: 3, elements: around },
      { exported: 4, elements: [...around, glass(500, 1), glass(450, 2)] },
    ]);
    expect(records.map(([one]) => one)).toEqual([100, 450, 100]);
  });

  test('of workouts and correlations, which take their records along', async () => {
    const files = [
      { exported: 2, elements: [...pressure(120, 80, 3), run(noon, 600, 3)] },
      { exported: 3, elements: [...pressure(118, 79, 1), run(noon + 600, 500, 1)] },
    ];
    for (const order of ordersOf(files)) {
      const { records, workouts, correlations } = await imported(order);
      expect([name(order), records.map(([one]) => one), workouts, correlations]).toEqual([
        name(order),
        [79, 118],
        [[noon + 600, 500]],
        1,
      ]);
    }
  });

  test('a file that was cut decides nothing of it: the whole one does', async () => {
    const dir = scratchDir();
    const importer = await openImporter(join(dir, 'profile'), readHere);
    const add = async (title: string, exported: number, elements: readonly XmlElement[], isCut = false) => {
      const path = join(dir, title);
      const xml = exportXml([...around, ...elements], { exportAt: noon + exported * day });
      writeFileSync(path, isCut ? xml.replace('</HealthData>', '<Record type="') : xml);
      return importer.importFile(path, { isSamePerson: true });
    };
    const values = () => {
      const reader = openReader(importer.database);
      const found = reader.prepare<[], number>('SELECT value_key FROM record ORDER BY start').pluck().all();
      reader.close();
      return found;
    };
    await add('a.xml', 2, [first]);
    expect(await add('cut.xml', 3, [anew], true)).toMatchObject({ state: 'partial' });
    expect(values()).toEqual([100, 500, 100]);
    const { removed } = await add('b.xml', 3, [anew]);
    expect([values(), removed]).toEqual([[100, 450, 100], { superseded: 1, gone: 0, returned: 1 }]);
    await importer.close();
  });
});

describe('a row that comes back is as the export has it that brings it back', () => {
  test('held twice now: both count', async () => {
    const once = [...around, water(noon, 250)];
    const { records, receipts } = await imported([
      { exported: 2, elements: once },
      { exported: 3, elements: around },
      { exported: 4, elements: [...once, water(noon, 250)] },
    ]);
    expect(records).toEqual([
      [100, 1],
      [250, 2],
      [100, 1],
    ]);
    expect(receipts.at(-1)?.removed).toEqual({ superseded: 0, gone: 0, returned: 1 });
  });

  test('a workout with another energy', async () => {
    const others = [run(noon - day, 10), run(noon + day, 10)];
    const files = [
      { exported: 2, elements: [...others, run(noon, 200)] },
      { exported: 3, elements: others },
      { exported: 4, elements: [...others, run(noon, 300)] },
    ];
    for (const order of ordersOf(files)) {
      const { workouts } = await imported(order);
      expect([name(order), workouts.map(([, energy]) => energy)]).toEqual([name(order), [10, 300, 10]]);
    }
  });

  test('a clinical record with its document', async () => {
    const record =
      (id: string, at: number, file = ''): XmlElement =>
      (print) =>
        `<ClinicalRecord type="AllergyRecord" identifier="${id}" sourceName="Clinic" sourceURL="https://clinic.example/${id}" fhirVersion="4.0.1" receivedDate="${print(at)}"${file}/>\n`;
    const others = [record('a', noon - day), record('c', noon + day)];
    const document = '{"resourceType":"AllergyIntolerance"}';
    const { rows, receipts } = await imported([
      { exported: 2, elements: [...others, record('b', noon)] },
      { exported: 3, elements: others },
      {
        exported: 4,
        elements: [...others, record('b', noon, ' resourceFilePath="/clinical-records/b.json"')],
        beside: { 'clinical-records/b.json': document },
      },
    ]);
    expect(rows("SELECT resource FROM clinical WHERE identifier = 'b'")).toEqual([[document]]);
    expect(receipts.at(-1)?.removed.returned).toBe(1);
  });

  test('an ECG with the samples that could not be read before', async () => {
    const recorded = (at: number, samples: number) =>
      `Name,Ada\nRecorded Date,${new Date(at * 1000).toISOString().slice(0, 19).replace('T', ' ')} +0000\nClassification,Sinus Rhythm\nSymptoms,\nSoftware Version,1\nDevice,"Watch6,7"\nSample Rate,512 hertz\n\n\nLead,Lead I\nUnit,µV\n\n${'1.5\n'.repeat(samples)}`;
    const file = (exported: number, samples: number | null): File => ({
      exported,
      elements: around,
      beside: {
        'electrocardiograms/a.csv': recorded(noon - day, 30),
        ...(samples === null ? {} : { 'electrocardiograms/b.csv': recorded(noon, samples) }),
        'electrocardiograms/c.csv': recorded(noon + day, 30),
      },
    });
    const { rows, receipts } = await imported([file(2, 20), file(3, null), file(4, 30)]);
    expect(receipts.map(({ removed }) => [removed.gone, removed.returned])).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
    ]);
    expect(rows('SELECT sample_count FROM ecg ORDER BY recorded_at')).toEqual([[30], [30], [30]]);
    expect(rows('SELECT id FROM removed_ecg')).toEqual([]);
  });
});

const pieces: readonly File[] = [
  { exported: 2, elements: [...around, water(noon, 500)] },
  { exported: 3, elements: around },
  { exported: 3, elements: [water(noon, 500)] },
];
test.each(ordersOf([0, 1, 2]).map((order) => [order.join(), order] as const))(
  'pieces of one export say nothing about each other, in the order %s',
  async (_, order) => {
    const { records } = await imported(order.map((n) => pieces[n] as File));
    expect(records.map(([one]) => one)).toEqual([100, 500, 100]);
  },
);

describe('a night at the end of the file that an app rewrote', () => {
  const slept = (what: string, from: number, to: number): XmlElement =>
    recordXml({
      type: 'HKCategoryTypeIdentifierSleepAnalysis',
      source: 'Ring',
      start: noon + from * 60,
      end: noon + to * 60,
      value: `HKCategoryValueSleepAnalysis${what}`,
    });
  const plain = slept('AsleepUnspecified', 0, 480);
  const stages = [slept('AsleepCore', 6, 180), slept('AsleepREM', 180, 240), slept('AsleepCore', 240, 360)];
  const left = 'SELECT (start - 1748772000) / 60, value_key FROM record ORDER BY start';

  test('with stages for the plain sleep of before', async () => {
    const files = [
      { exported: 1, elements: [plain] },
      { exported: 1.1, elements: stages },
    ];
    for (const order of ordersOf(files)) {
      const { rows } = await imported(order);
      expect(rows(left).map(([start]) => start)).toEqual([6, 180, 240]);
    }
  });

  test('time awake or in bed replaces no sleep', async () => {
    const { rows } = await imported([
      { exported: 1, elements: [plain] },
      { exported: 1.1, elements: [slept('Awake', 100, 130), slept('InBed', 10, 400)] },
    ]);
    expect(rows(left)).toHaveLength(3);
  });
});
