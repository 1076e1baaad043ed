import type { DocumentDate, DocumentText } from '../../shared/domain/documents.ts';
import type { RecordRow } from '../../shared/domain/history.ts';
import type { Reader } from '../db/open.ts';
import { type FhirDocument, readFhir } from './fhir.ts';

export type ClinicalTable = 'clinical' | 'removed_clinical';

/** A clinical record as lists show it. `start`: its own time, else the time the phone received it; UTC seconds. */
export interface ClinicalEntry {
  readonly id: number;
  readonly start: number;
  readonly date: DocumentDate | null;
  readonly name: DocumentText | null;
  readonly value: DocumentText | null;
  readonly range: string | null;
  readonly status: string | null;
  readonly source: string;
  readonly removed: RecordRow['removed'];
}

interface Stored {
  readonly id: number;
  readonly receivedAt: number | null;
  readonly resource: string | null;
  readonly source: string;
  readonly removed: RecordRow['removed'];
}

interface Kept {
  /** The version of this type's rows when they were read. */
  readonly mark: string;
  readonly entries: readonly ClinicalEntry[];
}

/** The part of a text that a list shows. */
const longestInList = 300;
/** Types that stay in memory; a history has about ten. */
const maxTypes = 24;

export function parsedResource(text: string | null): FhirDocument {
  if (text === null) return readFhir(null);
  try {
    return readFhir(JSON.parse(text));
  } catch {
    return readFhir(null);
  }
}

/** Of a text with words in it, each piece of the institution's, so that no word is lost. */
const cutText = (text: DocumentText | null): DocumentText | null =>
  typeof text === 'object'
    ? (text?.map((piece) => (typeof piece === 'string' ? (cut(piece) ?? '') : piece)) ?? null)
    : cut(text);

const cut = (text: string | null) =>
  text !== null && text.length > longestInList ? `${text.slice(0, longestInList)}…` : text;

/**
 * Clinical records of one type, newest first by their own dates. The dates are in the JSON and in no column, so the records are read once and kept
 * until a row of the type is added, removed, or gets its document. A person has hundreds of them, a few kilobytes each; only a few short texts of
 * each are kept.
 */
export function createClinicalIndex(
  reader: Reader,
  table: ClinicalTable,
): (type: string) => readonly ClinicalEntry[] {
  const marks = reader
    .prepare<[string], string>(
      `SELECT count(*) || '.' || coalesce(max(id), 0) || '.' || coalesce(sum(id), 0) || '.' || count(resource)
       FROM ${table} WHERE type = ?`,
    )
    .pluck();
  const select = reader.prepare<[string], Stored>(
    `SELECT id, received_at AS receivedAt, resource, source_name AS source,
       ${table === 'clinical' ? 'NULL' : 'state'} AS removed
     FROM ${table} WHERE type = ?`,
  );
  const held = new Map<string, Kept>();
  return (type) => {
    const mark = marks.get(type) ?? '';
    const known = held.get(type);
    if (known?.mark === mark) return known.entries;
    const entries: ClinicalEntry[] = [];
    for (const row of select.iterate(type)) entries.push(entryOf(row));
    entries.sort((a, b) => b.start - a.start || b.id - a.id);
    held.delete(type);
    if (held.size >= maxTypes) held.delete(held.keys().next().value ?? '');
    held.set(type, { mark, entries });
    return entries;
  };
}

function entryOf({ id, receivedAt, resource, source, removed }: Stored): ClinicalEntry {
  const { date, name, value, range, status } = parsedResource(resource);
  const shown = date ?? (receivedAt === null ? null : { at: receivedAt, precision: 'time' as const });
  return {
    id,
    start: shown?.at ?? 0,
    date: shown,
    name: cutText(name),
    value: cutText(value),
    range: cut(range),
    status: cut(status),
    source,
    removed,
  };
}
