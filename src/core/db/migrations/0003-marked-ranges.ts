/**
 * A part of the backlog remembers that the far end may hold it already: its chunk was sent, nobody knows with what outcome, and
 * its bytes are gone. What is cut from it carries the mark on. A chunk that was sent with an unknown
 * outcome is uncertain whatever became of a later attempt.
 */
export const markedRanges = `
ALTER TABLE cursor ADD COLUMN may_be_repeated INTEGER NOT NULL DEFAULT 0;
UPDATE chunk SET state = 'uncertain', next_at_ms = coalesce(next_at_ms, unixepoch() * 1000), code = coalesce(code, 'sync.unknown_outcome')
WHERE may_be_repeated = 1 AND tries > 0 AND state IN ('queued', 'waiting');
`;
