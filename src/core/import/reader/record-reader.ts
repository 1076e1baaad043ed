import { DateReader, parseNumber, readNumber } from '../../healthkit/byte-values.ts';
import { unconvertedKey } from '../../healthkit/units.ts';
import { maxNames } from '../../healthkit/xml/name-index.ts';
import type { NameTable, Tag } from '../../healthkit/xml/tag.ts';
import { valueKinds } from '../row-batch.ts';
import type { SkippedKind } from '../thread-messages.ts';
import type { BatchBuilder } from './batch-builder.ts';
import { ByteMemo } from './byte-memo.ts';
import { placeOf } from './element-tree.ts';
import { limits } from './limits.ts';
import type { Problems } from './problems.ts';
import { type RunDictionaries, tooLong } from './record-columns.ts';

/** Attributes of Record by how they are handled. */
const fields = {
  type: 1,
  sourceName: 2,
  sourceVersion: 3,
  device: 4,
  unit: 5,
  creationDate: 6,
  startDate: 7,
  endDate: 8,
  value: 9,
} as const;

/** The path that every Record takes, some million times an import: from located attributes to one row of columns. */
export class RecordReader {
  readonly dates = new DateReader();
  /** Records by type number, skipped ones included. */
  readonly typeCounts: number[] = [];
  lastType = -1;
  readonly #skippedByType = new Map<number, number>();
  /** Of quantities those whose number could not be read: kept as texts, in no figure. */
  readonly #unreadByType = new Map<number, number>();
  readonly #dictionaries: RunDictionaries;
  readonly #builder: BatchBuilder;
  readonly #problems: Problems;
  readonly #names: NameTable;
  readonly #fieldOf: Uint8Array;
  /** The pairs of the record being read, as JSON with commas between. */
  #metadata = '';
  #pairs = 0;
  #beats: string[] = [];
  #beatBytes = 0;
  /** The record's position, and whether a partial omission was already reported. */
  #place = 0;
  #isCut = false;
  readonly #texts = new ByteMemo(24);
  readonly #jsonTexts: string[] = [];
  readonly #keyId: number;
  readonly #valueId: number;
  readonly #bpmId: number;
  readonly #timeId: number;

  constructor(dictionaries: RunDictionaries, builder: BatchBuilder, problems: Problems, names: NameTable) {
    this.#dictionaries = dictionaries;
    this.#builder = builder;
    this.#problems = problems;
    this.#names = names;
    [this.#keyId, this.#valueId] = [names.id('key'), names.id('value')];
    [this.#bpmId, this.#timeId] = [names.id('bpm'), names.id('time')];
    const ids = Object.entries(fields).map(([name, field]) => ({ id: names.id(name), field }));
    this.#fieldOf = new Uint8Array(maxNames);
    for (const { id, field } of ids) this.#fieldOf[id] = field;
  }

  /** Reads the start tag into the next row. Returns why the record must be skipped, or null; then `finish` ends it. */
  start(tag: Tag, correlation: number, place = tag.offset): Refusal | null {
    const dictionaries = this.#dictionaries;
    this.#place = place;
    this.#isCut = false;
    const { none } = dictionaries;
    const { attributeIds, valueStarts, valueEnds, attributeCount } = tag;
    let type = absent;
    let source = absent;
    let unit = none.unit;
    let version = none.version;
    let device = none.device;
    let created = Number.NaN;
    let start = Number.NaN;
    let end = Number.NaN;
    let createdAt = -1;
    let valueAt = -1;
    for (let i = 0; i < attributeCount; i++) {
      const from = valueStarts[i] as number;
      const to = valueEnds[i] as number;
      switch (this.#fieldOf[attributeIds[i] as number]) {
        case fields.type:
          type = dictionaries.type(tag, i);
          break;
        case fields.sourceName:
          source = dictionaries.source(tag, i);
          break;
        case fields.sourceVersion:
          version = dictionaries.version(tag, i);
          break;
        case fields.device:
          device = dictionaries.device(tag, i);
          break;
        case fields.unit:
          unit = dictionaries.unit(tag, i);
          break;
        case fields.creationDate:
          created = this.#instant(tag, i, from, to);
          createdAt = i;
          break;
        case fields.startDate:
          start = this.#instant(tag, i, from, to);
          break;
        case fields.endDate:
          end = this.#instant(tag, i, from, to);
          break;
        case fields.value:
          valueAt = i;
          break;
        default:
          // An attribute of a later iOS: kept with the metadata.
          this.#addPair(pair(`@${this.#names.name(attributeIds[i] as number)}`, tag.value(i)));
      }
    }
    this.lastType = type;
    if (type >= 0) this.#countType(type);
    if (source === absent) source = dictionaries.sourceNamed('');
    const origin = dictionaries.origin(unit, version, device);
    let refusal: Refusal | null = null;
    if (type === absent) refusal = 'record.no_type';
    else if (Number.isNaN(start) || Number.isNaN(end)) refusal = 'record.bad_date';
    else if (type < 0) refusal = refusalOf(type);
    else if (source < 0) refusal = refusalOf(source);
    else if (origin < 0) refusal = refusalOf(origin);
    const { rows } = this.#builder.current;
    const row = rows.count;
    if (refusal === null) {
      rows.type[row] = type;
      rows.source[row] = source;
      rows.origin[row] = origin;
      rows.created[row] = created;
      rows.start[row] = start;
      rows.duration[row] = end - start;
      rows.correlation[row] = correlation;
      if (createdAt >= 0 && Number.isNaN(created)) this.#keepCreation(tag, createdAt, type);
      refusal = this.#readValue(tag, valueAt, row, type, unit);
    }
    if (refusal !== null) {
      this.#forget();
      if (type >= 0) this.#skippedByType.set(type, (this.#skippedByType.get(type) ?? 0) + 1);
    }
    return refusal;
  }

  /** Types of which records were skipped; there are ten thousand at most (`limits.names`). */
  skippedByType(): SkippedKind[] {
    return [...this.#skippedByType].map(([type, skipped]) => ({
      kind: this.#dictionaries.typeNames[type] ?? '',
      skipped,
      read: this.typeCounts[type] ?? skipped,
    }));
  }

