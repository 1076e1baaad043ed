import { describe, expect, test } from 'vitest';
import type { History } from '../../../../src/core/history/history.ts';
import {
  beatsRowSchema,
  beatsType,
  classificationInEnglish,
  ecgDetailSchema,
  ecgRowSchema,
  samplesPerAnswer,
} from '../../../../src/shared/domain/ecg.ts';
import { addSource, addType, type HistorySeed } from '../../../support/seed-history.ts';
import { historyFile } from './history-file.ts';

const unknown = expect.objectContaining({ code: 'history.unknown_item' });
const bytesOf = (samples: readonly number[]) => Buffer.from(Float32Array.from(samples).buffer);
const columns = `id, recorded_at, sample_count, classification, symptoms, software_version, device, lead, unit, sample_rate,
  samples, file, size, run`;

interface Given {
  readonly id: number;
  readonly at: number;
  readonly samples: readonly number[];
  readonly rate?: number | null;
}

function addEcg({ database }: HistorySeed, { id, at, samples, rate = 512 }: Given, isRemoved = false): void {
  const values = [
    id,
    at,
    samples.length,
    'Sinusrhythmus',
    null,
    '1.90',
    'Watch6,7',
    'Ableitung I',
    'µV',
    rate,
  ];
  const [table, why, names] = isRemoved
    ? ['removed_ecg', ["'gone', 1, 1, NULL"], ', state, removed_run, removed_export_at, newer']
    : ['ecg', [], ''];
  database
    .prepare(
      `INSERT INTO ${table} (${columns}${names}) VALUES (${['?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1', ...why].join(', ')})`,
    )
    .run(...values, bytesOf(samples), 'ecg_2023-03-04.csv', 1000);
}

function addHeartRates(
  { database, addRecord }: HistorySeed,
  rates: readonly (readonly [number, number])[],
): void {
  const type = addType(database, 'HKQuantityTypeIdentifierHeartRate');
  const source = addSource(database, 'Watch');
  for (const [start, value] of rates)
    addRecord({ type, source, start, duration: 0, valueKey: value, value, origin: 1 });
}

