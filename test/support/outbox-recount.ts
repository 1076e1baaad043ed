import { expect } from 'vitest';
import type { Reader } from '../../src/core/db/open.ts';

const there = `
  SELECT destination, 'mutation' AS kind, state, operation = 'delete' AS is_delete, may_be_repeated, count(*) AS row_count, count(*) AS items
    FROM mutation GROUP BY 1, 3, 4, 5
  UNION ALL
  SELECT destination, 'chunk', state, 0, may_be_repeated, count(*), sum(line_count) FROM chunk GROUP BY 1, 3, 5`;

const counted = 'SELECT * FROM outbox_count WHERE row_count <> 0 OR items <> 0';

/** What the triggers counted of the queues is what is there. One statement: a program may be writing. */
export function expectCounted(reader: Reader): void {
  const differences = reader
    .prepare(
      `SELECT 'counted' AS side, * FROM (SELECT * FROM (${counted}) EXCEPT SELECT * FROM (${there}))
       UNION ALL SELECT 'there', * FROM (SELECT * FROM (${there}) EXCEPT SELECT * FROM (${counted}))`,
    )
    .all();
  expect(differences).toEqual([]);
}
