import type { RecordDetail, RecordRow } from '../../shared/domain/history.ts';
import { metadataSchema } from '../../shared/domain/workout.ts';
import { CodedError } from '../../shared/errors.ts';
import type { Reader } from '../db/open.ts';
import { parseDevice } from '../healthkit/device.ts';
import { beatsSchema, createRecordRows, listFrom, membersSchema } from './record-rows.ts';

interface StoredDetail {
  readonly copies: number;
  readonly createdAt: number | null;
  readonly sourceVersion: string;
  readonly device: string;
  readonly metadata: string | null;
  readonly beats: string | null;
  readonly importedFrom: string;
  readonly importedAt: number;
}

/** One record with all its details. Errors: history.unknown_item. */
export function createRecordDetail(reader: Reader): (input: { id: number }) => RecordDetail {
  const rowOf = createRecordRows(reader);
  const statement = (table: string) =>
    reader.prepare<[number], StoredDetail>(`
    SELECT copies, created AS createdAt, source_version AS sourceVersion, device, metadata, beats,
      import_run.name AS importedFrom, started_at AS importedAt
    FROM ${table} AS record JOIN origin ON origin.id = record.origin JOIN import_run ON import_run.id = record.run
      LEFT JOIN record_beats ON record_beats.record = record.id
    WHERE record.id = ?`);
  const kept = statement('record');
  const removed = statement('removed_record');
  // The index of the few correlations contains `members`, so walking it finds a member of any of them.
  const holding = reader.prepare<[string], { members: string }>(
    'SELECT members FROM correlation WHERE instr(members, ?) > 0',
  );

  function related(id: number): RecordRow[] {
    const others = new Set<number>();
    for (const { members } of holding.iterate(String(id))) {
      const ids = listFrom(membersSchema, members);
      if (ids.includes(id)) for (const other of ids) others.add(other);
    }
    others.delete(id);
    return [...others].flatMap((other) => rowOf(other) ?? []);
  }

  return ({ id }) => {
    const row = rowOf(id);
    const detail = kept.get(id) ?? removed.get(id);
    if (row === null || detail === undefined) throw new CodedError('history.unknown_item');
    return {
      ...row,
      ...detail,
      sourceVersion: detail.sourceVersion || null,
      device: parseDevice(detail.device),
      metadata: listFrom(metadataSchema, detail.metadata),
      beats: listFrom(beatsSchema, detail.beats),
      related: related(id),
    };
  };
}
