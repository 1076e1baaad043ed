// What was changed or deleted in Health between two exports (src/core/import/README.md, "No longer in the Health app").
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openReader } from '../../../src/core/db/open.ts';
import type { XmlElement, XmlRecord } from '../../support/health-xml.ts';
import {
  audiogramXml,
  correlationXml,
  metadataXml,
  pressureXml,
  recordXml,
  versionEntries as version,
  workoutXml,
  writeExport,
} from '../../support/health-xml.ts';
import { openImporter, readHere } from '../../support/import-harness.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { day, type ExportFile, hour, importFiles, noon } from './imported-files.ts';

const steps = (start: number, value: number, more: Partial<XmlRecord> = {}): XmlElement =>
  recordXml({
    type: 'HKQuantityTypeIdentifierStepCount',
    source: 'Band',
    start,
    end: start + 900,
    unit: 'count',
    value: String(value),
    ...more,
  });

const versionXml =
  (identifier: string, number: number): XmlElement =>
  () =>
    metadataXml(version(identifier, number));

/** Imports files in the given order and says what is there, what is not, and what the receipts say. */
async function imported(files: readonly ExportFile[]) {
  const { importer, receipts } = await importFiles(files);
  await importer.close();
  expect(receipts.map(({ state, code }) => [state, code])).toEqual(files.map(() => ['completed', null]));
  const reader = openReader(importer.database);
  const all = (sql: string) => reader.prepare<[], unknown[]>(sql).raw().all();
  const state = {
    values: all('SELECT start, value_key FROM record ORDER BY start, value_key'),
    removed: all('SELECT start, value_key, state FROM removed_record ORDER BY start, value_key'),
    days: all('SELECT day, source, count FROM record_day ORDER BY type, day, source'),
    summary: all('SELECT type, source, count, first_at, last_at FROM record_summary ORDER BY type, source'),
    months: all('SELECT month, count FROM record_month WHERE count > 0 ORDER BY type, month'),
  };
  const recount = {
    days: all(`SELECT start / 86400, source, count(*) FROM record
      GROUP BY type, start / 86400, source ORDER BY type, start / 86400, source`),
    summary: all(
      'SELECT type, source, count(*), min(start), max(start) FROM record GROUP BY type, source ORDER BY type, source',
    ),
  };
  const count = (table: string) => all(`SELECT count(*) FROM ${table}`)[0]?.[0];
  const others = Object.fromEntries(
    ['workout', 'correlation', 'document'].map((table) => [table, [count(table), count(`removed_${table}`)]]),
  );
  reader.close();
  expect({ days: state.days, summary: state.summary }).toEqual(recount);
  return { ...state, others, receipts };
}

describe('superseded', () => {
  const older = steps(noon, 500, { metadata: version('quarter-1', 1) });
  const newer = steps(noon, 450, { metadata: version('quarter-1', 2) });
  const expected = {
    values: [[noon, 450]],
    removed: [[noon, 500, 'superseded']],
  };

  test.each([
    ['in one file', [{ exportAt: noon + day, elements: [older, newer] }]],
    ['in one file, the newer first', [{ exportAt: noon + day, elements: [newer, older] }]],
    [
      'across files',
      [
        { exportAt: noon + day, elements: [older] },
        { exportAt: noon + 2 * day, elements: [newer] },
      ],
    ],
    [
      'across files, the newer imported first',
      [
        { exportAt: noon + 2 * day, elements: [newer] },
        { exportAt: noon + day, elements: [older] },
      ],
    ],
  ])('%s', async (_, files) => {
    const { values, removed, receipts } = await imported(files);
    expect({ values, removed }).toEqual(expected);
    expect(receipts.map((receipt) => receipt.removed.superseded).reduce((a, b) => a + b)).toBe(1);
  });

  const steps3 = [older, newer, steps(noon, 500, { metadata: version('quarter-1', 3) })];
  const run = (number: number, at: number) => workoutXml('Watch', at, versionXml('run-1', number));
  const runs3 = [run(1, noon), run(2, noon + 3 * hour), run(3, noon)];
  test.each([
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ])(
    'a change that the app took back, in the order %i %i %i: the first values count, not the second',
    async (...order) => {
      const files = order.map((index) => ({
        exportAt: noon + (index + 1) * day,
        elements: [steps3[index] as XmlElement, runs3[index] as XmlElement],
      }));
      const { values, removed, others, receipts } = await imported(files);
      expect({ values, removed }).toEqual({ values: [[noon, 500]], removed: [[noon, 450, 'superseded']] });
      expect(others['workout']).toEqual([1, 1]);
      // Both came back when the third file came last.
      expect(receipts.map((receipt) => receipt.removed.returned)).toEqual([0, 0, order[2] === 2 ? 2 : 0]);
    },
  );

  test('not by a version of another source, type or identifier, nor by an equal one', async () => {
    const { removed } = await imported([
      {
        exportAt: noon + day,
        elements: [
          older,
          steps(noon, 400, { source: 'Other band', metadata: version('quarter-1', 2) }),
          steps(noon, 410, { metadata: version('quarter-2', 2) }),
          steps(noon, 420, { metadata: version('quarter-1', 1) }),
        ],
      },
    ]);
    expect(removed).toEqual([]);
  });

  test('a rewritten workout takes the place of the older one, whenever it begins', async () => {
    const { others } = await imported([
      { exportAt: noon + day, elements: [run(1, noon)] },
      { exportAt: noon + 2 * day, elements: [run(2, noon + 3 * hour)] },
    ]);
    expect(others['workout']).toEqual([1, 1]);
  });
});

