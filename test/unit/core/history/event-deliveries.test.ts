import type Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { addDestination, addEvents, addFarEvent, addMutation } from './event-seed.ts';
import { historyFile } from './history-file.ts';

const day = 86_400;
const exportAt = 1_760_000_000;
const steps = (value: number) => ({ 'Step Count': { type: 'number', value } });

/** Deliveries of the one event there is, a figure of steps long before the export unless told. */
function deliveriesOf(
  fill: (database: Database.Database) => void,
  event: { category?: string; start?: number } = {},
) {
  const history = historyFile(({ database }) => {
    database.prepare('UPDATE import_run SET export_at = ?, started_at = ?').run(exportAt, exportAt);
    const start = exportAt - 100 * day;
    addEvents(database, [
      { id: 7, category: 'steps', start, ...event, notes: 'ours', properties: steps(100) },
    ]);
    fill(database);
  });
  const [row] = history.eventsPage({ limit: 10 }).rows;
  expect(history.event({ id: 7 }).deliveries).toEqual(row?.deliveries);
  return row?.deliveries;
}

const nothing = { state: null, hold: null, theirs: null, mutation: null };

test('only a current destination that was agreed to has a delivery', () => {
  const fill = (database: Database.Database) => {
    addDestination(database, { id: 1 });
    addDestination(database, { id: 2, isCurrent: false });
    addDestination(database, { id: 3, kinds: null });
  };
  expect(deliveriesOf(fill)).toEqual([
    { destination: 1, target: 'trendy', host: '127.0.0.1:8001', ...nothing },
  ]);
});

test('the last mutation tells the state, a newer one before an older', () => {
  let last = 0;
  const fill = (database: Database.Database) => {
    addDestination(database, { id: 1 });
    addMutation(database, { event: 7, state: 'delivered' });
    last = addMutation(database, { event: 7, state: 'failed' });
    addMutation(database, { event: 8, state: 'waiting' });
  };
  expect(deliveriesOf(fill)).toMatchObject([{ state: 'failed', hold: null, mutation: last }]);
});

test('an event that Trendy holds already is delivered without a mutation of ours', () => {
  const fill = (database: Database.Database) => {
    addDestination(database, { id: 1 });
    addFarEvent(database, {
      id: 'phone',
      event: 7,
      isOurs: false,
      notes: 'ours',
      properties: steps(100),
    });
  };
  expect(deliveriesOf(fill)).toMatchObject([{ ...nothing, state: 'delivered' }]);
});

test('another figure written by somebody else is shown as theirs, whatever else stands in it', () => {
  const fill = (database: Database.Database) => {
    addDestination(database, { id: 1 });
    addMutation(database, { event: 7, state: 'delivered' });
    const properties = { ...steps(90), Mood: 'fine', Odd: { type: 'shape', value: 1 } };
    addFarEvent(database, { id: 'phone', event: 7, isOurs: false, notes: 'their note', properties });
  };
  expect(deliveriesOf(fill)).toMatchObject([
    { state: 'delivered', hold: 'theirs', theirs: { notes: 'their note', properties: steps(90) } },
  ]);
});

test('a figure of ours that the server still holds in an older version is not theirs', () => {
  const fill = (database: Database.Database) => {
    addDestination(database, { id: 1 });
    addFarEvent(database, { id: 'own', event: 7, isOurs: true, properties: steps(90) });
  };
  expect(deliveriesOf(fill)).toMatchObject([{ state: 'delivered', hold: null, theirs: null }]);
});

test('a tombstone of somebody else is told, also behind a living one; one of our own is not', () => {
  const deleted = (isOurs: boolean) => (database: Database.Database) => {
    addDestination(database, { id: 1 });
    addMutation(database, { event: 7, state: 'delivered' });
    addFarEvent(database, { id: 'gone', event: 7, isOurs, isDeleted: true });
  };
  expect(deliveriesOf(deleted(false))).toMatchObject([{ state: null, hold: 'deleted_there' }]);
  expect(deliveriesOf(deleted(true))).toMatchObject([{ state: 'delivered', hold: null }]);
  const livingToo = (database: Database.Database) => {
    deleted(false)(database);
    addFarEvent(database, { id: 'alive', event: 7, isOurs: true });
  };
  expect(deliveriesOf(livingToo)).toMatchObject([{ state: 'delivered', hold: null }]);
});

test('the day of ExportDate is incomplete, what the phone may send is held, the rest is out of scope', () => {
  const agreed = (startDay?: string) => (database: Database.Database) =>
    addDestination(database, { id: 1, ...(startDay === undefined ? {} : { startDay }) });
  const hold = (fill: (database: Database.Database) => void, event: object) =>
    deliveriesOf(fill, event)?.map((delivery) => delivery.hold);
  expect(hold(agreed(), { start: Math.floor(exportAt / day) * day })).toEqual(['incomplete']);
  expect(hold(agreed(), { category: 'water', start: exportAt - 5 * day })).toEqual(['held']);
  expect(hold(agreed(), { category: 'sleep' })).toEqual(['out_of_scope']);
  expect(hold(agreed('2025-09-01'), {})).toEqual(['out_of_scope']);
  const alone = (database: Database.Database) => {
    agreed()(database);
    database.prepare("INSERT INTO setting VALUES ('phoneUsesTrendy', 'false')").run();
  };
  expect(hold(alone, { category: 'water', start: exportAt - 5 * day })).toEqual([null]);
});
