/**
 * Events as we count them where what Trendy gets is another (src/core/events/README.md, "Sleep" and "Events of one second"):
 * History shows these; `event` stays what Trendy knows. Never edit: add a migration.
 */
export const ownEvents = `
ALTER TABLE event ADD COLUMN is_shown INTEGER NOT NULL DEFAULT 1; -- 0: only sent; History shows rows of own_event instead

CREATE TABLE own_event (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- from 2^40 on, so that an id of either table names one event
  category TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  notes TEXT NOT NULL, sample_id TEXT NOT NULL, properties TEXT NOT NULL, day TEXT NOT NULL, merged INTEGER NOT NULL, breakdown TEXT,
  sent_days TEXT,                    -- JSON: sleep, days of the nights that Trendy gets its time in; NULL: in the event of its second
  rules_version INTEGER NOT NULL, changed_at INTEGER NOT NULL,
  UNIQUE (category, start, sample_id)
) STRICT;
CREATE INDEX own_event_day ON own_event (day, category);
INSERT INTO sqlite_sequence (name, seq) VALUES ('own_event', 1099511627775);
`;
