import { expect, test } from 'vitest';
import { history } from '../../../../src/core/db/migrations/0001-history.ts';
import { outbox } from '../../../../src/core/db/migrations/0002-outbox.ts';
import { ownEvents } from '../../../../src/core/db/migrations/0008-own-events.ts';
import { openWriter } from '../../../../src/core/db/open.ts';
import { MarkEverything, nothingMarked } from '../../../../src/core/events/mark-everything.ts';
import { countEveryDay } from '../../../../src/core/events/touched-days.ts';

const days = 3650;

test('ten years are marked in turns of a few thousand rows, and what was marked is every day there is', () => {
  const writer = openWriter(':memory:');
  writer.exec(`${history}; ${outbox}; ${ownEvents};
    INSERT INTO record_type (id, name) VALUES (1, 'HKQuantityTypeIdentifierStepCount'), (2, 'HKCategoryTypeIdentifierSleepAnalysis');
    WITH RECURSIVE day (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM day WHERE n < ${days})
    INSERT INTO record_day (type, source, day, count) SELECT type.id, source, n, 1
      FROM day, record_type AS type, (SELECT 1 AS source UNION SELECT 2);
    WITH RECURSIVE day (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM day WHERE n < ${days})
    INSERT INTO event (category, start, is_all_day, notes, sample_id, properties, day, rules_version, changed_at)
      SELECT category, n * 86400, 1, '', '', '{}', '', 1, 0 FROM day, (SELECT 'steps' AS category UNION SELECT 'water')`);
  const written = () => writer.prepare<[], number>('SELECT total_changes()').pluck().get() ?? 0;
  const marking = new MarkEverything(writer);
  let [turns, largest] = [0, 0];
  for (let at = marking.turn(nothingMarked); at !== null; turns++) {
    const before = written();
    at = marking.turn(at);
    largest = Math.max(largest, written() - before);
  }
  expect(largest).toBeLessThanOrEqual(days);
  expect(turns).toBeGreaterThan(10);
  const count = (sql: string) => writer.prepare<[], number>(`SELECT count(*) FROM ${sql}`).pluck().get();
  expect(count('touched_day')).toBe(countEveryDay(writer));
  expect(count('event WHERE rules_version <> 0')).toBe(0);
});
