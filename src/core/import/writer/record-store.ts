import { isLimited } from '../../../shared/domain/mean-kind.ts';
import { recordClassOf } from '../../../shared/domain/record-class.ts';
import type { ReadStatement, WriteStatement } from '../../db/open.ts';
import { userEntered } from '../../events/source-kinds.ts';
import { longestSpanSeconds, oddSpanOf, writtenAt } from '../../events/spans.ts';
import { isSameMeasure } from '../../healthkit/units.ts';
import type { Problems } from '../reader/problems.ts';
import { Coverage, ownEnd, type Spans } from '../removal/export-presence.ts';
import { SyncIdentities } from '../removal/sync-identities.ts';
import { endOfType, type RowBatch, valueKinds } from '../row-batch.ts';
import type { ArrivalLog } from './arrival-log.ts';
import { DerivedFigures } from './derived.ts';
import { RowInserter } from './insert-rows.ts';
import { type Key, KnownRecords, keyOf, nextRecordId } from './known-records.ts';
import { BroughtMetadata, Repeats } from './repeats.ts';
import type { RunMaps, StoreParts } from './run-maps.ts';
import { SourceOrigins } from './source-origins.ts';

/** The counts of this run's records so far. `known` + `repeated` + added rows are those of `read` that were not skipped. */
export interface RecordTally {
  added: number;
  known: number;
  repeated: number;
  oldestAt: number;
  newestAt: number;
  readonly addedByType: Map<string, number>;
  /** Types whose count changed since the receipt took it over. */
  readonly changedTypes: Set<string>;
  /** The source with records of an iPhone, null until there is one. */
  phoneSource: number | null;
  /** Sources of the records in this file. */
  readonly sources: Set<number>;
  /** Rows of other classes that were added and then folded away with a renamed source. */
  readonly folded: Map<FoldedClass, number>;
}

export type FoldedClass = 'workout' | 'route' | 'correlation' | 'audiogram' | 'vision';

/** Writes record rows: identity and union (import/README, Identity). One instance a run; `write` inside the batch's transaction. */
export class RecordStore {
  readonly tally: RecordTally = {
    added: 0,
    known: 0,
    repeated: 0,
    oldestAt: Number.POSITIVE_INFINITY,
    newestAt: Number.NEGATIVE_INFINITY,
    addedByType: new Map(),
    changedTypes: new Set(),
    phoneSource: null,
    sources: new Set(),
    folded: new Map(),
  };
  readonly derived: DerivedFigures;
  /** From when to when this file holds records of each type and source. */
  readonly #spans: Spans;
  readonly #maps: RunMaps;
  readonly #arrivals: ArrivalLog;
  readonly #known: KnownRecords;
  readonly #repeats: Repeats;
  readonly #inserter: RowInserter;
  readonly #addBeats: WriteStatement<[number, string], unknown>;
  readonly #addUnit: WriteStatement<[number, string], unknown>;
  readonly #syncs: SyncIdentities;
  readonly #origins: SourceOrigins;
  readonly #brought: BroughtMetadata;
  readonly #addByHand: WriteStatement<[number, number, number], unknown>;
  readonly #findRemoved: ReadStatement<[number, number, number, number, Key], number>;
  readonly #exportAt: number;
  readonly #problems: Problems;
  readonly #firstOfRun: number;
  /** Of the type being counted, and of the whole run. */
  readonly #raised = new Set<number>();
  readonly #arrived = new Set<number>();
  #nextId: number;
  /** Ids given to rows of this batch that turned out to be stored: given id to stored id. */
  readonly #stored = new Map<number, number>();
  #ids = new Float64Array(0);
  /** Of the new ids of this batch, those that were counted. */
  #isCounted = new Uint8Array(0);
  #lastSource = 0;
  #lastType = 0;
  #coverage = new Coverage({ left: 0 });

