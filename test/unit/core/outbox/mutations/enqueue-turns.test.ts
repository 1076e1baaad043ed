import { beforeEach, expect, test } from 'vitest';
import { outbox } from '../../../../../src/core/db/migrations/0002-outbox.ts';
import { openWriter, type Writer } from '../../../../../src/core/db/open.ts';
import { EnqueueTurns, enqueueRows } from '../../../../../src/core/outbox/mutations/enqueue-turns.ts';
import type { Holds } from '../../../../../src/core/outbox/mutations/event-holds.ts';
import { EventMutations } from '../../../../../src/core/outbox/mutations/event-mutations.ts';

const days = 1500;
const everything = { kinds: new Set(['steps', 'water']), fromDay: null };
const stepsOnly = { kinds: new Set(['steps']), fromDay: null };
const noHolds: Holds = { of: () => null, from: null, key: 'none' };
let writer: Writer;
let holds: Holds;
let turns: EnqueueTurns;

beforeEach(() => {
  writer = openWriter(':memory:');
  // Without the triggers of later migrations: what a turn writes is counted.
  writer.exec(`${outbox}; ALTER TABLE mutation ADD COLUMN day TEXT; CREATE VIEW sent_event AS SELECT * FROM event;
    INSERT INTO destination (id, target, base_url, dataset, branch, account, is_current, is_enabled)
      VALUES (1, 'trendy', 'http://127.0.0.1', '', '', '', 1, 1);
    WITH RECURSIVE day (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM day WHERE n < ${days})
    INSERT INTO event (category, start, is_all_day, notes, sample_id, properties, day, rules_version, changed_at)
      SELECT category, n * 86400, 1, 'n', category || n, '{}', '', 1, 0 FROM day, (SELECT 'steps' AS category UNION SELECT 'water')`);
  holds = noHolds;
  turns = newTurns();
});

/** As a program that begins anew. */
function newTurns(): EnqueueTurns {
  return new EnqueueTurns({
    writer,
    nowMs: () => 0,
    holds: () => holds,
    eventMutationsOf: (destination) => new EventMutations(writer, destination, () => 0),
    doUpdatesWait: () => false,
  });
}

const written = () => writer.prepare<[], number>('SELECT total_changes()').pluck().get() ?? 0;
const queued = () => writer.prepare<[], number>('SELECT count(*) FROM mutation').pluck().get() ?? 0;

/** Rows that the largest turn wrote. */
function largestOfAll(): number {
  let largest = 0;
  for (let isMore = true; isMore; ) {
    const before = written();
    isMore = turns.turn(1);
    largest = Math.max(largest, written() - before);
  }
  return largest;
}

test('no turn writes more than its rows, however much there is: first consent, narrower, wider', () => {
  turns.begin(1, everything, { mayDrop: true });
  expect(largestOfAll()).toBeLessThanOrEqual(enqueueRows + 1);
  expect(queued()).toBe(2 * days);
  turns.begin(1, stepsOnly, { mayDrop: true });
  expect(largestOfAll()).toBeLessThanOrEqual(enqueueRows + 1);
  expect(queued()).toBe(days);
  turns.begin(1, everything, { mayDrop: true });
  expect(largestOfAll()).toBeLessThanOrEqual(enqueueRows + 1);
  expect(queued()).toBe(2 * days);
});

test('what is still to come is counted at every turn, in both directions', () => {
  turns.begin(1, everything, { mayDrop: true });
  do expect(queued() + turns.toCome(1)).toBe(2 * days);
  while (turns.turn(1));
  turns.begin(1, stepsOnly, { mayDrop: true });
  do expect(queued() + turns.toCome(1)).toBe(days);
  while (turns.turn(1));
  expect(turns.toCome(1)).toBe(0);
});

test('a program that died in the midst goes on from there; the end is the same', () => {
  turns.begin(1, everything, { mayDrop: true });
  for (let turn = 0; turn < 3; turn++) turns.turn(1);
  expect(queued()).toBeGreaterThan(0);
  expect(queued()).toBeLessThan(2 * days);
  turns = newTurns();
  // Narrowed before it was done: what came first goes again.
  turns.begin(1, stepsOnly, { mayDrop: true });
  turns.turn(1);
  turns = newTurns();
  largestOfAll();
  expect(queued()).toBe(days);
  expect(writer.prepare('SELECT DISTINCT category FROM mutation').pluck().all()).toEqual(['steps']);
});

test('a turn that is undone leaves its place too', () => {
  turns.begin(1, everything, { mayDrop: true });
  turns.turn(1);
  const before = queued();
  expect(() =>
    writer.transaction(() => {
      turns.turn(1);
      throw new Error('power cut');
    })(),
  ).toThrow('power cut');
  expect(queued()).toBe(before);
  largestOfAll();
  expect(queued()).toBe(2 * days);
});

test('events kept back are not counted as to come, and go once they are released', () => {
  const first = (days - 9) * 86_400;
  holds = { of: ({ start }) => (start >= first ? 'held' : null), from: first, key: 'some' };
  turns.begin(1, everything, { mayDrop: true });
  expect(turns.toCome(1)).toBe(2 * days - 20);
  largestOfAll();
  expect(queued()).toBe(2 * days - 20);
  expect(writer.prepare("SELECT state ->> '$.holds' FROM destination").pluck().get()).toBe('some');
  holds = noHolds;
  turns.begin(1, everything, { mayDrop: false });
  largestOfAll();
  expect(queued()).toBe(2 * days);
});
