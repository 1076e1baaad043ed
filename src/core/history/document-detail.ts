import type { CallOutput, ParsedInput } from '../../shared/contract/index.ts';
import {
  type AudiogramDetail,
  type DocumentDetail,
  type HearingLevel,
  jsonPerAnswer,
  type VisionDetail,
} from '../../shared/domain/documents.ts';
import type { RecordRow } from '../../shared/domain/history.ts';
import type { Metadata } from '../../shared/domain/workout.ts';
import { CodedError } from '../../shared/errors.ts';
import type { Reader } from '../db/open.ts';
import { parseNumber } from '../healthkit/byte-values.ts';
import { parsedResource } from './clinical-index.ts';
import { childrenNamed, elementFrom, type StoredElement } from './documents.ts';

interface Origin {
  readonly id: number;
  readonly source: string;
  readonly removed: RecordRow['removed'];
  readonly importedFrom: string;
  readonly importedAt: number;
}

interface StoredClinical extends Origin {
  readonly type: string;
  readonly identifier: string;
  readonly fhirVersion: string | null;
  readonly receivedAt: number | null;
  readonly file: string | null;
  readonly resource: string | null;
}

interface StoredDocument extends Origin {
  readonly class: 'audiogram' | 'vision';
  readonly start: number;
  readonly content: string;
}

const origin = 'import_run.name AS importedFrom, started_at AS importedAt';

/** One clinical record, audiogram or prescription. Errors: history.unknown_item, profile.damaged. */
export function createDocument(
  reader: Reader,
): (input: ParsedInput<'history.document'>) => CallOutput<'history.document'> {
  const clinical = (table: string, removed: string) =>
    reader.prepare<[number], StoredClinical>(
      `SELECT clinical.id, type, identifier, source_name AS source, fhir_version AS fhirVersion, received_at AS receivedAt,
         file, resource, ${removed} AS removed, ${origin}
       FROM ${table} AS clinical JOIN import_run ON import_run.id = clinical.run WHERE clinical.id = ?`,
    );
  const document = (table: string, removed: string) =>
    reader.prepare<[number], StoredDocument>(
      `SELECT document.id, class, start, source.name AS source, content, ${removed} AS removed, ${origin}
       FROM ${table} AS document JOIN source ON source.id = document.source
         JOIN import_run ON import_run.id = document.run
       WHERE document.id = ?`,
    );
  const clinicals = [clinical('clinical', 'NULL'), clinical('removed_clinical', 'clinical.state')];
  const documents = [document('document', 'NULL'), document('removed_document', 'document.state')];
  return ({ table, id }) => {
    if (table === 'clinical') {
      const row = clinicals[0]?.get(id) ?? clinicals[1]?.get(id);
      if (row !== undefined) return clinicalDetail(row);
    } else {
      const row = documents[0]?.get(id) ?? documents[1]?.get(id);
      if (row !== undefined) return documentDetail(row);
    }
    throw new CodedError('history.unknown_item');
  };
}

function clinicalDetail({ resource, ...row }: StoredClinical): DocumentDetail {
  const { resourceType, ...read } = parsedResource(resource);
  return {
    ...row,
    ...read,
    kind: 'clinical',
    type: resourceType ?? row.type,
    facts: [...read.facts],
    parts: [...read.parts],
    jsonLength: resource?.length ?? null,
  };
}

function documentDetail({ class: kind, content, ...row }: StoredDocument): DocumentDetail {
  const element = elementFrom(content);
  const metadata = metadataOf(element);
  return kind === 'audiogram'
    ? { ...row, kind, metadata, points: pointsOf(element) }
    : { ...row, kind, metadata, ...prescriptionOf(element) };
}

function metadataOf(element: StoredElement): Metadata {
  return childrenNamed(element, 'MetadataEntry').map(({ attributes }) => [
    String(attributes['key'] ?? ''),
    String(attributes['value'] ?? ''),
  ]);
}