  constructor({ writer, maps, arrivals, presence, syncs, problems, run, exportAt }: StoreParts) {
    this.#problems = problems;
    this.#spans = presence.spans;
    this.#maps = maps;
    this.#arrivals = arrivals;
    this.derived = new DerivedFigures(writer);
    this.#known = new KnownRecords(writer, maps);
    this.#nextId = nextRecordId(writer);
    this.#firstOfRun = this.#nextId;
    presence.firstNew.set('record', this.#nextId);
    this.#exportAt = exportAt;
    this.#syncs = syncs;
    this.#findRemoved = writer
      .prepare<[number, number, number, number, Key], number>(
        'SELECT id FROM removed_record WHERE type = ? AND start = ? AND duration = ? AND source = ? AND value_key = ?',
      )
      .pluck();
    this.#origins = new SourceOrigins(writer);
    this.#brought = new BroughtMetadata(writer);
    this.#addByHand = writer.prepare('INSERT INTO by_hand VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    this.#repeats = new Repeats(writer, this.#nextId);
    presence.met.set('record', this.#repeats.seen);
    this.#inserter = new RowInserter(writer, run, (given, stored) => this.#stored.set(given, stored));
    this.#addBeats = writer.prepare(
      'INSERT INTO record_beats (record, beats) VALUES (?, ?) ON CONFLICT DO NOTHING',
    );
    this.#addUnit = writer.prepare('INSERT INTO type_unit (type, unit) VALUES (?, ?) ON CONFLICT DO NOTHING');
  }

  /** Stores a batch. Returns the record id of each row, valid until the next call. */
  write(
    rows: RowBatch,
    metadata: readonly string[],
    beats: readonly (readonly [number, string])[],
  ): Float64Array {
    if (this.#ids.length < rows.count) this.#ids = new Float64Array(rows.capacity);
    const ids = this.#ids;
    ids.fill(0);
    this.#stored.clear();
    const firstId = this.#nextId;
    for (let from = 0, to = 0; from < rows.count; from = to) {
      to = endOfType(rows, from);
      this.#insertType(rows, from, to, metadata, ids);
    }
    this.#inserter.flush();
    this.#countAll(rows, ids, firstId);
    for (const [row, text] of beats)
      if ((ids[row] as number) >= firstId) this.#addBeats.run(ids[row] as number, text);
    this.#origins.flush();
    this.#noteMetadata(rows, metadata, ids, firstId);
    return ids;
  }

  /** Finds the known rows of one type and gives the rest new ids, second occurrences within the batch excepted. */
  #insertType(
    rows: RowBatch,
    from: number,
    to: number,
    metadata: readonly string[],
    ids: Float64Array,
  ): void {
    const maps = this.#maps;
    const { order } = rows;
    const type = maps.types[rows.type[order[from] as number] as number] as number;
    const isMixed = this.#known.hasMixedUnits(rows, from, to, type);
    if (isMixed || this.#known.hasType(type)) this.#known.find(rows, from, to, type, ids);
    if (this.#syncs.removedTypes.has(type)) this.#findSuperseded(rows, from, to, type, ids);
    for (let i = from; i < to; i++) {
      const row = order[i] as number;
      if ((ids[row] as number) > 0) continue;
      const twin = this.#twinInBatch(rows, from, i, isMixed);
      ids[row] = twin >= 0 ? (ids[twin] as number) : this.#insertRow(rows, row, type, metadata);
      const meta = rows.metadata[row] as number;
      if (twin >= 0 && meta > 0) this.#brought.note(ids[row] as number, metadata[meta - 1] as string);
    }
  }

  /** Rows that an earlier batch of this file brought, and another one superseded: the file may hold them twice. */
  #findSuperseded(rows: RowBatch, from: number, to: number, type: number, ids: Float64Array): void {
    const { order, start, duration } = rows;
    for (let i = from; i < to; i++) {
      const row = order[i] as number;
      if ((ids[row] as number) > 0) continue;
      const source = this.#maps.sources[rows.source[row] as number] as number;
      const key = keyOf(rows, row, this.#maps);
      const id = this.#findRemoved.get(type, start[row] as number, duration[row] as number, source, key);
      if (id !== undefined) ids[row] = id;
    }
  }

  /** Gives a row its id. A function of its own, so it is compiled once and not with each loop around it (measured). */
  #insertRow(rows: RowBatch, row: number, type: number, metadata: readonly string[]): number {
    const maps = this.#maps;
    const id = this.#nextId++;
    const origin = rows.origin[row] as number;
    const created = rows.created[row] as number;
    const meta = rows.metadata[row] as number;
    this.#inserter.add(
      id,
      type,
      rows.start[row] as number,
      rows.duration[row] as number,
      maps.sources[rows.source[row] as number] as number,
      keyOf(rows, row, maps),
      Number.isNaN(rows.value[row]) ? null : (rows.value[row] as number),
      maps.origins[origin] as number,
      Number.isNaN(created) ? null : created,
      meta === 0 ? null : (metadata[meta - 1] as string),
    );
    const unit = maps.originUnits[origin] as string;
    if (this.#known.addUnit(type, unit)) this.#addUnit.run(type, unit);
    return id;
  }

  /**
   * An earlier row of this batch with the same identity, or -1. Rows are sorted, so it is close by; if a file has hundreds
   * between, the index finds it when it is inserted. `isMixed`: the same value converted from another unit is the same sample too, the
   * nearest one where there are several.
   */
  #twinInBatch(rows: RowBatch, from: number, i: number, isMixed: boolean): number {
    const { order, start, duration, source, valueKind, valueKey } = rows;
    const { sources } = this.#maps;
    const row = order[i] as number;
    const key = valueKey[row] as number;
    let similar = -1;
    let nearest = Number.POSITIVE_INFINITY;
    for (let k = i - 1, last = Math.max(from, i - maxLookedAt); k >= last; k--) {
      const other = order[k] as number;
      if (start[other] !== start[row] || duration[other] !== duration[row]) break;
      if (valueKind[other] !== valueKind[row]) continue;
      if (sources[source[other] as number] !== sources[source[row] as number]) continue;
      const distance = Math.abs((valueKey[other] as number) - key);
      if (distance === 0 && this.#isSameUnit(rows, row, other)) return other;
      if (!isMixed || distance >= nearest || !this.#isConverted(rows, row, other)) continue;
      similar = other;
      nearest = distance;
    }
    return similar;
  }

  /** Only of numbers that were not converted the unit is a part of the key. */
  #isSameUnit({ valueKind, origin }: RowBatch, row: number, other: number): boolean {
    const { originUnits } = this.#maps;
    return (
      valueKind[row] !== valueKinds.unconverted ||
      originUnits[origin[row] as number] === originUnits[origin[other] as number]
    );
  }

  #isConverted(rows: RowBatch, row: number, other: number): boolean {
    const { originUnits, originCanonicalUnits } = this.#maps;
    const [origin, otherOrigin] = [rows.origin[row] as number, rows.origin[other] as number];
    return (
      rows.valueKind[row] === valueKinds.number &&
      originUnits[origin] !== originUnits[otherOrigin] &&
      isSameMeasure(
        rows.valueKey[row] as number,
        rows.valueKey[other] as number,
        originCanonicalUnits[origin] as string,
      )
    );
  }

  /** Counts every row, now that the database said which were new. */
  #countAll(rows: RowBatch, ids: Float64Array, firstId: number): void {
    const { tally, derived } = this;
    this.#isCounted = new Uint8Array(this.#nextId - firstId);
    for (let from = 0, to = 0; from < rows.count; from = to) {
      to = endOfType(rows, from);
      this.#lastType = this.#maps.types[rows.type[rows.order[from] as number] as number] as number;
      this.#lastSource = 0;
      const addedIds = this.#countRows(rows, from, to, ids, firstId);
      const localType = rows.type[rows.order[from] as number] as number;
      const name = this.#maps.typeNames[localType] as string;
      if (addedIds.length === 0) {
        if (this.#raised.size > 0) this.#arriveRaised(this.#maps.types[localType] as number, name);
        continue;
      }
      tally.added += addedIds.length;
      tally.addedByType.set(name, (tally.addedByType.get(name) ?? 0) + addedIds.length);
      tally.changedTypes.add(name);
      derived.flush(this.#maps.types[localType] as number, name);
      this.#arrivals.appendAll(recordClassOf(name), addedIds);
      if (this.#raised.size > 0) this.#arriveRaised(this.#maps.types[localType] as number, name);
    }
  }

  /** The ids of those rows order[from…to) that were added. */
  #countRows(rows: RowBatch, from: number, to: number, ids: Float64Array, firstId: number): number[] {
    const addedIds: number[] = [];
    for (let i = from; i < to; i++) {
      const id = this.#countRow(rows, rows.order[i] as number, ids, firstId);
      if (id > 0) addedIds.push(id);
    }
    return addedIds;
  }

  /** Returns the id of a row that was added, 0 for one that was there. */
  #countRow(rows: RowBatch, row: number, ids: Float64Array, firstId: number): number {
    const { tally } = this;
    const given = ids[row] as number;
    const id = this.#stored.size === 0 ? given : (this.#stored.get(given) ?? given);
    ids[row] = id;
    const isNested = (rows.correlation[row] as number) > 0;
    const source = this.#maps.sources[rows.source[row] as number] as number;
    const start = rows.start[row] as number;
    if (start < tally.oldestAt) tally.oldestAt = start;
    if (start > tally.newestAt) tally.newestAt = start;
    if (source !== this.#lastSource) {
      this.#lastSource = source;
      tally.sources.add(source);
      this.#coverage = this.#spans.of('record', this.#lastType, source);
    }
    const duration = rows.duration[row] as number;
    const end = start + Math.max(0, duration);
    const coverage = this.#coverage;
    if (duration < 0 || duration > longestSpanSeconds || start < 0 || start > this.#exportAt)
      this.#remark(rows, row, start, duration);
    else if (start < coverage.first || end > coverage.last) coverage.add(start, end);
    if (tally.phoneSource === null && this.#maps.phoneOrigins.has(rows.origin[row] as number)) {
      tally.phoneSource = source;
    }
    if (id < firstId || this.#isCounted[id - firstId] === 1) {
      this.#origins.met(source, id, start, duration, rows.created[row] as number);
      const met = this.#repeats.met(id, isNested);
      tally[met === 'known' ? 'known' : 'repeated']++;
      if (met === 'raised') {
        this.derived.touchDays(start, duration);
        if (id < this.#firstOfRun) this.#raised.add(id);
      }
      return 0;
    }
    this.#isCounted[id - firstId] = 1;
    this.#repeats.added(id, isNested);
    const created = rows.created[row] as number;
    const written = writtenAt(start, duration, Number.isNaN(created) ? null : created);
    this.#origins.add(source, this.#maps.origins[rows.origin[row] as number] as number, written, end);
    this.derived.add(source, start, duration);
    return id;
  }

  /** Records of earlier runs of which there are more copies now: a server that has them is to hear how many. */
  #arriveRaised(type: number, name: string): void {
    const fresh = [...this.#raised].filter((id) => !this.#arrived.has(id)).sort((a, b) => a - b);
    for (const id of fresh) this.#arrived.add(id);
    this.#raised.clear();
    this.#arrivals.appendAgain(recordClassOf(name), fresh);
    this.derived.flush(type, name);
  }

  /** Notes in the receipt the records that are kept but will not be counted; only the others count for the file's times. */
  #remark(rows: RowBatch, row: number, start: number, duration: number): void {
    const type = this.#maps.typeNames[rows.type[row] as number] as string;
    const code = oddSpanOf(start, duration, this.#exportAt, isLimited(type));
    if (code === null) this.#coverage.add(start, ownEnd(start, start + duration));
    else this.#problems.add(code, `${type} ${new Date(start * 1000).toISOString()}`);
  }

  /** Applies the metadata that decides how records count, its order does not matter; and keeps that of rows whose record has none. */
  #noteMetadata(rows: RowBatch, metadata: readonly string[], ids: Float64Array, firstId: number): void {
    const { types, sources } = this.#maps;
    for (let row = 0; row < rows.count; row++) {
      const meta = rows.metadata[row] as number;
      if (meta === 0) continue;
      const id = ids[row] as number;
      const text = metadata[meta - 1] as string;
      if (id < firstId || this.#stored.size > 0) this.#brought.note(id, text);
      if (text.includes(userEntered)) this.#noteByHand(rows, row, id, id >= firstId);
      if (SyncIdentities.mayStandIn(text)) {
        const kind = types[rows.type[row] as number] as number;
        this.#syncs.note('record', id, kind, sources[rows.source[row] as number] as number, text);
      }
    }
    this.#brought.flush();
  }

  /** One of several equal samples is enough: which of them is met first must not matter. */
  #noteByHand(rows: RowBatch, row: number, id: number, isNew: boolean): void {
    const { types, typeNames } = this.#maps;
    const localType = rows.type[row] as number;
    const [type, start] = [types[localType] as number, rows.start[row] as number];
    if (this.#addByHand.run(id, type, start).changes === 0 || isNew) return;
    this.derived.touchDays(start, rows.duration[row] as number);
    this.derived.flush(type, typeNames[localType] as string);
  }
}

/** Rows of one batch that are looked through for a twin. */
const maxLookedAt = 256;
