/**
 * What nothing reads goes: a table of syncs, an index, and figures by UTC day. record_day says which days have records, and how many;
 * figures by day of the home zone are in figure_day. The day of an event stands with its discarded creation, as another home zone
 * makes another event of the same day. Never edit: add a migration.
 */
export const unread = `
DROP TABLE sync_run;
DROP INDEX far_event_sample;
ALTER TABLE record_day DROP COLUMN total;
ALTER TABLE record_day DROP COLUMN lowest;
ALTER TABLE record_day DROP COLUMN highest;
ALTER TABLE mutation ADD COLUMN day TEXT; -- of a discarded creation: the event's local day
UPDATE mutation SET day = (SELECT event.day FROM event WHERE event.id = mutation.event)
  WHERE state = 'discarded' AND operation = 'create';
`;
