import { describe, expect, test } from 'vitest';
import { recordDetailSchema, workoutDetailSchema } from '../../../../src/shared/domain/history.ts';
import { addOrigin, addSource, addType, type HistorySeed } from '../../../support/seed-history.ts';
import { historyFile } from './history-file.ts';

const unknown = expect.objectContaining({ code: 'history.unknown_item' });
const metadata = [
  ['HKTimeZone', 'Europe/Berlin'],
  ['HKTimeZone', 'UTC'],
] satisfies [string, string][];

function fillRecords({ database, addRecord }: HistorySeed): void {
  const [systolic, diastolic, hrv] = ['Systolic', 'Diastolic', 'Hrv'].map((name) => addType(database, name));
  const source = addSource(database, 'Cuff');
  const cuff = addOrigin(database, 'mmHg', '1.2', 'name:Cuff, manufacturer:Acme, Inc., hardware:BP7,1');
  const row = { start: 1000, duration: 0, source, origin: cuff, created: 1010 };
  addRecord({ ...row, type: systolic ?? 0, valueKey: 120, value: 120, metadata: JSON.stringify(metadata) });
  addRecord({ ...row, type: diastolic ?? 0, valueKey: 80, value: 80 });
  addRecord({ ...row, type: hrv ?? 0, valueKey: 40, value: 40, origin: 1 });
  for (let i = 4; i <= 12; i += 1) {
    addRecord({ ...row, type: hrv ?? 0, start: 2000 + i, valueKey: i, value: i });
  }
  const insert = database.prepare(
    'INSERT INTO correlation (type, start, "end", source, members, origin, run) VALUES (1, ?, ?, 1, ?, 1, 1)',
  );
  insert.run(1000, 1000, '[1,2]');
  // One that holds record 12, whose id begins like that of record 1.
  insert.run(2000, 2000, '[11,12]');
  insert.run(3000, 3000, '[4,11]');
  database
    .prepare('INSERT INTO record_beats VALUES (3, ?)')
    .run('[[61,"6:14:48.94 PM"],[62.5,"08:34:05,10"]]');
}

describe('record', () => {
  test('says all that is known: origin, metadata in order, where it came from, the rest of its correlation', () => {
    const detail = historyFile(fillRecords).record({ id: 1 });
    expect(recordDetailSchema.strict().parse(detail)).toEqual({
      id: 1,
      type: 'Systolic',
      start: 1000,
      end: 1000,
      value: 120,
      text: null,
      unit: 'mmHg',
      source: 'Cuff',
      removed: null,
      copies: 1,
      createdAt: 1010,
      sourceVersion: '1.2',
      device: { name: 'Cuff', manufacturer: 'Acme, Inc.', hardware: 'BP7,1' },
      metadata,
      beats: [],
      related: [
        {
          id: 2,
          type: 'Diastolic',
          start: 1000,
          end: 1000,
          value: 80,
          text: null,
          unit: 'mmHg',
          source: 'Cuff',
          removed: null,
        },
      ],
      importedFrom: 'export.zip',
      importedAt: 1_700_000_000,
    });
  });

  test('beats, and the absence of version, device, metadata and correlation', () => {
    expect(historyFile(fillRecords).record({ id: 3 })).toMatchObject({
      beats: [
        [61, '6:14:48.94 PM'],
        [62.5, '08:34:05,10'],
      ],
      sourceVersion: null,
      device: {},
      metadata: [],
      related: [],
    });
  });

  test('a record of two correlations is related to the members of both', () => {
    const { related } = historyFile(fillRecords).record({ id: 11 });
    expect(related.map(({ id }) => id).sort((a, b) => a - b)).toEqual([4, 12]);
  });

  test('an id that is none is history.unknown_item', () => {
    const history = historyFile(fillRecords);
    expect(() => history.record({ id: 99 })).toThrow(unknown);
  });

  test('metadata that cannot be read is profile.damaged', () => {
    const history = historyFile(({ database, addRecord }) => {
      const row = { start: 1, duration: 0, valueKey: 1, value: 1, origin: 1, metadata: '[["a"' };
      addRecord({ ...row, type: addType(database, 'A'), source: addSource(database, 's') });
    });
    expect(() => history.record({ id: 1 })).toThrow(expect.objectContaining({ code: 'profile.damaged' }));
  });
});

const statistic = {
  type: 'Energy',
  start: 1,
  end: 2,
  average: null,
  minimum: null,
  maximum: null,
  sum: 300.5,
  unit: 'kcal',
};
const event = { type: 'Lap', at: 5, duration: 60, metadata: [] };
const activity = {
  uuid: 'U',
  start: 1,
  end: null,
  duration: null,
  metadata: [],
  statistics: [statistic],
  events: [event],
};

const zoneGroup = {
  type: 'HKQuantityTypeIdentifierHeartRate',
  unit: 'count/min',
  source: 'system',
  metadata: [],
  zones: [{ minimum: null, maximum: 130, duration: 600, metadata: [] }],
};

function fillWorkouts({ database }: HistorySeed): void {
  const source = addSource(database, 'Watch');
  const origin = addOrigin(database, '', '9.1', 'name:Apple Watch, hardware:Watch6,7');
  const insert = database.prepare(`INSERT INTO workout
    (activity, start, "end", source, duration, distance, energy, origin, metadata, statistics, events, activities, zones, run)
    VALUES ('Running', ?, 4000, ?, 2900.5, 5000, NULL, ?, ?, ?, ?, ?, ?, 1)`);
  const json = [metadata, [statistic], [event], [activity], [zoneGroup]].map((value) =>
    JSON.stringify(value),
  );
  insert.run(1000, source, origin, ...json);
  insert.run(1001, source, origin, null, '[]', '[]', '[]', '[]');
  const route = database.prepare(
    'INSERT INTO route (workout, file, start, "end", point_count, points, run) VALUES (?, ?, ?, 0, ?, NULL, 1)',
  );
  route.run(1, '/b.gpx', 2000, 12);
  route.run(1, '/a.gpx', 3000, 3);
  route.run(2, '/missing.gpx', null, 0);
}

describe('workout', () => {
  test('says all that is known, its routes by start', () => {
    const detail = historyFile(fillWorkouts).workout({ id: 1 });
    expect(workoutDetailSchema.strict().parse(detail)).toEqual({
      id: 1,
      activity: 'Running',
      start: 1000,
      end: 4000,
      duration: 2900.5,
      distance: 5000,
      energy: null,
      source: 'Watch',
      hasRoute: true,
      twinOf: null,
      twins: [],
      sourceVersion: '9.1',
      device: { name: 'Apple Watch', hardware: 'Watch6,7' },
      metadata,
      statistics: [statistic],
      events: [event],
      activities: [activity],
      removed: null,
      zones: [zoneGroup],
      routes: [
        { id: 1, file: '/b.gpx', points: 12 },
        { id: 2, file: '/a.gpx', points: 3 },
      ],
      importedFrom: 'export.zip',
      importedAt: 1_700_000_000,
    });
  });

  test('a route whose file is missing is listed but is no route to draw', () => {
    const detail = historyFile(fillWorkouts).workout({ id: 2 });
    expect(detail).toMatchObject({ hasRoute: false, routes: [{ file: '/missing.gpx', points: 0 }] });
  });

  test('an id that is none is history.unknown_item', () => {
    const history = historyFile(fillWorkouts);
    expect(() => history.workout({ id: 9 })).toThrow(unknown);
    expect(() => history.route({ id: 9 })).toThrow(unknown);
  });
});
