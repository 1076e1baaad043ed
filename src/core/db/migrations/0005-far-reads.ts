/**
 * What Trendy is still to be asked of its own events before anything is written over them, and the row of a mutation by the id
 * that it was sent under: only we know that id, so what bears it is ours whatever became of the answer.
 */
export const farReads = `
CREATE TABLE far_read (
  destination INTEGER NOT NULL REFERENCES destination, id TEXT NOT NULL,
  start INTEGER, -- a listing did not show it: when it was, as far as is known; NULL: only the event itself tells what it is
  PRIMARY KEY (destination, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX far_read_start ON far_read (destination, start);
INSERT OR IGNORE INTO far_read (destination, id)
  SELECT d.id, item.value FROM destination d, json_each(d.state, '$.toRead') item WHERE item.type = 'text';
UPDATE destination SET state = json_remove(state, '$.toRead');
CREATE INDEX mutation_entity ON mutation (destination, entity_id) WHERE entity_id <> '' AND state <> 'delivered';
`;
