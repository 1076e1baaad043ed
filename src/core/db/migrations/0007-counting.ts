/**
 * What decides how samples are counted, beside the samples (src/core/events/README.md, "How figures are made"): which were entered by
 * hand, which stand several times in one file, and which devices each source wrote from. Never edit: add a migration.
 */
const userEntered = `instr(metadata, '["HKWasUserEntered","1"]') > 0`;

/** Adds one row to the counts of its source and origin. No clause about conflicts: that of the statement that fires would take its place. */
const countIn = (end: string): string =>
  `INSERT INTO source_origin SELECT NEW.source, NEW.origin, 0, NEW.start, ${end}
     WHERE NOT EXISTS (SELECT 1 FROM source_origin WHERE source = NEW.source AND origin = NEW.origin);
   UPDATE source_origin SET count = count + 1, first_at = min(first_at, NEW.start), last_at = max(last_at, ${end})
     WHERE source = NEW.source AND origin = NEW.origin;`;
const countOut =
  'UPDATE source_origin SET count = count - 1 WHERE source = OLD.source AND origin = OLD.origin;';
const recordEnd = 'NEW.start + max(0, NEW.duration)';
const changed = 'UPDATE source_version SET version = version + 1;';

/** The distance of a workout with several is that of its sport (healthkit/workout-distance.ts), in metres. */
const ofSport = `'HKQuantityTypeIdentifierDistance' || CASE substr(activity, 22)
  WHEN 'Cycling' THEN 'Cycling' WHEN 'HandCycling' THEN 'Cycling' WHEN 'Swimming' THEN 'Swimming'
  WHEN 'WheelchairWalkPace' THEN 'Wheelchair' WHEN 'WheelchairRunPace' THEN 'Wheelchair'
  WHEN 'DownhillSkiing' THEN 'DownhillSnowSports' WHEN 'Snowboarding' THEN 'DownhillSnowSports' WHEN 'SnowSports' THEN 'DownhillSnowSports'
  WHEN 'CrossCountrySkiing' THEN 'CrossCountrySkiing' WHEN 'PaddleSports' THEN 'PaddleSports' WHEN 'Rowing' THEN 'Rowing'
  WHEN 'SkatingSports' THEN 'SkatingSports' ELSE 'WalkingRunning' END`;
const inMetres = `CASE value ->> '$.unit' WHEN 'm' THEN 1 WHEN 'km' THEN 1000 WHEN 'mi' THEN 1609.344 WHEN 'yd' THEN 0.9144 WHEN 'ft' THEN 0.3048 END`;
const sportDistance = `SELECT sum((value ->> '$.sum') * ${inMetres}) FROM json_each(statistics) WHERE value ->> '$.type' = ${ofSport}`;

export const counting = `
UPDATE workout SET distance = (${sportDistance})
  WHERE activity NOT IN ('HKWorkoutActivityTypeSwimBikeRun', 'HKWorkoutActivityTypeTransition', 'HKWorkoutActivityTypeOther',
    'HKWorkoutActivityTypeMixedCardio', 'HKWorkoutActivityTypeCrossTraining')
  AND (SELECT count(*) FROM json_each(statistics) WHERE value ->> '$.type' LIKE 'HKQuantityTypeIdentifierDistance%') > 1
  AND (${sportDistance}) IS NOT NULL;

-- Of record and removed_record.
CREATE TABLE by_hand (record INTEGER PRIMARY KEY, type INTEGER NOT NULL, start INTEGER NOT NULL) STRICT;
CREATE INDEX by_hand_start ON by_hand (type, start);
INSERT INTO by_hand SELECT id, type, start FROM record WHERE ${userEntered};
INSERT INTO by_hand SELECT id, type, start FROM removed_record WHERE ${userEntered};

CREATE INDEX record_copies ON record (type, start, copies) WHERE copies > 1;

-- How many records and workouts of a source were printed with an origin, and from when to when. Imports count what they add to
-- record (import/writer/source-origins.ts); what leaves it, or changes its source, is counted by triggers, as workouts are.
CREATE TABLE source_origin (
  source INTEGER NOT NULL, origin INTEGER NOT NULL, count INTEGER NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
  PRIMARY KEY (source, origin)
) STRICT, WITHOUT ROWID;
INSERT INTO source_origin SELECT source, origin, count(*), min(start), max("end") FROM (
  SELECT source, origin, start, start + max(0, duration) AS "end" FROM record
  UNION ALL SELECT source, origin, start, max(start, "end") FROM workout) GROUP BY source, origin;
-- Raised with every change of source_origin: whoever read it before reads it again.
CREATE TABLE source_version (version INTEGER NOT NULL) STRICT;
INSERT INTO source_version VALUES (1);
CREATE TRIGGER source_origin_new AFTER INSERT ON source_origin BEGIN ${changed} END;
CREATE TRIGGER source_origin_anew AFTER UPDATE ON source_origin BEGIN ${changed} END;
CREATE TRIGGER record_origin_out AFTER DELETE ON record BEGIN ${countOut} END;
CREATE TRIGGER record_origin_moved AFTER UPDATE OF source ON record BEGIN ${countOut} ${countIn(recordEnd)} END;
CREATE TRIGGER workout_origin_in AFTER INSERT ON workout BEGIN ${countIn('max(NEW.start, NEW."end")')} END;
CREATE TRIGGER workout_origin_out AFTER DELETE ON workout BEGIN ${countOut} END;
CREATE TRIGGER workout_origin_moved AFTER UPDATE OF source ON workout BEGIN ${countOut} ${countIn('max(NEW.start, NEW."end")')} END;

-- Our own figure of a day, divided at midnight where a sample lasts over it; NULL where it is what is sent. is_local: History alone
-- shows the event, because by the rule of Trendy's phone there is none.
ALTER TABLE event ADD COLUMN figure REAL;
ALTER TABLE event ADD COLUMN is_local INTEGER NOT NULL DEFAULT 0;
CREATE VIEW sent_event AS SELECT * FROM event WHERE is_local = 0;
`;
