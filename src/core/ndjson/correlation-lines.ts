import { utcText } from '../../shared/time.ts';
import type { Reader, ReadStatement } from '../db/open.ts';
import type { Dictionaries } from './dictionaries.ts';
import { type LineSource, type RowScope, type SampleLine, sampleLine } from './line-source.ts';
import { isUserProvided, storedMetadata } from './plain-parts.ts';
import { RecordUuids, uuidOf } from './record-identity.ts';

interface Row {
  readonly id: number;
  readonly type: number;
  readonly start: number;
  readonly end: number;
  readonly source: number;
  readonly members: string;
  readonly origin: number;
  readonly created: number | null;
  readonly metadata: string | null;
}

/**
 * Lines of the class correlation (blood pressure, food): sampleClass HKCorrelation, sampleType and correlationType, dataType
 * correlation, childSampleUUIDs (the uuids under which its records are sent), uuid, startDate, endDate, sourceName,
 * sourceVersion, device, metadata, userProvidedFlag, creationDate. Its uuid counts its members by their uuids, in text order.
 */
export class CorrelationLines implements LineSource {
  readonly rowsPerRead = 16;
  readonly #dictionaries: Dictionaries;
  readonly #uuids: RecordUuids;
  readonly #rows: ReadStatement<[number, number, number, number, number], Row>;

  constructor(reader: Reader, dictionaries: Dictionaries) {
    this.#dictionaries = dictionaries;
    this.#uuids = new RecordUuids(reader, dictionaries);
    this.#rows = reader.prepare(
      `SELECT id, type, start, "end", source, members, origin, created, metadata
       FROM correlation WHERE id >= ? AND id < ? AND start >= ? AND start < ? ORDER BY id LIMIT ?`,
    );
  }

  read({ fromRow, toRow, fromAt, toAt }: RowScope): SampleLine[] {
    return this.#rows
      .all(fromRow, toRow, fromAt, toAt, this.rowsPerRead)
      .map((row) => sampleLine(row.id, row.start, this.#shape(row)));
  }

  #shape(row: Row) {
    const type = this.#dictionaries.type(row.type);
    const { name, folded } = this.#dictionaries.source(row.source);
    const { sourceVersion, device } = this.#dictionaries.origin(row.origin);
    const children = this.#uuids.of(JSON.parse(row.members) as number[]);
    const metadata = storedMetadata(row.metadata);
    return {
      sampleClass: 'HKCorrelation',
      sampleType: type,
      dataType: 'correlation',
      correlationType: type,
      uuid: uuidOf(['correlation', type, row.start, row.end, folded, children.toSorted()]),
      startDate: utcText(row.start),
      endDate: utcText(row.end),
      sourceName: name,
      sourceVersion: sourceVersion || undefined,
      childSampleUUIDs: children,
      creationDate: row.created === null ? undefined : utcText(row.created),
      device,
      metadata,
      userProvidedFlag: isUserProvided(metadata),
    };
  }
}
