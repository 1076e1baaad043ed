/**
 * ECG files are read once more, because an empty line wasn't a missing sample before, and samples between missing ones weren't read. A file that
 * was imported already counts as a new one, so that the same export can bring them. Never edit: add a migration.
 */
export const ecgBlanks = `
UPDATE import_run SET fingerprint = NULL WHERE EXISTS (SELECT 1 FROM ecg) OR EXISTS (SELECT 1 FROM removed_ecg);
UPDATE ecg SET size = NULL;
UPDATE removed_ecg SET size = NULL;
`;
