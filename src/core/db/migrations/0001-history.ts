/**
 * The history of one person. Instants are UTC seconds; `day` is the number of days and `month` the number of months
 * since 1970-01 in UTC (days in the person's zone are derived, healthkit/README §1.6). Never edit: add a migration.
 */
export const history = `
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- What the export says of its owner (element Me), to notice another person's file.
CREATE TABLE person (key TEXT PRIMARY KEY, value TEXT NOT NULL, run INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE import_run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  state TEXT NOT NULL CHECK (state IN ('queued','running','waiting','completed','already_imported','partial','cancelled','interrupted','refused')),
  name TEXT NOT NULL,               -- base name of the file
  path TEXT,                        -- where it lies, to resume; never leaves the data program
  is_incoming INTEGER NOT NULL,     -- 1: an upload in incoming/, removed when the run ends
  kind TEXT,                        -- zip, folder, xml
  fingerprint TEXT,
  same_person INTEGER NOT NULL,     -- 1: the person said that it is theirs
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  export_at INTEGER,
  offset_minutes INTEGER,
  closed INTEGER NOT NULL DEFAULT 0, -- 1: its arrivals are visible to destinations
  code TEXT,
  receipt TEXT                      -- JSON, see shared/domain/receipt.ts
) STRICT;
CREATE INDEX import_run_fingerprint ON import_run (fingerprint);

CREATE TABLE record_type (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE source (
  id INTEGER PRIMARY KEY, folded TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  completed_run INTEGER -- the first completed run that met it; NULL: new to the history
) STRICT;
CREATE TABLE source_alias (
  source INTEGER PRIMARY KEY REFERENCES source, -- the newer name
  original INTEGER NOT NULL REFERENCES source,
  run INTEGER NOT NULL REFERENCES import_run,
  records INTEGER NOT NULL DEFAULT 0,           -- folded into the original's
  is_forbidden INTEGER NOT NULL DEFAULT 0       -- 1: undone by the person; never made again
) STRICT;
-- What printed a record beside its source: unit, version, device without its address. '' where absent.
CREATE TABLE origin (
  id INTEGER PRIMARY KEY, unit TEXT NOT NULL, source_version TEXT NOT NULL, device TEXT NOT NULL,
  UNIQUE (unit, source_version, device)
) STRICT;

-- value_key: the value in the type's canonical unit (REAL), the category's text, or ''. Never NULL: a UNIQUE over NULL is no key.
CREATE TABLE record (
  id INTEGER PRIMARY KEY,
  type INTEGER NOT NULL,
  start INTEGER NOT NULL,
  duration INTEGER NOT NULL,
  source INTEGER NOT NULL,
  value_key ANY NOT NULL,
  value REAL,             -- as printed, in the unit of origin
  origin INTEGER NOT NULL,
  created INTEGER,
  copies INTEGER NOT NULL DEFAULT 1,
  run INTEGER NOT NULL,
  metadata TEXT           -- JSON array of [key, value]: keys repeat within one parent
) STRICT;
CREATE UNIQUE INDEX record_identity ON record (type, start, duration, source, value_key);
-- Units a type was ever printed in: a second one means that equal samples may differ by rounding.
CREATE TABLE type_unit (type INTEGER NOT NULL, unit TEXT NOT NULL, PRIMARY KEY (type, unit)) STRICT, WITHOUT ROWID;
CREATE TABLE record_beats (record INTEGER PRIMARY KEY, beats TEXT NOT NULL) STRICT; -- JSON array of [bpm, printed clock]

-- Derived from record in the same transaction.
CREATE TABLE record_summary (
  type INTEGER NOT NULL, source INTEGER NOT NULL, count INTEGER NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
  PRIMARY KEY (type, source)
) STRICT, WITHOUT ROWID;
CREATE TABLE record_day (
  type INTEGER NOT NULL, source INTEGER NOT NULL, day INTEGER NOT NULL, count INTEGER NOT NULL,
  total REAL, lowest REAL, highest REAL, -- of value_key, canonical unit; NULL for categories
  PRIMARY KEY (type, source, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE record_month (
  type INTEGER NOT NULL, month INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (type, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE workout (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  activity TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, source INTEGER NOT NULL,
  duration REAL, distance REAL, energy REAL, -- s without pauses, m, kcal; NULL where the file says nothing
  origin INTEGER NOT NULL, created INTEGER,
  metadata TEXT, statistics TEXT NOT NULL, events TEXT NOT NULL, activities TEXT NOT NULL, -- JSON, shared/domain/workout.ts
  copies INTEGER NOT NULL DEFAULT 1, export_at INTEGER NOT NULL DEFAULT 0, run INTEGER NOT NULL,
  UNIQUE (activity, start, "end", source)
) STRICT;
CREATE INDEX workout_start ON workout (start);

CREATE TABLE route (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  workout INTEGER NOT NULL REFERENCES workout, file TEXT NOT NULL,
  start INTEGER, "end" INTEGER, metadata TEXT,
  size INTEGER, -- bytes of the file that the points came from
  point_count INTEGER NOT NULL, points BLOB, -- Float64 columns, core/healthkit/sidecar/gpx.ts; NULL while the file is missing
  run INTEGER NOT NULL,
  UNIQUE (workout, file)
) STRICT;

CREATE TABLE correlation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  type INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, source INTEGER NOT NULL,
  members TEXT NOT NULL, -- JSON array of record ids in ascending order: part of the identity
  origin INTEGER NOT NULL, created INTEGER, metadata TEXT, run INTEGER NOT NULL,
  UNIQUE (type, start, "end", source, members)
) STRICT;

CREATE TABLE activity_summary (
  date TEXT PRIMARY KEY, export_at INTEGER NOT NULL, content TEXT NOT NULL, run INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE ecg (
  id INTEGER PRIMARY KEY,
  recorded_at INTEGER NOT NULL, sample_count INTEGER NOT NULL,
  classification TEXT, symptoms TEXT, software_version TEXT, device TEXT, lead TEXT, unit TEXT,
  sample_rate REAL, samples BLOB NOT NULL, file TEXT NOT NULL, size INTEGER, run INTEGER NOT NULL,
  UNIQUE (recorded_at, sample_count)
) STRICT;

CREATE TABLE clinical (
  id INTEGER PRIMARY KEY,
  identifier TEXT NOT NULL, source_url TEXT NOT NULL, type TEXT NOT NULL, source_name TEXT NOT NULL,
  fhir_version TEXT, received_at INTEGER, file TEXT, resource TEXT, run INTEGER NOT NULL,
  UNIQUE (identifier, source_url)
) STRICT;

-- Audiograms and vision prescriptions.
CREATE TABLE document (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  class TEXT NOT NULL CHECK (class IN ('audiogram','vision')),
  start INTEGER NOT NULL, source INTEGER NOT NULL, content_hash TEXT NOT NULL, content TEXT NOT NULL, run INTEGER NOT NULL,
  UNIQUE (class, start, source, content_hash)
) STRICT;

-- Elements that we do not know, and those that could not be read: kept as XML, once each.
CREATE TABLE kept_element (
  hash TEXT PRIMARY KEY, name TEXT NOT NULL, reason TEXT NOT NULL, xml TEXT NOT NULL, run INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Append-only log of everything new: a range of row ids of one class, one seq for each row.
CREATE TABLE arrival (
  seq INTEGER PRIMARY KEY, run INTEGER NOT NULL, class TEXT NOT NULL, first_row INTEGER NOT NULL, row_count INTEGER NOT NULL
) STRICT;
CREATE INDEX arrival_class ON arrival (class, seq);

-- UTC days whose events must be derived again, per event category.
CREATE TABLE touched_day (category TEXT NOT NULL, day INTEGER NOT NULL, PRIMARY KEY (category, day)) STRICT, WITHOUT ROWID;
`;
