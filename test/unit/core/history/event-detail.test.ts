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

test('a nap and a night are shown apart, and each names the event that is sent for both, as that names them', () => {
  const history = historyFile(({ database }) => {
    const properties = { 'Total Sleep': { type: 'duration', value: 34_200 } };
    addEvents(database, [
      { id: 1, category: 'sleep', start, end: start + 61_200, day: '2023-11-15', properties },
      { id: 2, category: 'water', start },
    ]);
    database.exec('UPDATE event SET is_shown = 0 WHERE id = 1');
    const insert =
      database.prepare(`INSERT INTO own_event (category, start, "end", notes, sample_id, properties, day, merged,
      sent_days, rules_version, changed_at) VALUES ('sleep', ?, ?, ?, ?, '{}', '2023-11-15', 0, '["2023-11-15"]', 1, 0)`);
    insert.run(start, start + 5400, '1h 30m of sleep', 'nap');
    insert.run(start + 32_400, start + 61_200, '8h 0m of sleep', 'night');
  });
  const { rows } = history.eventsPage({ limit: 10 });
  expect(rows.map(({ category, notes, deliveries }) => [category, notes, deliveries])).toEqual([
    ['sleep', '8h 0m of sleep', []],
    ['sleep', '1h 30m of sleep', []],
    ['water', '', []],
  ]);
  expect(history.eventCounts({})).toEqual([
    { category: 'sleep', count: 2 },
    { category: 'water', count: 1 },
  ]);
  const ids = rows.slice(0, 2).map(({ id }) => id);
  for (const id of ids) expect(history.event({ id }).sentAs).toMatchObject([{ id: 1 }]);
  expect(history.event({ id: 1 })).toMatchObject({ sentAs: null, shownAs: [{ id: ids[1] }, { id: ids[0] }] });
  expect(history.event({ id: 2 })).toMatchObject({ sentAs: null, shownAs: [] });
});