describe('ECGs', () => {
  const samples = [0, 100.5, -200, Number.NaN, 960.25];
  const filled = (): History =>
    historyFile((seed) => {
      addEcg(seed, { id: 1, at: 1000, samples });
      addEcg(seed, { id: 2, at: 5000, samples: Array.from({ length: 15_360 }, (_, i) => i) });
      addEcg(seed, { id: 3, at: 3000, samples: [1, 2], rate: null });
      addEcg(seed, { id: 4, at: 9000, samples: [7] }, true);
      // The second ECG lasts 30 s: 4999 and 5031 are out of it.
      addHeartRates(seed, [
        [4999, 300],
        [5000, 60],
        [5029, 75],
        [5031, 300],
      ]);
    });

  test('newest first, those that are gone apart; how long each lasts and the heart rate of its records', () => {
    const { rows, next } = filled().ecgPage({ limit: 10 });
    expect(next).toBeNull();
    expect(ecgRowSchema.strict().array().parse(rows)).toEqual(rows);
    expect(rows.map(({ id, seconds, heartRate }) => [id, seconds, heartRate])).toEqual([
      [2, 30, { mean: 67.5, records: 2 }],
      [3, null, null],
      [1, 5 / 512, null],
    ]);
    expect(filled().ecgPage({ limit: 10, isRemoved: true }).rows).toMatchObject([{ id: 4, removed: 'gone' }]);
  });

  test('pages follow each other, and one is read again up to where the next begins', () => {
    const history = filled();
    const first = history.ecgPage({ limit: 2 });
    expect(first.rows.map(({ id }) => id)).toEqual([2, 3]);
    expect(history.ecgPage({ limit: 2, cursor: first.next ?? '' }).rows.map(({ id }) => id)).toEqual([1]);
    expect(history.ecgPage({ limit: 4, until: first.next ?? '' })).toEqual({ ...first, next: null });
    expect(() => history.ecgPage({ limit: 2, cursor: '1wn.1.1' })).toThrow(
      expect.objectContaining({ code: 'request.invalid' }),
    );
  });

  test('one ECG: samples in µV, a missing one as null, the lowest and highest of all', () => {
    const detail = filled().ecg({ id: 1, first: 0 });
    expect(ecgDetailSchema.strict().parse(detail)).toEqual({
      id: 1,
      recordedAt: 1000,
      seconds: 5 / 512,
      classification: 'Sinusrhythmus',
      symptoms: null,
      heartRate: null,
      removed: null,
      softwareVersion: '1.90',
      device: 'Watch6,7',
      lead: 'Ableitung I',
      unit: 'µV',
      sampleRate: 512,
      sampleCount: 5,
      missing: 1,
      lowest: -200,
      highest: 960.25,
      first: 0,
      samples: [0, 100.5, -200, null, 960.25],
      file: 'ecg_2023-03-04.csv',
      importedFrom: 'export.zip',
      importedAt: 1_700_000_000,
    });
  });

  test('one that is gone is read all the same; an id that is none is history.unknown_item', () => {
    expect(filled().ecg({ id: 4, first: 0 })).toMatchObject({ removed: 'gone', samples: [7] });
    expect(() => filled().ecg({ id: 99, first: 0 })).toThrow(unknown);
  });

  test('a long one comes in parts, each with what all of it spans', () => {
    const long = Array.from({ length: samplesPerAnswer + 10 }, (_, i) => i);
    const history = historyFile((seed) => addEcg(seed, { id: 1, at: 0, samples: long }));
    const first = history.ecg({ id: 1, first: 0 });
    expect([first.samples.length, first.samples.at(-1)]).toEqual([samplesPerAnswer, samplesPerAnswer - 1]);
    const rest = history.ecg({ id: 1, first: samplesPerAnswer });
    expect(rest.samples).toEqual(long.slice(samplesPerAnswer));
    expect(rest).toMatchObject({ first: samplesPerAnswer, lowest: 0, highest: long.length - 1 });
    // A stale link gets the last part.
    expect(history.ecg({ id: 1, first: 9 * samplesPerAnswer })).toEqual(rest);
  });

  test('no sample with a number, and a blob that is cut', () => {
    const history = historyFile((seed) => {
      addEcg(seed, { id: 1, at: 0, samples: [Number.NaN] });
      addEcg(seed, { id: 2, at: 1, samples: [1] });
      seed.database.prepare('UPDATE ecg SET sample_count = 2 WHERE id = 2').run();
    });
    expect(history.ecg({ id: 1, first: 0 })).toMatchObject({ lowest: null, highest: null, missing: 1 });
    expect(() => history.ecg({ id: 2, first: 0 })).toThrow(
      expect.objectContaining({ code: 'profile.damaged' }),
    );
  });

  test('classifications in languages that were seen have an English label, others none', () => {
    expect(classificationInEnglish('Sinusrhythmus')).toBe('Sinus rhythm');
    expect(classificationInEnglish('高心拍数')).toBe('High heart rate');
    for (const text of ['Sinus Rhythm', 'Sinusni ritam', 'constructor'])
      expect(classificationInEnglish(text)).toBeNull();
  });
});

test('heart rate variabilities with beats, newest first, with how many; those without are not listed', () => {
  const history = historyFile(({ database, addRecord }) => {
    const other = addType(database, 'HKQuantityTypeIdentifierHeartRate');
    const type = addType(database, beatsType);
    const source = addSource(database, 'Watch');
    for (const [of, start] of [
      [type, 10],
      [type, 20],
      [type, 20],
      [type, 30],
      [other, 40],
    ] as const)
      addRecord({ type: of, source, start, duration: 60, valueKey: start + of, value: 42, origin: 1 });
    addRecord({ type, source, start: 20, duration: 61, valueKey: 9, value: 43, origin: 1 });
    const beats = database.prepare('INSERT INTO record_beats VALUES (?, ?)');
    beats.run(1, '[[61,"8:00:00.10"],[62,"8:00:01.10"]]');
    beats.run(2, '[[61,"8:00:00.10"]]');
    beats.run(4, '[');
    beats.run(5, '[[1,"8:00:00.10"],[1,"8"],[1,"8"]]');
  });
  const { rows } = history.beatsPage({ limit: 10 });
  expect(beatsRowSchema.strict().array().parse(rows)).toEqual(rows);
  expect(rows.map(({ start, beats, value }) => [start, beats, value])).toEqual([
    [20, 3, 43],
    [20, 1, 42],
    [10, 2, 42],
  ]);
  const first = history.beatsPage({ limit: 1 });
  expect(history.beatsPage({ limit: 5, cursor: first.next ?? '' }).rows).toEqual(rows.slice(1));
});