  /** Types with records that no figure can be made of: skipped, or quantities whose number could not be read. */
  uselessByType(): SkippedKind[] {
    const count = (type: number) =>
      (this.#skippedByType.get(type) ?? 0) + (this.#unreadByType.get(type) ?? 0);
    return [...new Set([...this.#skippedByType.keys(), ...this.#unreadByType.keys()])].map((type) => ({
      kind: this.#dictionaries.typeNames[type] ?? '',
      skipped: count(type),
      read: this.typeCounts[type] ?? count(type),
    }));
  }

  /** Of the record that ended, or was refused. */
  #forget(): void {
    this.#metadata = '';
    this.#pairs = 0;
  }

  #cut(what: string): void {
    if (!this.#isCut) this.#problems.add('element.too_large', `${placeOf('Record', this.#place)}: ${what}`);
    this.#isCut = true;
  }

  #countType(type: number): void {
    const counts = this.typeCounts;
    while (counts.length <= type) counts.push(0);
    counts[type] = (counts[type] as number) + 1;
  }

  /** A MetadataEntry of the record. */
  addMetadata(tag: Tag): void {
    let key = '""';
    let value = '""';
    for (let i = 0; i < tag.attributeCount; i++) {
      const id = tag.attributeIds[i];
      if (id === this.#keyId) key = this.#json(tag, i);
      else if (id === this.#valueId) value = this.#json(tag, i);
    }
    this.#addPair(`[${key},${value}]`);
  }

  /** Concatenated, not collected: an array per record would be most of an import's garbage. */
  #addPair(text: string): void {
    const isFull =
      this.#pairs === limits.metadataPairs || this.#metadata.length + text.length > limits.metadataBytes;
    if (isFull) {
      this.#cut('metadata');
      return;
    }
    this.#pairs++;
    this.#metadata = this.#metadata === '' ? text : `${this.#metadata},${text}`;
  }

  /**
   * One beat of a HeartRateVariabilityMetadataList: its time is a localised clock, kept as printed (healthkit/README §1.5). A rate that is no number
   * has no place among the beats, and is kept with the metadata.
   */
  addBeat(tag: Tag): void {
    let bpm = Number.NaN;
    let rate = -1;
    let time = '';
    for (let i = 0; i < tag.attributeCount; i++) {
      const id = tag.attributeIds[i];
      if (id === this.#bpmId) [rate, bpm] = [i, numberAt(tag, i)];
      else if (id === this.#timeId) time = tag.value(i);
    }
    if (Number.isNaN(bpm)) {
      const printed = `${rate < 0 ? '' : tag.value(rate)} ${time}`.trim();
      this.#problems.add('beats.malformed', printed);
      if (printed !== '') this.#addPair(pair('@InstantaneousBeatsPerMinute', printed));
    } else if (this.#beats.length >= limits.beats || this.#beatBytes > limits.batchBytes) this.#cut('beats');
    else {
      const text = `[${bpm},${JSON.stringify(time)}]`;
      this.#beatBytes += text.length;
      this.#beats.push(text);
    }
  }

  finish(): void {
    const { rows, metadata, beats } = this.#builder.current;
    const row = rows.count;
    let bytes = 0;
    if (this.#metadata !== '') {
      bytes = this.#metadata.length;
      rows.metadata[row] = metadata.push(`[${this.#metadata}]`);
      this.#forget();
    } else rows.metadata[row] = 0;
    if (this.#beats.length > 0) {
      bytes += this.#beatBytes;
      beats.push([row, `[${this.#beats.join(',')}]`]);
      this.#beats = [];
      this.#beatBytes = 0;
    }
    this.#builder.rowDone(bytes);
  }

  /** The attribute as JSON: keys and most values of metadata repeat. */
  #json(tag: Tag, i: number): string {
    const from = tag.valueStarts[i] as number;
    const to = tag.valueEnds[i] as number;
    const isMemorable = to - from <= longestRepeated && tag.needsDecoding[i] === 0;
    const known = isMemorable ? this.#texts.find(tag.view, from, to) : -1;
    if (known >= 0) return this.#jsonTexts[known] as string;
    const text = JSON.stringify(tag.value(i));
    if (isMemorable && this.#jsonTexts.length < maxTexts) {
      this.#texts.remember(tag.view, from, to, this.#jsonTexts.push(text) - 1);
    }
    return text;
  }

  #instant(tag: Tag, i: number, from: number, to: number): number {
    const at = this.dates.read(tag.bytes, from, to);
    // Forms that no usual export has: only a failure looks for them.
    return Number.isNaN(at) ? this.dates.readText(tag.value(i)) : at;
  }

  /** An unreadable creationDate stays with the metadata; the record counts all the same. */
  #keepCreation(tag: Tag, i: number, type: number): void {
    const text = tag.value(i);
    if (text.trim() === '') return;
    this.#problems.add('record.bad_value', `${this.#dictionaries.typeNames[type]} creationDate: ${text}`);
    this.#addPair(pair('@creationDate', text));
  }

  #keepUnconverted(row: number, value: number, type: number, unit: number): void {
    const { rows } = this.#builder.current;
    rows.valueKey[row] = value;
    rows.valueKind[row] = valueKinds.unconverted;
    const { typeNames } = this.#dictionaries;
    this.#problems.add(
      'record.unknown_unit',
      `${typeNames[type]}: ${unconvertedKey(value, this.#dictionaries.unitName(unit))}`,
    );
  }

  /** Returns why the record must be skipped, or null. */
  #readValue(tag: Tag, i: number, row: number, type: number, unit: number): Refusal | null {
    const { rows } = this.#builder.current;
    rows.value[row] = Number.NaN;
    rows.valueKey[row] = 0;
    rows.valueKind[row] = valueKinds.none;
    if (i < 0 || tag.valueStarts[i] === tag.valueEnds[i]) return null;
    const dictionaries = this.#dictionaries;
    let isUnread = false;
    if (!dictionaries.isCategory[type]) {
      const value = numberAt(tag, i);
      if (!Number.isNaN(value)) {
        const rule = dictionaries.rule(type, unit);
        rows.value[row] = value;
        if (rule === null) this.#keepUnconverted(row, value, type, unit);
        else {
          rows.valueKey[row] = value * rule.factor + rule.offset;
          rows.valueKind[row] = valueKinds.number;
        }
        return null;
      }
      // A quantity without a number: its text is kept, and said. Types of a kind that we do not know may have texts.
      const name = dictionaries.typeNames[type] as string;
      if (name.startsWith('HKQuantityType')) {
        this.#problems.add('record.bad_value', `${name}: ${tag.value(i)}`);
        isUnread = true;
      }
    }
    const text = dictionaries.text(tag, i);
    if (text < 0) return refusalOf(text);
    // A refused one is skipped, and counted there.
    if (isUnread) this.#unreadByType.set(type, (this.#unreadByType.get(type) ?? 0) + 1);
    rows.valueKey[row] = text;
    rows.valueKind[row] = valueKinds.text;
    return null;
  }
}

/** The number of an attribute as printed, or NaN. */
function numberAt(tag: Tag, i: number): number {
  return tag.needsDecoding[i] === 0
    ? readNumber(tag.bytes, tag.valueStarts[i] as number, tag.valueEnds[i] as number)
    : parseNumber(tag.value(i));
}

type Refusal = 'record.no_type' | 'record.bad_date' | 'name.too_many' | 'element.too_large';

/** An attribute that the record does not have; the numbers of `noRoom` and `tooLong` are others. */
const absent = -1;

const refusalOf = (id: number): Refusal => (id === tooLong ? 'element.too_large' : 'name.too_many');

/** Different texts remembered in one run. */
const maxTexts = 2000;
/** Longer texts are not looked for among those seen last. */
const longestRepeated = 48;

function pair(key: string, value: string): string {
  return `[${JSON.stringify(key)},${JSON.stringify(value)}]`;
}
