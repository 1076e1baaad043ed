import { expect, test } from 'vitest';
import { addSource, addType } from '../../../support/seed-history.ts';
import { addEvents } from './event-seed.ts';
import { historyFile } from './history-file.ts';

const start = 1_700_006_400;

test('a figure of a day comes with its sources by name and the records it was made from', () => {
  const history = historyFile(({ database, addRecord }) => {
    for (const name of ['Watch', 'iPhone']) addSource(database, name);
    const type = addType(database, 'HKQuantityTypeIdentifierStepCount');
    const record = { type, duration: 60, origin: 1 };
    for (let i = 0; i < 250; i += 1) {
      addRecord({ ...record, start: start + i * 60, source: 1, valueKey: 10, value: 10 });
    }
    addRecord({ ...record, start: start - 60, source: 1, valueKey: 9, value: 9 });
    addRecord({ ...record, start: start + 86_400, source: 1, valueKey: 9, value: 9 });
    const breakdown = [
      { source: 1, value: 2500, counted: 2500 },
      { source: 2, value: 900, counted: 0 },
    ];
    addEvents(database, [{ id: 3, category: 'steps', start, breakdown }]);
  });
  const detail = history.event({ id: 3 });
  expect(detail).toMatchObject({
    id: 3,
    sampleId: 'sample-3',
    merged: 0,
    rulesVersion: 1,
    breakdown: [
      { source: 'Watch', value: 2500, counted: 2500 },
      { source: 'iPhone', value: 900, counted: 0 },
    ],
    recordCount: 250,
    workout: null,
    metadata: [],
    deliveries: [],
  });
  expect(detail.records).toHaveLength(200);
  expect(detail.records[0]).toMatchObject({ start, value: 10, source: 'Watch' });
});

test('a workout’s event names its workout, a drink’s its sample, each with its metadata', () => {
  const history = historyFile(({ database, addRecord }) => {
    addSource(database, 'Watch');
    const type = addType(database, 'HKQuantityTypeIdentifierDietaryWater');
    const metadata = JSON.stringify([['HKWasUserEntered', '1']]);
    addRecord({ type, start, duration: 0, source: 1, valueKey: 250, value: 250, origin: 1, metadata });
    database
      .prepare(`INSERT INTO workout (id, activity, start, "end", source, origin, metadata, statistics, events, activities, run)
        VALUES (5, 'Running', ?, ?, 1, 1, '[["HKIndoorWorkout","0"]]', '[]', '[]', '[]', 1)`)
      .run(start, start + 600);
    addEvents(database, [
      { id: 1, category: 'workout', start, end: start + 600 },
      { id: 2, category: 'water', start },
    ]);
  });
  expect(history.event({ id: 1 })).toMatchObject({
    workout: 5,
    records: [],
    recordCount: 0,
    metadata: [['HKIndoorWorkout', '0']],
  });
  expect(history.event({ id: 2 })).toMatchObject({
    workout: null,
    records: [{ value: 250 }],
    recordCount: 1,
    metadata: [['HKWasUserEntered', '1']],
  });
});

test('an event that is not there is told', () => {
  const history = historyFile(() => {});
  expect(() => history.event({ id: 1 })).toThrow(expect.objectContaining({ code: 'history.unknown_item' }));
});
