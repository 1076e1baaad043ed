/**
 * An ExportDate more than a day later than its import comes from a wrong clock and counts as the time of the import (events/spans.ts, `exportedAt`).
 * Earlier versions took it as printed, so that such an export stayed the newest one for years: it decided what is gone, and which workout
 * and which day's rings are kept. Its date is corrected wherever it was stored. Never edit: add a migration.
 */
const ahead = 'SELECT export_at FROM import_run WHERE export_at > started_at + 86400';

/** Two imports of one such file were made at different times: the earlier one counts, so that no other export is hidden for longer. */
const corrected = (table: string, column: string): string =>
  `UPDATE ${table} SET ${column} = (SELECT min(r.started_at) FROM import_run r WHERE r.export_at = ${table}.${column} AND r.export_at > r.started_at + 86400)
    WHERE ${column} IN (${ahead});`;

const removed = ['record', 'workout', 'correlation', 'ecg', 'clinical', 'document'];

export const exportAhead = `
${corrected('workout', 'export_at')}
${corrected('removed_workout', 'export_at')}
${corrected('activity_summary', 'export_at')}
${removed.map((name) => corrected(`removed_${name}`, 'removed_export_at')).join('\n')}
UPDATE export_presence SET export_at = (SELECT started_at FROM import_run WHERE id = run)
  WHERE run IN (SELECT id FROM import_run WHERE export_at > started_at + 86400);
UPDATE import_run SET export_at = started_at WHERE export_at > started_at + 86400;
`;
