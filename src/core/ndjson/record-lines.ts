import { remembered } from '../../shared/lookup.ts';
import { utcText } from '../../shared/time.ts';
import type { Reader, ReadStatement } from '../db/open.ts';
import type { RecordRow } from '../db/record-row.ts';
import { categoryInteger, sleepStage } from './category-integers.ts';
import type { Dictionaries } from './dictionaries.ts';
import type { LineSource, RowScope, SampleLine } from './line-source.ts';
import { isUserProvided, storedMetadata } from './plain-parts.ts';
import { keyJsonOf, type RecordIdentity, recordIdentity, recordUuid } from './record-identity.ts';

type Row = [...RecordRow, copies: number, metadata: string | null];

/** What all records of one (type, source, origin) begin with, as text and by name. */
interface Head {
  readonly json: string;
  readonly fields: SampleLine['fields'];
  readonly identity: RecordIdentity;
  readonly isCategory: boolean;
}

/** Texts repeat, but not forever. */
const rememberedTexts = 20_000;
const idsPerColumn = 2 ** 20;

/**
 * Lines of the classes record and reproductive (atlas/README §5.1): sampleClass (HKQuantitySample, HKCategorySample; HKSample for
 * a type that names neither), sampleType, dataType (quantity, category, sample), quantityType or categoryType, uuid, startDate,
 * endDate, sourceName, sourceVersion, unit (as printed), valueDouble (a number as printed in that unit; a zero is a zero),
 * valueText and valueInteger and sleepStage of a category, device and metadata as objects, userProvidedFlag, creationDate,
 * copies (how often the export held it, when more than once), beats [{bpm, time}] of a heart-rate variability.
 */
export class RecordLines implements LineSource {
  readonly rowsPerRead = 128;
  readonly #dictionaries: Dictionaries;
  readonly #rows: ReadStatement<[number, number, number, number, number], Row>;
  readonly #beats: ReadStatement<[number, number], [number, string]>;
  readonly #heads = new Map<number, Head>();
  readonly #metadata = new Map<string, string>();
  readonly #categories = new Map<string, string>();

  constructor(reader: Reader, dictionaries: Dictionaries) {
    this.#dictionaries = dictionaries;
    this.#rows = reader
      .prepare<[number, number, number, number, number], Row>(
        `SELECT id, type, start, duration, source, value_key, value, origin, created, copies, metadata
         FROM record WHERE id >= ? AND id < ? AND start >= ? AND start < ? ORDER BY id LIMIT ?`,
      )
      .raw();
    this.#beats = reader
      .prepare<[number, number], [number, string]>(
        'SELECT record, beats FROM record_beats WHERE record >= ? AND record <= ?',
      )
      .raw();
  }

  read({ fromRow, toRow, fromAt, toAt }: RowScope): SampleLine[] {
    const rows = this.#rows.all(fromRow, toRow, fromAt, toAt, this.rowsPerRead);
    const last = rows.at(-1);
    if (last === undefined) return [];
    const beats = new Map(this.#beats.all(fromRow, last[0]));
    return rows.map((row) => this.#line(row, beats.get(row[0])));
  }

  #line(row: Row, beats: string | undefined): SampleLine {
    const [id, type, start, duration, source, key, value, origin, created, copies, metadata] = row;
    const head = this.#head(type, source, origin);
    const end = start + duration;
    const uuid = recordUuid(head.identity, start, end, keyJsonOf(key, value));
    const [startDate, endDate] = [utcText(start), utcText(end)];
    const number = value !== null && Number.isFinite(value) ? value : null;
    let json = `${head.json},"uuid":"${uuid}","startDate":"${startDate}","endDate":"${endDate}"`;
    if (number !== null) json += `,"${head.isCategory ? 'valueInteger' : 'valueDouble'}":${number}`;
    else if (typeof key === 'string' && key !== '') json += this.#category(key);
    if (created !== null) json += `,"creationDate":"${utcText(created)}"`;
    if (copies > 1) json += `,"copies":${copies}`;
    if (metadata !== null) json += this.#metadataOf(metadata);
    if (beats !== undefined) json += `,"beats":${beatsJson(beats)}`;
    const valueDouble = head.isCategory ? null : number;
    return {
      row: id,
      startAt: start,
      json: `${json}}`,
      fields: { ...head.fields, uuid, startDate, endDate, valueDouble },
    };
  }

  #head(type: number, source: number, origin: number): Head {
    // Three dictionary ids in one number: exact below 2^53, which a history would need 8,192 types to reach.
    const id = (type * idsPerColumn + source) * idsPerColumn + origin;
    const known = this.#heads.get(id);
    if (known !== undefined) return known;
    const name = this.#dictionaries.type(type);
    const { name: sourceName, folded } = this.#dictionaries.source(source);
    const { unit, sourceVersion, device } = this.#dictionaries.origin(origin);
    const kind = kindOf(name);
    const fields = {
      ...kind,
      sourceName,
      sourceVersion: sourceVersion || undefined,
      unit: unit || undefined,
      device,
    };
    const head = {
      json: JSON.stringify(fields).slice(0, -1),
      fields,
      identity: recordIdentity(name, folded),
      isCategory: kind.dataType === 'category',
    };
    this.#heads.set(id, head);
    return head;
  }

  #category(text: string): string {
    return remembered(
      this.#categories,
      text,
      () => {
        const integer = categoryInteger(text);
        const stage = sleepStage(text);
        return `,"valueText":${JSON.stringify(text)}${integer === null ? '' : `,"valueInteger":${integer}`}${stage === null ? '' : `,"sleepStage":"${stage}"`}`;
      },
      rememberedTexts,
    );
  }

  #metadataOf(stored: string): string {
    return remembered(
      this.#metadata,
      stored,
      () => {
        const metadata = storedMetadata(stored);
        const flag = isUserProvided(metadata) ? ',"userProvidedFlag":true' : '';
        return metadata === undefined ? '' : `,"metadata":${JSON.stringify(metadata)}${flag}`;
      },
      rememberedTexts,
    );
  }
}

function kindOf(name: string) {
  if (name.startsWith('HKCategoryTypeIdentifier'))
    return { sampleClass: 'HKCategorySample', sampleType: name, dataType: 'category', categoryType: name };
  if (name.startsWith('HKQuantityTypeIdentifier'))
    return { sampleClass: 'HKQuantitySample', sampleType: name, dataType: 'quantity', quantityType: name };
  return { sampleClass: 'HKSample', sampleType: name, dataType: 'sample' };
}

function beatsJson(stored: string): string {
  const beats = JSON.parse(stored) as [number, string][];
  return JSON.stringify(beats.map(([bpm, time]) => ({ bpm, time })));
}
