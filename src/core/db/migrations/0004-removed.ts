/**
 * What is no longer in the Health app is kept apart from what is, so that every list and every figure reads only the
 * latter: `removed_X` has the columns of `X` and says why. Ids are shared: a row is in one of the two. Never edit: add a migration.
 *
 * state: superseded, by a newer version of the same sync identifier (`newer` is its row); gone, because a newer export
 * holds records of the same source and type around it and not it.
 */
const why = `state TEXT NOT NULL CHECK (state IN ('superseded','gone')),
  removed_run INTEGER NOT NULL,       -- the import that noticed
  removed_export_at INTEGER NOT NULL, -- ExportDate of the file that decided
  newer INTEGER`;

export const removed = `
CREATE TABLE removed_record (
  id INTEGER PRIMARY KEY, type INTEGER NOT NULL, start INTEGER NOT NULL, duration INTEGER NOT NULL, source INTEGER NOT NULL,
  value_key ANY NOT NULL, value REAL, origin INTEGER NOT NULL, created INTEGER, copies INTEGER NOT NULL, run INTEGER NOT NULL,
  metadata TEXT,
  ${why}
) STRICT;
CREATE UNIQUE INDEX removed_record_identity ON removed_record (type, start, duration, source, value_key);
CREATE INDEX removed_record_run ON removed_record (removed_run);

CREATE TABLE removed_workout (
  id INTEGER PRIMARY KEY, activity TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, source INTEGER NOT NULL,
  duration REAL, distance REAL, energy REAL, origin INTEGER NOT NULL, created INTEGER, metadata TEXT,
  statistics TEXT NOT NULL, events TEXT NOT NULL, activities TEXT NOT NULL, copies INTEGER NOT NULL,
  export_at INTEGER NOT NULL, run INTEGER NOT NULL,
  ${why},
  UNIQUE (activity, start, "end", source)
) STRICT;

CREATE TABLE removed_correlation (
  id INTEGER PRIMARY KEY, type INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, source INTEGER NOT NULL,
  members TEXT NOT NULL, origin INTEGER NOT NULL, created INTEGER, metadata TEXT, run INTEGER NOT NULL,
  ${why},
  UNIQUE (type, start, "end", source, members)
) STRICT;

CREATE TABLE removed_ecg (
  id INTEGER PRIMARY KEY, recorded_at INTEGER NOT NULL, sample_count INTEGER NOT NULL, classification TEXT, symptoms TEXT,
  software_version TEXT, device TEXT, lead TEXT, unit TEXT, sample_rate REAL, samples BLOB NOT NULL, file TEXT NOT NULL,
  size INTEGER, run INTEGER NOT NULL,
  ${why},
  UNIQUE (recorded_at, sample_count)
) STRICT;

CREATE TABLE removed_clinical (
  id INTEGER PRIMARY KEY, identifier TEXT NOT NULL, source_url TEXT NOT NULL, type TEXT NOT NULL, source_name TEXT NOT NULL,
  fhir_version TEXT, received_at INTEGER, file TEXT, resource TEXT, run INTEGER NOT NULL,
  ${why},
  UNIQUE (identifier, source_url)
) STRICT;

CREATE TABLE removed_document (
  id INTEGER PRIMARY KEY, class TEXT NOT NULL, start INTEGER NOT NULL, source INTEGER NOT NULL, content_hash TEXT NOT NULL,
  content TEXT NOT NULL, run INTEGER NOT NULL,
  ${why},
  UNIQUE (class, start, source, content_hash)
) STRICT;

-- Rows that the person took back: no later import removes them again.
CREATE TABLE kept_row (class TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (class, id)) STRICT, WITHOUT ROWID;

-- HKMetadataKeySyncIdentifier and HKMetadataKeySyncVersion of records (kind: the type's id) and workouts (kind: 0).
CREATE TABLE sync_identity (
  class TEXT NOT NULL, id INTEGER NOT NULL, kind INTEGER NOT NULL, source INTEGER NOT NULL, identifier TEXT NOT NULL,
  version REAL NOT NULL, PRIMARY KEY (class, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sync_identity_same ON sync_identity (class, kind, source, identifier, version);
INSERT INTO sync_identity
  SELECT 'record', r.id, r.type, r.source, i.identifier, i.version FROM record r JOIN (
    SELECT m.id,
      (SELECT json_extract(value, '$[1]') FROM json_each(m.metadata) WHERE json_extract(value, '$[0]') = 'HKMetadataKeySyncIdentifier') AS identifier,
      CAST((SELECT json_extract(value, '$[1]') FROM json_each(m.metadata) WHERE json_extract(value, '$[0]') = 'HKMetadataKeySyncVersion') AS REAL) AS version
    FROM record m WHERE instr(m.metadata, '"HKMetadataKeySyncIdentifier"') > 0
  ) i ON i.id = r.id WHERE i.identifier IS NOT NULL AND i.version IS NOT NULL;
INSERT INTO sync_identity
  SELECT 'workout', w.id, 0, w.source, i.identifier, i.version FROM workout w JOIN (
    SELECT m.id,
      (SELECT json_extract(value, '$[1]') FROM json_each(m.metadata) WHERE json_extract(value, '$[0]') = 'HKMetadataKeySyncIdentifier') AS identifier,
      CAST((SELECT json_extract(value, '$[1]') FROM json_each(m.metadata) WHERE json_extract(value, '$[0]') = 'HKMetadataKeySyncVersion') AS REAL) AS version
    FROM workout m WHERE instr(m.metadata, '"HKMetadataKeySyncIdentifier"') > 0
  ) i ON i.id = w.id WHERE i.identifier IS NOT NULL AND i.version IS NOT NULL;

-- What a completed run's file held: of each class one bit for each row id, and from when to when it held which source and kind.
CREATE TABLE export_presence (
  run INTEGER PRIMARY KEY, export_at INTEGER NOT NULL, met TEXT NOT NULL, spans TEXT NOT NULL
) STRICT;
`;