describe('superseded, the same in one file and across files, in every order', () => {
  const sugar = (value: number): XmlRecord => ({
    type: 'HKQuantityTypeIdentifierDietarySugar',
    source: 'Diary',
    start: noon,
    unit: 'g',
    value: String(value),
  });
  const meal = (values: readonly number[], ...identity: Parameters<typeof version>): XmlElement =>
    correlationXml('HKCorrelationTypeIdentifierFood', 'Diary', noon, values.map(sugar), version(...identity));
  const pressure = (high: number, low: number, number: number): readonly XmlElement[] => {
    const { records, correlation } = pressureXml(noon, high, low, version('reading-1', number));
    return [...records, correlation];
  };
  const fill = Array.from({ length: 4000 }, (_, i) => steps(noon + 900 * (i + 1), 3, { source: 'Phone' }));

  /** The same parts as one file and as a file each, in every order that is given. */
  async function everyWay(parts: readonly (readonly XmlElement[])[], orders: readonly number[][]) {
    const states = [];
    for (const order of orders) {
      const files = order.map((n) => ({ exportAt: noon + (n + 1) * day, elements: parts[n] ?? [] }));
      states.push(await imported(files));
      states.push(
        await imported([{ exportAt: noon + day, elements: files.flatMap(({ elements }) => elements) }]),
      );
    }
    return states.map(({ values, others, receipts }) => ({
      values: values.map(([, value]) => value),
      correlation: others['correlation'],
      superseded: receipts.reduce((sum, { removed }) => sum + removed.superseded, 0),
    }));
  }
  const both = [
    [0, 1],
    [1, 0],
  ];

  test('a blood pressure that an app wrote anew: the old one goes with both of its records', async () => {
    const states = await everyWay([pressure(120, 80, 1), pressure(118, 79, 2)], both);
    for (const state of states)
      expect(state).toEqual({ values: [79, 118], correlation: [1, 1], superseded: 3 });
  });

  test('a record that the newer one holds too, or another meal of that instant, stays', async () => {
    const other = meal([30], 'meal-2', 1);
    const parts = [
      [meal([10, 20, 30], 'meal-1', 1), other],
      [other, meal([20, 25], 'meal-1', 2)],
    ];
    const states = await everyWay(parts, both);
    for (const state of states)
      expect(state).toEqual({ values: [20, 25, 30], correlation: [2, 1], superseded: 2 });
  });

  test('a change that the app took back brings the records back with the correlation', async () => {
    const parts = [pressure(120, 80, 1), pressure(118, 79, 2), pressure(120, 80, 3)];
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 2, 0],
      [2, 1, 0],
    ];
    const states = await everyWay(parts, orders);
    for (const { values, correlation } of states)
      expect({ values, correlation }).toEqual({ values: [80, 120], correlation: [1, 1] });
  });

  test('undone, a blood pressure is back with its records, and stays', async () => {
    const dir = scratchDir();
    const importer = await openImporter(join(dir, 'profile'), readHere);
    await importer.importFile(writeExport(dir, 'a.xml', pressure(120, 80, 1), { exportAt: noon + day }));
    const newer = pressure(118, 79, 2);
    const { runId } = await importer.importFile(
      writeExport(dir, 'b.xml', newer, { exportAt: noon + 2 * day }),
      { isSamePerson: true },
    );
    const removals = await importer.removals(runId);
    expect(removals.groups.map(({ state, count }) => [state, count])).toEqual(
      Array(3).fill(['superseded', 1]),
    );
    await importer.undoRemovals(runId);
    await importer.importFile(writeExport(dir, 'c.xml', newer, { exportAt: noon + 3 * day }), {
      isSamePerson: true,
    });
    await importer.close();
    const reader = openReader(importer.database);
    const values = reader.prepare('SELECT value_key FROM record ORDER BY value_key').pluck().all();
    const correlations = reader.prepare('SELECT count(*) FROM correlation').pluck().get();
    reader.close();
    expect([values, correlations]).toEqual([[79, 80, 118, 120], 2]);
  });

  test('a superseded record that the file holds once more, thousands of records later, is the same record', async () => {
    const twice = [
      steps(noon, 500, { metadata: version('quarter-1', 1) }),
      steps(noon, 450, { metadata: version('quarter-1', 2) }),
      ...fill,
      steps(noon, 500, { metadata: version('quarter-1', 1) }),
    ];
    const { removed, receipts } = await imported([{ exportAt: noon + 90 * day, elements: twice }]);
    expect(removed).toEqual([[noon, 500, 'superseded']]);
    expect(receipts[0]).toMatchObject({ records: { added: 4002, repeated: 1 }, removed: { superseded: 1 } });
  });

  test('after a record came back the same file brings new ones, each of which arrives once', async () => {
    const older = [
      steps(noon, 500, { metadata: version('quarter-1', 1) }),
      steps(noon, 450, { metadata: version('quarter-1', 2) }),
    ];
    const back = [steps(noon, 500, { metadata: version('quarter-1', 3) }), ...fill];
    const { values, receipts } = await imported([
      { exportAt: noon + 80 * day, elements: older },
      { exportAt: noon + 90 * day, elements: back },
    ]);
    expect(values).toHaveLength(4001);
    expect(receipts[1]).toMatchObject({ records: { added: 4000 }, removed: { superseded: 1, returned: 1 } });
  });

  describe('of a renamed source', () => {
    const many = (source: string): readonly XmlElement[] =>
      Array.from({ length: 60 }, (_, i) => steps(noon + 900 * (i + 1), 10 + i, { source }));
    const parts = [
      [...many('Band'), steps(noon, 500, { source: 'Band', metadata: version('quarter-1', 1) })],
      [...many('Ring'), steps(noon, 450, { source: 'Ring', metadata: version('quarter-1', 2) })],
    ];
    const files = (order: readonly number[]): ExportFile[] =>
      order.map((n) => ({ exportAt: noon + (n + 1) * day, elements: parts[n] ?? [] }));

    test.each([[[0, 1]], [[1, 0]]])(
      'the older version goes, under whichever name it was stored: %j',
      async (order) => {
        const { values, removed, receipts } = await imported(files(order));
        expect(receipts[1]?.aliases).toHaveLength(1);
        expect(values.filter(([at]) => at === noon)).toEqual([[noon, 450]]);
        expect(removed).toEqual([[noon, 500, 'superseded']]);
        expect(receipts.map((receipt) => receipt.removed.superseded)).toEqual([0, 1]);
      },
    );

    test('versions that the file of the new name holds beside each other, and those of the old one', async () => {
      const [old = []] = parts;
      const ring = (value: number, number: number) =>
        steps(noon, value, { source: 'Ring', metadata: version('quarter-1', number) });
      const elements = [...many('Ring'), ring(500, 1), ring(450, 2), ring(470, 3)];
      const { values, removed, receipts } = await imported([
        { exportAt: noon + day, elements: old },
        { exportAt: noon + 2 * day, elements },
      ]);
      expect(values.filter(([at]) => at === noon)).toEqual([[noon, 470]]);
      expect(removed).toEqual([
        [noon, 450, 'superseded'],
        [noon, 500, 'superseded'],
      ]);
      expect(receipts[1]).toMatchObject({
        records: { added: 2, known: 61 },
        removed: { superseded: 2, returned: 0 },
      });
    });

    test('what was gone under the old name and is there under the new one is back, once', async () => {
      const without = many('Band').toSpliced(30, 1);
      const { values, removed, receipts } = await imported([
        { exportAt: noon + day, elements: many('Band') },
        { exportAt: noon + 2 * day, elements: without },
        { exportAt: noon + 3 * day, elements: many('Ring') },
        { exportAt: noon + 4 * day, elements: [...many('Ring'), steps(noon, 1, { source: 'Ring' })] },
        { exportAt: noon + 5 * day, elements: many('Ring').toSpliced(30, 1) },
      ]);
      expect(receipts.map((receipt) => receipt.removed)).toMatchObject([
        { gone: 0 },
        { gone: 1 },
        { returned: 1 },
        { gone: 0 },
        { gone: 1 },
      ]);
      expect([values.length, removed.length]).toEqual([60, 1]);
    });

    test('workouts and correlations as well; forbidden, the name is another source with versions of its own', async () => {
      const items = (source: string, at: number, high: number, number: number): XmlElement[] => [
        ...many(source),
        workoutXml(source, at, versionXml('run-1', number)),
        correlationXml(
          'HKCorrelationTypeIdentifierBloodPressure',
          source,
          noon,
          [
            {
              type: 'HKQuantityTypeIdentifierBloodPressureSystolic',
              source,
              start: noon,
              unit: 'mmHg',
              value: String(high),
            },
          ],
          version('reading-1', number),
        ),
      ];
      const dir = scratchDir();
      const importer = await openImporter(join(dir, 'profile'), readHere);
      const complete = async (name: string, elements: readonly XmlElement[], exportAt: number) => {
        const path = writeExport(dir, name, elements, { exportAt });
        return importer.importFile(path, { isSamePerson: true });
      };
      const counts = () => {
        const reader = openReader(importer.database);
        const count = (table: string) => reader.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
        const found = ['workout', 'removed_workout', 'correlation', 'removed_correlation', 'record'].map(
          count,
        );
        reader.close();
        return found;
      };
      await complete('a.xml', items('Band', noon, 120, 1), noon + day);
      const ring = items('Ring', noon + 3 * hour, 118, 2);
      const { aliases, removed } = await complete('b.xml', ring, noon + 2 * day);
      expect(removed.superseded).toBe(3);
      expect(counts()).toEqual([1, 1, 1, 1, 61]);
      await importer.undoAlias(aliases[0]?.sourceId ?? 0);
      const again = await complete('c.xml', [...ring].reverse(), noon + 3 * day);
      expect(again).toMatchObject({ aliases: [], removed: { superseded: 0 } });
      expect(counts()).toEqual([2, 1, 2, 1, 122]);
      await importer.close();
    });
  });
});

