/**
 * Health events, destinations and the outbox. Instants are UTC seconds unless a name
 * ends in _ms. Never edit once released: add a migration.
 */
export const outbox = `
-- What Trendy knows, derived from records (trendy/README §3). One row for each (category, second of start).
CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  category TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER,
  is_all_day INTEGER NOT NULL, notes TEXT NOT NULL, sample_id TEXT NOT NULL,
  properties TEXT NOT NULL,          -- JSON as sent: name -> {type, value}
  day TEXT NOT NULL,                 -- local day in the home zone, YYYY-MM-DD; the evening's day for sleep
  merged INTEGER NOT NULL DEFAULT 0, -- events of the same second that were counted into this one
  breakdown TEXT,                    -- JSON: how a daily figure was reached, [{source, value}]
  rules_version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  UNIQUE (category, start)
) STRICT;
CREATE INDEX event_day ON event (day, category);

-- target + normalised base URL + dataset and branch + account there. Changing any part makes a new row.
CREATE TABLE destination (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  target TEXT NOT NULL CHECK (target IN ('trendy','atlas','foundry')),
  base_url TEXT NOT NULL, dataset TEXT NOT NULL, branch TEXT NOT NULL, account TEXT NOT NULL, -- '' where the target has none
  is_current INTEGER NOT NULL,       -- 1: the one that the target's settings mean now; the others are paused for good
  is_enabled INTEGER NOT NULL,
  consent TEXT,                      -- JSON: kinds, startDay, at; see shared/domain/consent.ts
  paused_by_person INTEGER NOT NULL DEFAULT 0,
  not_before_ms INTEGER,             -- rate limit or backoff of the whole destination
  not_before_code TEXT,
  failures INTEGER NOT NULL DEFAULT 0, -- whole-request failures in a row, for backoff
  state TEXT NOT NULL DEFAULT '{}',  -- JSON owned by the target: feed cursor, bootstrap, intent of a transaction…
  last_success_at INTEGER,
  UNIQUE (target, base_url, dataset, branch, account)
) STRICT;

-- One wish for one event at one destination; a newer wish for the same event replaces the one that waits.
CREATE TABLE mutation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  destination INTEGER NOT NULL REFERENCES destination, event INTEGER NOT NULL,
  operation TEXT NOT NULL CHECK (operation IN ('create','update','delete')),
  state TEXT NOT NULL CHECK (state IN ('queued','sending','waiting','uncertain','failed','delivered','discarded')),
  payload TEXT NOT NULL,             -- JSON of the event as it will be sent
  entity_id TEXT NOT NULL,           -- UUIDv7 sent as id; the server's once it is known
  start INTEGER NOT NULL, category TEXT NOT NULL, -- of the event, for order and lists
  batch INTEGER REFERENCES batch,
  attempts INTEGER NOT NULL DEFAULT 0, -- item-specific rejections
  tries INTEGER NOT NULL DEFAULT 0,    -- times sent
  next_at_ms INTEGER,
  code TEXT, error TEXT, request_id TEXT, answer TEXT, -- last failure: our code, far end's words, its id, raw answer (4 KiB, no credentials)
  may_be_repeated INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX mutation_open ON mutation (destination, event) WHERE state IN ('queued','sending','waiting','uncertain','failed');
CREATE INDEX mutation_state ON mutation (destination, state, start);
CREATE INDEX mutation_event ON mutation (event, destination);
CREATE INDEX mutation_updated ON mutation (state, updated_at);

-- A request of several mutations, stored before it is sent: the same key and items until its outcome is known.
CREATE TABLE batch (
  id INTEGER PRIMARY KEY AUTOINCREMENT, destination INTEGER NOT NULL REFERENCES destination,
  idempotency_key TEXT NOT NULL, mutations TEXT NOT NULL, created_at INTEGER NOT NULL
) STRICT;

-- How far a destination has taken arrivals of one class. end_seq NULL: goes on with the log; else a second range, drained once.
CREATE TABLE cursor (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  destination INTEGER NOT NULL REFERENCES destination, class TEXT NOT NULL,
  next_seq INTEGER NOT NULL, end_seq INTEGER, from_day INTEGER, to_day INTEGER -- UTC days of start in scope: from_day <= day < to_day
) STRICT;
CREATE INDEX cursor_destination ON cursor (destination, class);

-- Bytes cut from the backlog, in spool/ until delivered or discarded.
CREATE TABLE chunk (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  destination INTEGER NOT NULL REFERENCES destination, class TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued','sending','waiting','uncertain','failed','delivered','discarded')),
  members TEXT NOT NULL,             -- JSON: [[first row id, count, first seq], …]
  line_count INTEGER NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, spool TEXT, -- file name in spool/; NULL once gone
  first_at INTEGER, last_at INTEGER, -- start of the oldest and newest line
  attempts INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0, resends INTEGER NOT NULL DEFAULT 0, next_at_ms INTEGER,
  code TEXT, error TEXT, request_id TEXT, answer TEXT,
  warning TEXT,                      -- code of a lasting warning, e.g. sync.stored_as_json
  far_path TEXT, transaction_rid TEXT,
  may_be_repeated INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX chunk_state ON chunk (destination, state, id);
CREATE INDEX chunk_updated ON chunk (state, updated_at);

-- Trendy's own events as its feed told them, per destination.
CREATE TABLE far_event (
  destination INTEGER NOT NULL REFERENCES destination, id TEXT NOT NULL,
  event_type_id TEXT NOT NULL, category TEXT, sample_id TEXT, start INTEGER NOT NULL, "end" INTEGER,
  is_deleted INTEGER NOT NULL DEFAULT 0, -- a tombstone
  is_ours INTEGER NOT NULL,          -- 1 while the last version in the feed is one that we wrote
  content TEXT NOT NULL,             -- JSON: notes, is_all_day, properties, source_type
  event INTEGER,                     -- our event that it stands for
  PRIMARY KEY (destination, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX far_event_start ON far_event (destination, category, start);
CREATE INDEX far_event_event ON far_event (destination, event);
CREATE INDEX far_event_sample ON far_event (destination, sample_id);
CREATE TABLE far_type (
  destination INTEGER NOT NULL REFERENCES destination, id TEXT NOT NULL, name TEXT NOT NULL, category TEXT, PRIMARY KEY (destination, id)
) STRICT, WITHOUT ROWID;

-- One row a sync that sent anything or failed, newest kept.
CREATE TABLE sync_run (
  id INTEGER PRIMARY KEY AUTOINCREMENT, destination INTEGER NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER,
  requests INTEGER NOT NULL DEFAULT 0, delivered INTEGER NOT NULL DEFAULT 0, code TEXT
) STRICT;
`;