/** Points by frequency. A point without a frequency has no place in a chart and is left out. */
function pointsOf(element: StoredElement): AudiogramDetail['points'] {
  return childrenNamed(element, 'SensitivityPoint')
    .flatMap(({ attributes }) => {
      const frequency = numberOf(attributes['frequencyValue']);
      if (frequency === null || frequency <= 0) return [];
      const hertz = attributes['frequencyUnit'] === 'kHz' ? frequency * 1000 : frequency;
      return [{ hertz, left: levelOf(attributes, 'left'), right: levelOf(attributes, 'right') }];
    })
    .sort((a, b) => a.hertz - b.hertz);
}

function levelOf(attributes: StoredElement['attributes'], ear: 'left' | 'right'): HearingLevel | null {
  const level = numberOf(attributes[`${ear}EarValue`]);
  if (level === null) return null;
  const masked = attributes[`${ear}EarMasked`];
  return {
    level,
    masked: masked === undefined ? null : /^(yes|true|1)$/i.test(String(masked)),
    lowestMeasured: numberOf(attributes[`${ear}EarClampingRangeLowerBound`]),
    highestMeasured: numberOf(attributes[`${ear}EarClampingRangeUpperBound`]),
  };
}

function numberOf(text: string | number | undefined): number | null {
  if (text === undefined) return null;
  const value = parseNumber(String(text));
  return Number.isNaN(value) ? null : value;
}

function prescriptionOf(
  element: StoredElement,
): Pick<VisionDetail, 'type' | 'brand' | 'expiresAt' | 'lines' | 'attachments'> {
  const { type, brand, expirationDate } = element.attributes;
  const [right, left] = ['RightEye', 'LeftEye'].map(
    (name) => childrenNamed(element, name)[0]?.attributes ?? {},
  );
  const names = new Set([...Object.keys(right ?? {}), ...Object.keys(left ?? {})]);
  const isUnit = (name: string) => name.endsWith('Unit') && names.has(name.slice(0, -'Unit'.length));
  return {
    type: type === undefined ? null : String(type),
    brand: brand === undefined ? null : String(brand),
    expiresAt: typeof expirationDate === 'number' ? expirationDate : null,
    lines: inOrder([...names].filter((name) => !isUnit(name))).map((name) => ({
      name,
      right: measured(right ?? {}, name),
      left: measured(left ?? {}, name),
    })),
    attachments: childrenNamed(element, 'Attachment').length,
  };
}

const usualOrder = ['sphere', 'cylinder', 'axis', 'addPower', 'add', 'prismAmount', 'prismAngle'];

/** In the order of a written prescription; other fields follow by name. */
function inOrder(names: readonly string[]): string[] {
  const placeOf = (name: string) => {
    const place = usualOrder.indexOf(name);
    return place === -1 ? usualOrder.length : place;
  };
  return names.toSorted((a, b) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1));
}

function measured(attributes: StoredElement['attributes'], name: string): string | null {
  const value = attributes[name];
  if (value === undefined) return null;
  const unit = attributes[`${name}Unit`];
  return unit === undefined ? String(value) : `${value} ${unit}`;
}

/** Part of a clinical record's stored JSON. Errors: history.unknown_item. */
export function createDocumentJson(
  reader: Reader,
): (input: ParsedInput<'history.documentJson'>) => CallOutput<'history.documentJson'> {
  const statement = (table: string) =>
    reader.prepare<[number], string | null>(`SELECT resource FROM ${table} WHERE id = ?`).pluck();
  const [kept, removed] = [statement('clinical'), statement('removed_clinical')];
  return ({ id, from }) => {
    const text = kept.get(id) ?? removed.get(id);
    if (text == null) throw new CodedError('history.unknown_item');
    let end = Math.min(text.length, from + jsonPerAnswer);
    // Never splits a surrogate pair.
    if (end < text.length && /[\uD800-\uDBFF]/.test(text.charAt(end - 1))) end++;
    return { text: text.slice(from, end), next: end < text.length ? end : null };
  };
}