describe('gone', () => {
  const old: ExportFile = {
    exportAt: noon + day,
    elements: [steps(noon - day, 10), steps(noon, 350), steps(noon + hour, 20)],
  };

  test('a deleted record with others on both sides of it; importing the older export again changes nothing', async () => {
    const newer: ExportFile = {
      exportAt: noon + 2 * day,
      elements: [steps(noon - day, 10), steps(noon + hour, 20)],
    };
    // In another order of elements it is another file with the same contents.
    const again = ({ exportAt, elements }: ExportFile): ExportFile => ({
      exportAt,
      elements: elements.toReversed(),
    });
    const orders = [
      [old, newer],
      [newer, old],
      [old, newer, again(old)],
      [newer, old, again(newer)],
    ];
    for (const files of orders) {
      const { values, removed, receipts } = await imported(files);
      expect(values).toEqual([
        [noon - day, 10],
        [noon + hour, 20],
      ]);
      expect(removed).toEqual([[noon, 350, 'gone']]);
      expect(receipts.map((receipt) => receipt.removed.gone).reduce((a, b) => a + b)).toBe(1);
    }
  });

  test('a quarter of an hour that an app rewrote without a sync identifier', async () => {
    const { values } = await imported([
      { exportAt: noon + day, elements: [steps(noon, 200)] },
      { exportAt: noon + 2 * day, elements: [steps(noon, 350)] },
    ]);
    expect(values).toEqual([[noon, 350]]);
  });

  test('a night of which the newer file begins later: the new night stands in its time', async () => {
    const night = (start: number): XmlElement =>
      recordXml({
        type: 'HKCategoryTypeIdentifierSleepAnalysis',
        source: 'Ring',
        start,
        end: noon,
        value: 'HKCategoryValueSleepAnalysisAsleepCore',
      });
    const older = { exportAt: noon + day, elements: [night(noon - 8 * hour)] };
    const newer = { exportAt: noon + 2 * day, elements: [night(noon - 6 * hour)] };
    for (const files of [
      [older, newer],
      [newer, older],
    ]) {
      const { values, removed } = await imported(files);
      expect(values.map(([start]) => start)).toEqual([noon - 6 * hour]);
      expect(removed.map(([start]) => start)).toEqual([noon - 8 * hour]);
    }
  });

  test('a condensed workout: the many samples go, the one that stands for them stays', async () => {
    const energy = (start: number, end: number, value: number): XmlElement =>
      recordXml({
        type: 'HKQuantityTypeIdentifierActiveEnergyBurned',
        source: 'Watch',
        start,
        end,
        unit: 'kcal',
        value: String(value),
      });
    const dense = Array.from({ length: 59 }, (_, i) => energy(noon + 60 * i, noon + 60 * i + 60, 10));
    const { values } = await imported([
      { exportAt: noon + day, elements: dense },
      { exportAt: noon + 200 * day, elements: [energy(noon, noon + 59 * 60, 590)] },
    ]);
    expect(values).toEqual([[noon, 590]]);
  });

  test('of rates absence removes nothing: the older samples are the denser ones', async () => {
    const heart = (start: number): XmlElement =>
      recordXml({
        type: 'HKQuantityTypeIdentifierHeartRate',
        source: 'Watch',
        start,
        unit: 'count/min',
        value: '60',
      });
    const { values, removed } = await imported([
      { exportAt: noon + day, elements: [heart(noon), heart(noon + 60), heart(noon + 120)] },
      { exportAt: noon + 2 * day, elements: [heart(noon), heart(noon + 120)] },
    ]);
    expect([values.length, removed.length]).toEqual([3, 0]);
  });

  test('not what lies before the beginning or after the end of the newer file, nor of another source', async () => {
    const { removed } = await imported([
      old,
      {
        exportAt: noon + 2 * day,
        elements: [steps(noon + hour, 20), steps(noon - day, 1, { source: 'Phone' })],
      },
    ]);
    expect(removed).toEqual([]);
  });

  test('a cut file keeps no older export from deciding, and none of its own rows are gone for that', async () => {
    const dir = scratchDir();
    const importer = await openImporter(join(dir, 'profile'), readHere);
    await importer.importFile(writeExport(dir, 'a.xml', old.elements, old));
    const newer = [steps(noon - day, 10), steps(noon + 900, 5), steps(noon + hour, 20)];
    const cut = writeExport(dir, 'cut.xml', newer, { exportAt: noon + 3 * day });
    writeFileSync(cut, readFileSync(cut, 'utf8').replace('</HealthData>', '<Record type="'));
    expect(await importer.importFile(cut, { isSamePerson: true })).toMatchObject({ state: 'partial' });
    // Older than the cut file: it has the deleted record no more, and not yet the one that the cut file added.
    const between = [steps(noon - day, 10), steps(noon + hour, 20)];
    const decided = await importer.importFile(
      writeExport(dir, 'b.xml', between, { exportAt: noon + 2 * day }),
      { isSamePerson: true },
    );
    expect(decided).toMatchObject({ state: 'completed', removed: { gone: 1 } });
    const whole = writeExport(dir, 'c.xml', [steps(noon - day, 10), steps(noon + hour, 20)], {
      exportAt: noon + 4 * day,
    });
    const last = await importer.importFile(whole, { isSamePerson: true });
    await importer.close();
    expect(last).toMatchObject({ state: 'completed', removed: { gone: 1 } });
    const reader = openReader(importer.database);
    const removed = reader.prepare('SELECT value_key FROM removed_record ORDER BY start').pluck().all();
    reader.close();
    expect(removed).toEqual([350, 5]);
  });

  test('after a file that was cut the whole one of the same export decides', async () => {
    const dir = scratchDir();
    const importer = await openImporter(join(dir, 'profile'), readHere);
    await importer.importFile(writeExport(dir, 'a.xml', old.elements, old));
    const exportAt = noon + 2 * day;
    const newer = [steps(noon - day, 10), steps(noon + hour, 20)];
    const cut = writeExport(dir, 'cut.xml', newer, { exportAt });
    writeFileSync(cut, readFileSync(cut, 'utf8').replace('</HealthData>', '<Record type="'));
    expect(await importer.importFile(cut)).toMatchObject({ state: 'partial', removed: { gone: 0 } });
    const whole = await importer.importFile(writeExport(dir, 'whole.xml', newer, { exportAt }));
    await importer.close();
    expect(whole).toMatchObject({ state: 'completed', removed: { gone: 1 } });
  });

  test('a cut file decides nothing', async () => {
    const dir = scratchDir();
    const importer = await openImporter(join(dir, 'profile'), readHere);
    await importer.importFile(writeExport(dir, 'a.xml', old.elements, old));
    const path = writeExport(dir, 'b.xml', [steps(noon - day, 10), steps(noon + hour, 20)], {
      exportAt: noon + 2 * day,
    });
    writeFileSync(path, readFileSync(path, 'utf8').replace('</HealthData>', '<Record type="'));
    const receipt = await importer.importFile(path, { isSamePerson: true });
    await importer.close();
    expect(receipt).toMatchObject({ state: 'partial', removed: { gone: 0 } });
  });

  test('met again in a still newer export, it is back', async () => {
    const without: ExportFile = {
      exportAt: noon + 2 * day,
      elements: [steps(noon - day, 10), steps(noon + hour, 20)],
    };
    const again: ExportFile = { exportAt: noon + 3 * day, elements: old.elements };
    const { values, removed, receipts } = await imported([old, without, again]);
    expect(removed).toEqual([]);
    expect(values).toHaveLength(3);
    expect(receipts.at(-1)).toMatchObject({ records: { added: 0, known: 3 }, removed: { returned: 1 } });
  });

  test('printed in another unit it is the same record', async () => {
    const water = (unit: string, value: string): XmlElement[] =>
      [noon, noon + hour, noon + 2 * hour].map((start) =>
        recordXml({ type: 'HKQuantityTypeIdentifierDietaryWater', source: 'Cup', start, unit, value }),
      );
    const { values, removed } = await imported([
      { exportAt: noon + day, elements: water('mL', '250') },
      { exportAt: noon + 2 * day, elements: water('L', '0.25') },
    ]);
    expect([values.length, removed.length]).toEqual([3, 0]);
  });

  test('a renamed source is the same source', async () => {
    const under = (source: string) =>
      Array.from({ length: 40 }, (_, i) => steps(noon + i * hour, 10 + i, { source }));
    const { values, removed } = await imported([
      { exportAt: noon + 3 * day, elements: under('Band') },
      { exportAt: noon + 4 * day, elements: under('Band of Ada') },
    ]);
    expect([values.length, removed.length]).toEqual([40, 0]);
  });

  test('workouts, correlations and documents too', async () => {
    const pressure = (at: number) =>
      correlationXml('HKCorrelationTypeIdentifierBloodPressure', 'Cuff', at, [
        {
          type: 'HKQuantityTypeIdentifierBloodPressureSystolic',
          source: 'Cuff',
          start: at,
          unit: 'mmHg',
          value: '120',
        },
        {
          type: 'HKQuantityTypeIdentifierBloodPressureDiastolic',
          source: 'Cuff',
          start: at,
          unit: 'mmHg',
          value: '80',
        },
      ]);
    const at = [noon, noon + 3 * hour, noon + 6 * hour];
    const of = (times: readonly number[]): XmlElement[] => [
      ...times.map((time) => workoutXml('Watch', time)),
      ...times.map(pressure),
      ...times.map((time) => audiogramXml('Ears', time)),
    ];
    const [first, middle, last] = at as [number, number, number];
    const { others, removed } = await imported([
      { exportAt: noon + day, elements: of([first, middle, last]) },
      { exportAt: noon + 2 * day, elements: of([first, last]) },
    ]);
    expect(others).toEqual({ workout: [2, 1], correlation: [2, 1], document: [2, 1] });
    expect(removed).toHaveLength(2);
  });

  test('undone as a whole: all count again, and no later import removes them', async () => {
    const without: ExportFile = {
      exportAt: noon + 2 * day,
      elements: [steps(noon - day, 10), steps(noon + hour, 20)],
    };
    const dir = scratchDir();
    const importer = await openImporter(join(dir, 'profile'), readHere);
    await importer.importFile(writeExport(dir, 'a.xml', old.elements, old));
    const { runId } = await importer.importFile(writeExport(dir, 'b.xml', without.elements, without));
    expect(await importer.removals(runId)).toMatchObject({
      total: { gone: 1, superseded: 0 },
      groups: [{ type: 'HKQuantityTypeIdentifierStepCount', day: '2025-06-01', state: 'gone', count: 1 }],
      more: { items: 0, days: 0 },
    });
    await importer.undoRemovals(runId);
    expect(await importer.removals(runId)).toMatchObject({
      total: { gone: 0, superseded: 0 },
      groups: [],
      more: { items: 0, days: 0 },
    });
    const later = { exportAt: noon + 3 * day };
    const receipt = await importer.importFile(writeExport(dir, 'c.xml', without.elements, later));
    expect(receipt.removed).toEqual({ superseded: 0, gone: 0, returned: 0 });
    await importer.close();
    const reader = openReader(importer.database);
    const values = reader.prepare('SELECT value_key FROM record ORDER BY start').pluck().all();
    const count = reader.prepare('SELECT sum(count) FROM record_day').pluck().get();
    reader.close();
    expect([values, count]).toEqual([[10, 350, 20], 3]);
  });
});

