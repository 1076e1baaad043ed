/**
 * When a source was met is told by when its first record was written (`created`), not by how old that record is: an app that was
 * installed today may write of years. source_origin.first_at was the earliest start; records that cannot have been then are left
 * out. Never edit: add a migration.
 */
const earliest = -2_208_988_800;
const written = (row: string) =>
  `CASE WHEN ${row}created >= ${earliest} THEN ${row}created ELSE ${row}start END`;

/** Higher than every instant: what cannot have been then does not tell. */
const first = (ends: string) =>
  `CASE WHEN ${ends} < NEW.start OR NEW.start < ${earliest} THEN ${Number.MAX_SAFE_INTEGER} ELSE ${written('NEW.')} END`;
const recordFirst = first('NEW.start + NEW.duration');
const workoutFirst = first('NEW."end"');

/** Adds one row to the counts of its source and origin. No clause about conflicts: that of the statement that fires would take its place. */
const countIn = (begin: string, end: string): string =>
  `INSERT INTO source_origin SELECT NEW.source, NEW.origin, 0, ${begin}, ${end}
     WHERE NOT EXISTS (SELECT 1 FROM source_origin WHERE source = NEW.source AND origin = NEW.origin);
   UPDATE source_origin SET count = count + 1, first_at = min(first_at, ${begin}), last_at = max(last_at, ${end})
     WHERE source = NEW.source AND origin = NEW.origin;`;
const countOut =
  'UPDATE source_origin SET count = count - 1 WHERE source = OLD.source AND origin = OLD.origin;';
const workoutEnd = 'max(NEW.start, NEW."end")';

export const sourceAge = `
DROP TRIGGER record_origin_moved;
DROP TRIGGER workout_origin_in;
DROP TRIGGER workout_origin_moved;
CREATE TRIGGER record_origin_moved AFTER UPDATE OF source ON record BEGIN ${countOut} ${countIn(recordFirst, 'NEW.start + max(0, NEW.duration)')} END;
CREATE TRIGGER workout_origin_in AFTER INSERT ON workout BEGIN ${countIn(workoutFirst, workoutEnd)} END;
CREATE TRIGGER workout_origin_moved AFTER UPDATE OF source ON workout BEGIN ${countOut} ${countIn(workoutFirst, workoutEnd)} END;
UPDATE source_origin SET first_at = found.first FROM (
  SELECT source, origin, min(first) AS first FROM (
    SELECT source, origin, ${written('')} AS first FROM record WHERE duration >= 0 AND start >= ${earliest}
    UNION ALL SELECT source, origin, ${written('')} FROM workout WHERE "end" >= start AND start >= ${earliest})
  GROUP BY source, origin) found
  WHERE found.source = source_origin.source AND found.origin = source_origin.origin;
`;
