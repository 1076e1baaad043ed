/**
 * How many rows and items the queue of each destination has in each state, kept by triggers: the Sync page asks several times a
 * second, and a queue has tens of thousands of rows. Whoever writes to `mutation` or `chunk`, and however, is counted in the
 * same transaction, so that nothing can drift. Never edit: add a migration.
 */
interface Counted {
  readonly table: 'mutation' | 'chunk';
  /** What a row stands for, of OLD or NEW. */
  readonly items: (row: 'OLD' | 'NEW') => string;
  readonly isDelete: (row: 'OLD' | 'NEW') => string;
}

const counted: readonly Counted[] = [
  { table: 'mutation', items: () => '1', isDelete: (row) => `${row}.operation = 'delete'` },
  { table: 'chunk', items: (row) => `${row}.line_count`, isDelete: () => '0' },
];

function triggersOf({ table, items, isDelete }: Counted): string {
  const key = (row: 'OLD' | 'NEW') =>
    `${row}.destination, '${table}', ${row}.state, ${isDelete(row)}, ${row}.may_be_repeated`;
  const place = (row: 'OLD' | 'NEW') =>
    `(destination, kind, state, is_delete, may_be_repeated) = (${key(row)})`;
  // No clause about conflicts: that of the statement that fires a trigger would take its place.
  const add = `INSERT INTO outbox_count SELECT ${key('NEW')}, 0, 0 WHERE NOT EXISTS (SELECT 1 FROM outbox_count WHERE ${place('NEW')});
    UPDATE outbox_count SET row_count = row_count + 1, items = items + ${items('NEW')} WHERE ${place('NEW')};`;
  const take = `UPDATE outbox_count SET row_count = row_count - 1, items = items - ${items('OLD')} WHERE ${place('OLD')};`;
  const columns = `destination, state, may_be_repeated, ${table === 'mutation' ? 'operation' : 'line_count'}`;
  return `
CREATE TRIGGER ${table}_counted_in AFTER INSERT ON ${table} BEGIN ${add} END;
CREATE TRIGGER ${table}_counted_out AFTER DELETE ON ${table} BEGIN ${take} END;
CREATE TRIGGER ${table}_counted_anew AFTER UPDATE OF ${columns} ON ${table} BEGIN ${take} ${add} END;
`;
}

export const outboxCounts = `
CREATE TABLE outbox_count (
  destination INTEGER NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('mutation','chunk')), state TEXT NOT NULL,
  is_delete INTEGER NOT NULL, may_be_repeated INTEGER NOT NULL,
  row_count INTEGER NOT NULL, items INTEGER NOT NULL, -- items: events, or lines of chunks
  PRIMARY KEY (destination, kind, state, is_delete, may_be_repeated)
) STRICT, WITHOUT ROWID;
INSERT INTO outbox_count
  SELECT destination, 'mutation', state, operation = 'delete', may_be_repeated, count(*), count(*) FROM mutation GROUP BY 1, 3, 4, 5;
INSERT INTO outbox_count
  SELECT destination, 'chunk', state, 0, may_be_repeated, count(*), sum(line_count) FROM chunk GROUP BY 1, 3, 5;
${counted.map(triggersOf).join('')}
CREATE INDEX chunk_warning ON chunk (destination) WHERE warning IS NOT NULL;
`;