test('a receipt lists by days of the home zone, and says how many more there are than its lines', async () => {
  const dir = scratchDir();
  const importer = await openImporter(join(dir, 'profile'), readHere);
  await importer.program.handlers['settings.setHomeZone']({ homeZone: 'America/New_York' });
  // Days of New York, not of UTC: the first begins at 04:00 UTC. Of each day two samples late in the evening, two of the same night by UTC.
  const midnight = Date.parse('2023-06-01T00:00:00-04:00') / 1000;
  const evenings = Array.from({ length: 502 }, (_, index) => midnight + index * day + 22 * hour);
  const old = evenings.flatMap((at) => [steps(at, 1), steps(at + hour, 2)]);
  // One of each noon stays, so that the newer file speaks of every day.
  const left = Array.from({ length: 504 }, (_, index) => steps(midnight + (index - 1) * day + 12 * hour, 10));
  const exportAt = midnight + 700 * day;
  await importer.importFile(writeExport(dir, 'a.xml', [...left, ...old], { exportAt }));
  const { runId, removed } = await importer.importFile(
    writeExport(dir, 'b.xml', left, { exportAt: exportAt + day }),
  );
  expect(removed.gone).toBe(1004);
  const list = await importer.removals(runId);
  expect(list).toMatchObject({
    zone: 'America/New_York',
    total: { gone: 1004, superseded: 0 },
    more: { items: 4, days: 2 },
  });
  expect(list.groups).toHaveLength(500);
  const group = { type: 'HKQuantityTypeIdentifierStepCount', state: 'gone', count: 2 };
  // 501 days after the first of June 2023.
  expect(list.groups[0]).toEqual({ ...group, day: '2024-10-14' });
  expect(list.groups[499]).toEqual({ ...group, day: '2023-06-03' });
  await importer.close();
});
