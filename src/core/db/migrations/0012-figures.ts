/**
 * The figures of every type by day of the home zone (src/core/events/README.md, "Kept figures"). They are made by `FigureKeeper` from
 * what is touched; a history of before has them made once. Never edit: add a migration.
 */
export const keptFigures = `
-- What each source has of a type on a day of the home zone, alone and as it counts.
CREATE TABLE figure_day (
  generation INTEGER NOT NULL,      -- made under one zone, order of sources and version of the rules
  type INTEGER NOT NULL,
  day INTEGER NOT NULL,             -- days since 1970-01-01 of the home zone; of sleep the evening
  source INTEGER NOT NULL,
  value TEXT NOT NULL,              -- of a category; '' for quantities
  samples INTEGER NOT NULL, samples_into INTEGER NOT NULL, -- with time in the day; of these with some in the day before
  counted INTEGER NOT NULL, counted_into INTEGER NOT NULL, -- the same of those that count
  whole REAL NOT NULL, part REAL NOT NULL, -- of the source alone, and what of it counts: canonical unit, seconds, or 10^(dB/10) * seconds
  seconds REAL NOT NULL,            -- sound: how long was measured
  lowest REAL, highest REAL, latest REAL, latest_at INTEGER,
  PRIMARY KEY (generation, type, day, source, value)
) STRICT, WITHOUT ROWID;
-- The same of all sources together, as they count.
CREATE TABLE figure_total (
  generation INTEGER NOT NULL, type INTEGER NOT NULL, day INTEGER NOT NULL, value TEXT NOT NULL,
  counted INTEGER NOT NULL, counted_into INTEGER NOT NULL, part REAL NOT NULL, seconds REAL NOT NULL,
  lowest REAL, highest REAL, latest REAL, latest_at INTEGER,
  PRIMARY KEY (generation, type, day, value)
) STRICT, WITHOUT ROWID;
-- Ranges of UTC days of a type whose figures must be made again.
CREATE TABLE figure_touched (
  type INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (type, first, last)
) STRICT, WITHOUT ROWID;
`;
