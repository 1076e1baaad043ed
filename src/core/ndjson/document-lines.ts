import { emptyLookup } from '../../shared/lookup.ts';
import { utcText } from '../../shared/time.ts';
import type { Reader, ReadStatement } from '../db/open.ts';
import type { Dictionaries } from './dictionaries.ts';
import { type LineSource, type RowScope, type SampleLine, sampleLine } from './line-source.ts';
import { metadataObject } from './plain-parts.ts';
import { uuidOf } from './record-identity.ts';

interface Row {
  readonly id: number;
  readonly start: number;
  readonly source: number;
  readonly hash: string;
  readonly content: string;
}

/** An element as the import keeps it: instants are UTC seconds, everything else the printed text. */
interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly Element[];
}

type Plain = Readonly<Record<string, unknown>>;

const kinds = {
  audiogram: {
    sampleClass: 'HKAudiogramSample',
    sampleType: 'HKDataTypeIdentifierAudiogram',
    dataType: 'audiogram',
  },
  vision: {
    sampleClass: 'HKVisionPrescription',
    sampleType: 'HKVisionPrescriptionTypeIdentifier',
    dataType: 'visionPrescription',
  },
} as const;

/**
 * Lines of the classes audiogram and vision: sampleClass, sampleType, dataType, uuid, startDate, endDate, sourceName, metadata,
 * every attribute under its own name (instants as text), and the children by their name in lower camel case: sensitivityPoint
 * is a list of {frequencyValue, leftEarValue, …}, rightEye and leftEye of {sphere, cylinder, …}, attachment of {identifier}.
 */
export class DocumentLines implements LineSource {
  readonly rowsPerRead = 16;
  readonly #class: keyof typeof kinds;
  readonly #dictionaries: Dictionaries;
  readonly #rows: ReadStatement<[string, number, number, number, number, number], Row>;

  constructor(reader: Reader, dictionaries: Dictionaries, documentClass: keyof typeof kinds) {
    this.#class = documentClass;
    this.#dictionaries = dictionaries;
    this.#rows = reader.prepare(
      `SELECT id, start, source, content_hash AS hash, content FROM document
       WHERE class = ? AND id >= ? AND id < ? AND start >= ? AND start < ? ORDER BY id LIMIT ?`,
    );
  }

  read({ fromRow, toRow, fromAt, toAt }: RowScope): SampleLine[] {
    return this.#rows
      .all(this.#class, fromRow, toRow, fromAt, toAt, this.rowsPerRead)
      .map((row) => sampleLine(row.id, row.start, this.#shape(row)));
  }

  #shape(row: Row): Plain {
    const { name, folded } = this.#dictionaries.source(row.source);
    const element = JSON.parse(row.content) as Element;
    const attributes = plainAttributes(element);
    return {
      ...attributes,
      ...childLists(element),
      ...kinds[this.#class],
      uuid: uuidOf([this.#class, row.start, folded, row.hash]),
      startDate: utcText(row.start),
      endDate: attributes['endDate'] ?? utcText(row.start),
      sourceName: name,
      metadata: metadataOf(element),
    };
  }
}

function plainAttributes({ attributes }: Element): Plain {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      typeof value === 'number' ? utcText(value) : value,
    ]),
  );
}

function childLists({ children }: Element): Plain {
  const lists = emptyLookup<Plain[]>();
  for (const child of children) {
    if (child.name === 'MetadataEntry') continue;
    const name = `${child.name.charAt(0).toLowerCase()}${child.name.slice(1)}`;
    const list = lists[name] ?? [];
    list.push({ ...plainAttributes(child), ...childLists(child) });
    lists[name] = list;
  }
  return lists;
}

function metadataOf({ children }: Element) {
  const entries = children.filter(({ name }) => name === 'MetadataEntry');
  return metadataObject(
    entries.map(({ attributes }) => [String(attributes['key'] ?? ''), printed(attributes['value'])]),
  );
}

/** A value that is a date was kept as an instant. */
const printed = (value: string | number | undefined) =>
  typeof value === 'number' ? utcText(value) : (value ?? '');
