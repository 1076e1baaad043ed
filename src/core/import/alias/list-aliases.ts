import type { Alias } from '../../../shared/domain/receipt.ts';
import { CodedError } from '../../../shared/errors.ts';
import type { Reader, Writer } from '../../db/open.ts';

const select = `SELECT a.source AS sourceId, n.name, o.name AS originalName, a.records, a.is_forbidden AS isForbidden
  FROM source_alias a JOIN source n ON n.id = a.source JOIN source o ON o.id = a.original`;

interface AliasRow extends Omit<Alias, 'isForbidden'> {
  readonly isForbidden: number;
}

const toAlias = (row: AliasRow): Alias => ({ ...row, isForbidden: row.isForbidden === 1 });

/** Sources taken for stored ones under another name: those of one run, or all. */
export function listAliases(reader: Reader, run?: number): Alias[] {
  return run === undefined
    ? reader.prepare<[], AliasRow>(`${select} ORDER BY a.source`).all().map(toAlias)
    : reader.prepare<[number], AliasRow>(`${select} WHERE a.run = ? ORDER BY a.source`).all(run).map(toAlias);
}

/**
 * Forbids an alias for good. The rows that folded are the original's; importing the file again adds them under the new
 * name, so files imported since are no longer taken for known. Error history.unknown_item.
 */
export function forbidAlias(writer: Writer, sourceId: number): void {
  writer.transaction(() => {
    const run = writer
      .prepare<[number], number>('UPDATE source_alias SET is_forbidden = 1 WHERE source = ? RETURNING run')
      .pluck()
      .get(sourceId);
    if (run === undefined) throw new CodedError('history.unknown_item');
    writer.prepare<[number]>('UPDATE import_run SET fingerprint = NULL WHERE id >= ?').run(run);
  })();
}
