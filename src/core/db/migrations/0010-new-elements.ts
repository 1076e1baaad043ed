/**
 * Zones of a workout (iOS 27) stand beside its statistics, as JSON, shared/domain/workout.ts. ECG files are read once more,
 * because samples in the form of some locales were not read before: a size that is NULL is no file's. What was kept as XML is
 * read again once, core/import/kept-again.ts. Never edit: add a migration.
 */
export const newElements = `
ALTER TABLE workout ADD COLUMN zones TEXT NOT NULL DEFAULT '[]';
ALTER TABLE removed_workout ADD COLUMN zones TEXT NOT NULL DEFAULT '[]';
UPDATE ecg SET size = NULL;
UPDATE removed_ecg SET size = NULL;
CREATE TABLE kept_unread (hash TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO kept_unread SELECT hash FROM kept_element WHERE name IN ('Record', 'StateOfMind', 'MedicationDoseEvent',
  'ScoredAssessment', 'GAD7Assessment', 'PHQ9Assessment', 'Correlation', 'Workout', 'ActivitySummary', 'Audiogram', 'VisionPrescription');
`;
