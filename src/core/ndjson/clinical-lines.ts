import { utcText } from '../../shared/time.ts';
import type { Reader, ReadStatement } from '../db/open.ts';
import { type LineSource, type RowScope, type SampleLine, sampleLine } from './line-source.ts';
import { uuidOf } from './record-identity.ts';

interface Row {
  readonly id: number;
  readonly identifier: string;
  readonly sourceURL: string;
  readonly type: string;
  readonly sourceName: string;
  readonly fhirVersion: string | null;
  readonly receivedAt: number | null;
  readonly resource: string | null;
}

/**
 * Lines of the class clinical: sampleClass HKClinicalRecord, sampleType (as printed, in practice the bare FHIR name), dataType
 * clinical, uuid, identifier, sourceURL, sourceName, fhirVersion, startDate and endDate (when the phone received it; '' where the
 * file does not say), fhirResource: the resource itself, as an object (as text where it is no JSON; absent without a file).
 */
export class ClinicalLines implements LineSource {
  readonly rowsPerRead = 4;
  readonly #rows: ReadStatement<[number, number, number, number, number], Row>;

  constructor(reader: Reader) {
    this.#rows = reader.prepare(
      `SELECT id, identifier, source_url AS sourceURL, type, source_name AS sourceName, fhir_version AS fhirVersion,
         received_at AS receivedAt, resource
       FROM clinical WHERE id >= ? AND id < ? AND coalesce(received_at, 0) >= ? AND coalesce(received_at, 0) < ?
       ORDER BY id LIMIT ?`,
    );
  }

  read({ fromRow, toRow, fromAt, toAt }: RowScope): SampleLine[] {
    return this.#rows
      .all(fromRow, toRow, fromAt, toAt, this.rowsPerRead)
      .map((row) => sampleLine(row.id, row.receivedAt ?? 0, shape(row)));
  }
}

function shape(row: Row) {
  const received = row.receivedAt === null ? '' : utcText(row.receivedAt);
  return {
    sampleClass: 'HKClinicalRecord',
    sampleType: row.type,
    dataType: 'clinical',
    uuid: uuidOf(['clinical', row.identifier, row.sourceURL]),
    identifier: row.identifier,
    sourceURL: row.sourceURL,
    startDate: received,
    endDate: received,
    sourceName: row.sourceName,
    fhirVersion: row.fhirVersion ?? undefined,
    fhirResource: row.resource === null ? undefined : jsonOrText(row.resource),
  };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
