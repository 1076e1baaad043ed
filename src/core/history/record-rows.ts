import { z } from 'zod';
import type { RecordRow } from '../../shared/domain/history.ts';
import { CodedError } from '../../shared/errors.ts';
import type { Reader } from '../db/open.ts';

interface StoredRow {
  readonly id: number;
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly value: number | null;
  readonly valueKey: number | string;
  readonly unit: string;
  readonly source: string;
  readonly removed: RecordRow['removed'];
}

/** Returns the record of an id as lists show it, also if it is no longer in the Health app, or null. */
export function createRecordRows(reader: Reader): (id: number) => RecordRow | null {
  const statement = (table: string, removed: string) =>
    reader.prepare<[number], StoredRow>(`
      SELECT record.id, record_type.name AS type, start, start + duration AS end, value, value_key AS valueKey, unit,
        source.name AS source, ${removed} AS removed
      FROM ${table} AS record JOIN record_type ON record_type.id = record.type JOIN source ON source.id = record.source
        JOIN origin ON origin.id = record.origin
      WHERE record.id = ?`);
  const kept = statement('record', 'NULL');
  const removed = statement('removed_record', 'state');
  return (id) => {
    const row = kept.get(id) ?? removed.get(id);
    return row === undefined ? null : recordRow(row);
  };
}

/** A quantity has its printed value, a category only the text in value_key, and some types neither. */
function recordRow({ valueKey, ...row }: StoredRow): RecordRow {
  const text = row.value === null && typeof valueKey === 'string' ? valueKey : '';
  return { ...row, text: text || null, unit: row.unit || null };
}

/** Reads a JSON column; an empty list is stored as null. Errors: profile.damaged. */
export function listFrom<T>(schema: z.ZodType<T[]>, text: string | null): T[] {
  if (text === null) return [];
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new CodedError('profile.damaged', { reason: 'json' }, { cause: error });
  }
}

export const beatsSchema = z.array(z.tuple([z.number(), z.string()]));
export const membersSchema = z.array(z.int());
