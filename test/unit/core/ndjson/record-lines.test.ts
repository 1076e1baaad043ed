import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lineSources } from '../../../../src/core/ndjson/line-sources.ts';
import { sampleUuid } from '../../../../src/core/ndjson/record-identity.ts';
import { utcText } from '../../../../src/shared/time.ts';
import { ChunkScene } from '../outbox/chunks/chunk-scene.ts';

let scene: ChunkScene;
beforeEach(async () => {
  scene = await ChunkScene.open();
});
afterEach(() => scene.close());

const at = Date.parse('2024-03-01T07:05:09Z') / 1000;
const everything = { fromRow: 0, toRow: 1e9, fromAt: -1e15, toAt: 1e15 };

interface Row {
  type?: number;
  value?: number | null;
  key?: number | string;
  source?: number;
  origin?: number;
  metadata?: [string, string][];
  duration?: number;
  created?: number;
  copies?: number;
}

function add(row: Row = {}): number {
  const { type = 1, value = 12, source = 1, origin = 1, duration = 60, created = null, copies = 1 } = row;
  const metadata = row.metadata ? JSON.stringify(row.metadata) : null;
  return Number(
    scene.writer
      .prepare<unknown[]>(
        'INSERT INTO record (type, start, duration, source, value_key, value, origin, created, copies, run, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)',
      )
      .run(type, at, duration, source, row.key ?? value ?? '', value, origin, created, copies, metadata)
      .lastInsertRowid,
  );
}
const lines = () =>
  lineSources(scene.writer)
    .record.read(everything)
    .map(({ json }) => JSON.parse(json) as Record<string, unknown>);

describe('lines of records', () => {
  test('a quantity, with all that is known of it', () => {
    const id = add({
      created: at + 70,
      copies: 3,
      metadata: [
        ['HKWasUserEntered', '1'],
        ['note', 'a'],
        ['note', 'b'],
        ['__proto__', 'x'],
      ],
    });
    scene.writer
      .prepare<unknown[]>('INSERT INTO record_beats VALUES (?, ?)')
      .run(id, '[[61,"6:14:48.94 PM"]]');
    const [line] = lineSources(scene.writer).record.read(everything);
    expect(line).toMatchObject({ row: id, startAt: at });
    expect(line?.json).not.toContain('\n');
    expect(line?.json).toContain('"metadata":{"HKWasUserEntered":"1","note":["a","b"],"__proto__":"x"}');
    expect(JSON.parse(line?.json ?? '')).toMatchObject({
      sampleClass: 'HKQuantitySample',
      sampleType: 'HKQuantityTypeIdentifierStepCount',
      dataType: 'quantity',
      quantityType: 'HKQuantityTypeIdentifierStepCount',
      startDate: '2024-03-01T07:05:09Z',
      endDate: '2024-03-01T07:06:09Z',
      creationDate: '2024-03-01T07:06:19Z',
      sourceName: 'Watch',
      sourceVersion: '10.1',
      unit: 'count',
      valueDouble: 12,
      copies: 3,
      userProvidedFlag: true,
      beats: [{ bpm: 61, time: '6:14:48.94 PM' }],
      device: {
        name: 'Apple Watch',
        manufacturer: 'Apple Inc.',
        model: 'Watch',
        hardwareVersion: 'Watch6,7',
        softwareVersion: '10.1',
      },
    });
  });

  test('zero is a zero', () => {
    add({ value: 0 });
    expect(lines()[0]).toMatchObject({ valueDouble: 0 });
  });

  test.each([
    ['HKCategoryValueSleepAnalysisAsleepCore', { valueInteger: 3, sleepStage: 'asleepCore' }],
    ['HKCategoryValueSleepAnalysisInBed', { valueInteger: 0, sleepStage: 'inBed' }],
    ['0', { valueInteger: 0 }],
    ['HKCategoryValueNotApplicable', { valueInteger: 0 }],
    ['Something else', {}],
  ])('a category: %s', (key, more) => {
    add({ type: 2, value: null, key });
    const [line] = lines();
    expect(line).toMatchObject({
      sampleClass: 'HKCategorySample',
      dataType: 'category',
      categoryType: 'HKCategoryTypeIdentifierSleepAnalysis',
      valueText: key,
      ...more,
    });
    expect('valueInteger' in (line ?? {})).toBe('valueInteger' in more);
    expect('sleepStage' in (line ?? {})).toBe('sleepStage' in more);
    expect('valueDouble' in (line ?? {})).toBe(false);
  });

  test('nothing is said of what is not there', () => {
    scene.writer.exec("INSERT INTO origin (id, unit, source_version, device) VALUES (9, '', '', '')");
    add({ type: 2, value: null, origin: 9 });
    expect(Object.keys(lines()[0] ?? {}).sort()).toEqual([
      'categoryType',
      'dataType',
      'endDate',
      'sampleClass',
      'sampleType',
      'sourceName',
      'startDate',
      'uuid',
    ]);
  });

  test('reads at most its number of rows, in order, within ids and days', () => {
    for (let i = 0; i < 200; i++) add({ duration: i });
    const source = lineSources(scene.writer).record;
    expect(source.read(everything)).toHaveLength(source.rowsPerRead);
    expect(source.read({ ...everything, fromRow: 5, toRow: 8 }).map(({ row }) => row)).toEqual([5, 6, 7]);
    expect(source.read({ ...everything, fromAt: at + 1 })).toEqual([]);
    expect(source.read({ ...everything, toAt: at })).toEqual([]);
  });
});

describe('uuids', () => {
  test('are UUIDv5 of the identity, and of nothing else', () => {
    add({ metadata: [['a', 'b']], created: 1, copies: 2 });
    const [first] = lines();
    expect(first?.['uuid']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    // A constant: what servers hold must keep its uuid in every later version of this program.
    expect(first?.['uuid']).toBe(
      sampleUuid(`["record","HKQuantityTypeIdentifierStepCount",${at},${at + 60},"watch",12]`),
    );
    expect(first?.['uuid']).toBe('c6a0c6e0-19c3-5c16-90a7-91fd692fb124');
  });

  test('differ with every part of the identity', () => {
    add();
    add({ value: 12.5 });
    add({ source: 2 });
    add({ duration: 61 });
    add({ type: 2 });
    add({ type: 2, value: null, key: '12' });
    add({ type: 2, value: null });
    expect(new Set(lines().map(({ uuid }) => uuid)).size).toBe(7);
  });

  test('hash UTF-8, long names too', () => {
    expect(sampleUuid('ü')).not.toBe(sampleUuid('u'));
    expect(sampleUuid('ü'.repeat(40_000))).toMatch(/^[0-9a-f-]{36}$/);
    expect(sampleUuid('a')).toBe(sampleUuid('a'));
  });
});

test.each([
  [0, '1970-01-01T00:00:00Z'],
  [-1, '1969-12-31T23:59:59Z'],
  [at, '2024-03-01T07:05:09Z'],
  [at + 0.25, '2024-03-01T07:05:09.250Z'],
  [1e300, ''],
  [Number.NaN, ''],
])('%d is %s', (instant, text) => {
  expect(utcText(instant)).toBe(text);
});
