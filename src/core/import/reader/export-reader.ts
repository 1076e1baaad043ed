import { type ElementCounts, elementNames, noElements } from '../../../shared/domain/element-counts.ts';
import { CodedError, type ErrorCode } from '../../../shared/errors.ts';
import { readExportDate } from '../../healthkit/date.ts';
import { routeColumnCount } from '../../healthkit/sidecar/route-columns.ts';
import type { NameTable, Tag, XmlHandler } from '../../healthkit/xml/tag.ts';
import type { Item } from '../thread-messages.ts';
import type { BatchBuilder } from './batch-builder.ts';
import { knownElements, treeElements } from './element-names.ts';
import {
  attributeOf,
  type ElementNode,
  exampleOf,
  heldBytes,
  inGregorian,
  isTooLarge,
  nodeOf,
  placeOf,
  toXml,
} from './element-tree.ts';
import { instant } from './items.ts';
import { limits } from './limits.ts';
import { Problems } from './problems.ts';
import { RunDictionaries } from './record-columns.ts';
import { RecordReader } from './record-reader.ts';
import { isSampleElement, recordOf } from './sample-elements.ts';
import { type FileSize, isUnnamed, itemOf } from './tree-items.ts';
import { recordsIn, TreeRecords } from './tree-records.ts';
import { addLocation, correlationHead, hasInstants } from './workout-item.ts';

/**
 * From tags to batches (healthkit/README §1.5). Records take the fast path; the few other elements are gathered as a
 * tree and turned into items when they close; unknown elements are kept as XML and counted, never fatal.
 */
export class ExportReader implements XmlHandler {
  readonly dictionaries = new RunDictionaries();
  readonly problems = new Problems();
  readonly records: RecordReader;
  skipped = 0;
  /** Elements that were kept as XML because they could not be read, by name. */
  readonly unread = new Map<string, number>();
  /** Names of elements that were left out unread: too large. */
  readonly refused = new Set<string>();
  reading: string | null = null;
  readonly #treeRecords: TreeRecords;
  readonly #names: NameTable;
  readonly #builder: BatchBuilder;
  readonly #sizeOf: FileSize;
  readonly #ids: Readonly<Record<(typeof knownElements)[number], number>>;
  readonly #isKnown: boolean[] = [];
  readonly #counts: number[] = [];
  #unknown = 0;
  #depth = 0;
  #isInRecord = false;
  #correlation: ElementNode | null = null;
  #ordinal = 0;
  /** The elements open below the one that is gathered, outermost first. */
  readonly #tree: ElementNode[] = [];
  #treeReason: ErrorCode | null = null;
  #keptDepth = 0;
  /** Approximate memory of the tree, and the offset where it begins. */
  #held = 0;
  #place = 0;
  /** Whether something of this tree was left out, which is said once. */
  #isCut = false;
  /** Points of a workout that will be kept as XML, because it is incomplete, stay elements. */
  #takesPoints = false;
  /** The tree is a sample under a name of its own: all that it holds is part of it. */
  #isSample = false;
  /** The same of the correlation that is open, and its records so far. */
  #correlationHeld = 0;
  #isCorrelationCut = false;
  #members = 0;
  /** Open elements that are left out: too large, too deep, or inside of one that is. */
  #leftOut = 0;

  constructor(names: NameTable, builder: BatchBuilder, sizeOf: FileSize) {
    this.#names = names;
    this.#builder = builder;
    this.#sizeOf = sizeOf;
    const ids = Object.fromEntries(knownElements.map((name) => [name, names.id(name)]));
    this.#ids = ids as Record<(typeof knownElements)[number], number>;
    for (const id of Object.values(ids)) this.#isKnown[id] = true;
    this.records = new RecordReader(this.dictionaries, builder, this.problems, names);
    this.#treeRecords = new TreeRecords(this.records, names);
  }

  open(tag: Tag): void {
    const isPlace = this.#depth === 1 || this.#correlation !== null;
    if (this.#leftOut > 0) this.#leaveOut(tag);
    else if (this.#depth > 0 && isTooLarge(tag)) this.#refuse(tag);
    else if (this.#tree.length > 0) this.#openInTree(tag);
    else if (this.#isInRecord) this.#openInRecord(tag);
    else if (isPlace && tag.nameId === this.#ids.Record) this.#openRecord(tag);
    else if (this.#depth === 0) this.#openRoot(tag);
    else this.#openElement(tag);
  }

  #openElement(tag: Tag): void {
    if (this.#correlation) {
      if (tag.nameId !== this.#ids.MetadataEntry) {
        this.#openTree(tag, 'element.unknown');
        return;
      }
      this.#count(tag.nameId);
      this.#addToCorrelation(this.#correlation, tag);
      if (!tag.selfClosing) this.#depth++;
      return;
    }
    if (tag.nameId === this.#ids.Correlation) {
      this.#count(tag.nameId);
      this.#correlation = this.#nodeOf(tag);
      this.#correlationHeld = heldBytes(tag);
      this.#isCorrelationCut = false;
      this.#members = 0;
      this.#place = tag.offset;
      this.#ordinal++;
      this.#depth++;
      if (tag.selfClosing) this.close(tag.nameId);
      return;
    }
    const name = this.#names.name(tag.nameId);
    this.reading = name;
    this.#openTree(tag, treeElements.has(name) ? null : 'element.unknown');
  }

  #addToCorrelation(correlation: ElementNode, tag: Tag): void {
    this.#correlationHeld += heldBytes(tag);
    const { metadataBytes, metadataPairs } = limits;
    if (this.#correlationHeld <= 2 * metadataBytes && correlation.children.length < metadataPairs)
      correlation.children.push(this.#nodeOf(tag));
    else this.#cutCorrelation('metadata');
  }

  #cutCorrelation(what: string): void {
    if (!this.#isCorrelationCut)
      this.problems.add('element.too_large', `${placeOf('Correlation', this.#place)}: ${what}`);
    this.#isCorrelationCut = true;
  }

  close(nameId: number): void {
    if (this.#leftOut > 0) {
      this.#leftOut--;
      return;
    }
    if (this.#tree.length > 0) {
      this.#closeInTree();
      return;
    }
    if (this.#isInRecord) {
      if (nameId !== this.#ids.Record) return;
      this.#isInRecord = false;
      this.records.finish();
      return;
    }
    this.#depth--;
    if (this.#correlation && this.#depth === 1) {
      const node = this.#correlation;
      this.#correlation = null;
      this.#finishCorrelation(node);
    }
  }

  /** Set while a tree is gathered: text left out is not even decoded, and records have none. */
  text: ((value: string) => void) | undefined = undefined;

  readonly #gatherText = (value: string): void => {
    const node = this.#leftOut > 0 ? undefined : this.#tree.at(-1);
    if (!node) return;
    this.#held += value.length;
    if (this.#held <= limits.treeBytes) node.text += value;
    else this.#cutTree();
  };

  /** Counts of the document so far. ECG files and route points are counted where they are read. */
  elements(): ElementCounts {
    const counts = noElements();
    for (const name of elementNames) {
      const id = (this.#ids as Readonly<Record<string, number>>)[name];
      if (id !== undefined) counts[name] = this.#counts[id] ?? 0;
    }
    counts.unknown = this.#unknown;
    return counts;
  }

  #count(nameId: number): void {
    this.#counts[nameId] = (this.#counts[nameId] ?? 0) + 1;
  }

  #openRoot(tag: Tag): void {
    if (tag.nameId !== this.#ids.HealthData) throw new CodedError('import.no_health_data');
    this.#depth++;
  }

  #openRecord(tag: Tag): void {
    const reason = this.records.start(tag, this.#isMember() ? this.#ordinal : 0);
    this.reading = this.dictionaries.typeNames[this.records.lastType] ?? 'Record';
    if (reason !== null) {
      this.skipped++;
      if (reason === 'name.too_many') {
        // Not even kept: there may be a million of them.
        this.problems.add(reason, placeOf('Record', tag.offset));
        if (!tag.selfClosing) this.#leftOut = 1;
        return;
      }
      this.#openTree(tag, reason);
      return;
    }
    this.#count(tag.nameId);
    if (tag.selfClosing) this.records.finish();
    else this.#isInRecord = true;
  }

  #isMember(): boolean {
    if (this.#correlation === null) return false;
    this.#members++;
    if (this.#members > limits.members) this.#cutCorrelation('records');
    return this.#members <= limits.members;
  }

  #openInRecord(tag: Tag): void {
    const ids = this.#ids;
    if (tag.nameId === ids.MetadataEntry) this.records.addMetadata(tag);
    else if (tag.nameId === ids.InstantaneousBeatsPerMinute) this.records.addBeat(tag);
    else if (tag.nameId !== ids.HeartRateVariabilityMetadataList) {
      this.#openTree(tag, 'element.unknown');
      return;
    }
    this.#count(tag.nameId);
  }

  #openTree(tag: Tag, reason: ErrorCode | null): void {
    this.#treeReason = reason;
    this.text = this.#gatherText;
    this.#held = heldBytes(tag);
    this.#place = tag.offset;
    this.#isCut = false;
    const node = this.#nodeOf(tag);
    this.#isSample = reason === null && isSampleElement(node.name);
    if (reason === 'element.unknown') this.#unknown++;
    else this.#count(this.#isSample ? this.#ids.Record : tag.nameId);
    this.#takesPoints = reason === null && node.name === 'Workout' && hasInstants(node);
    this.#tree.push(node);
    if (tag.selfClosing) this.#closeInTree();
  }

  #openInTree(tag: Tag): void {
    this.#held += tag.nameId === this.#ids.Location ? bytesOfPoint : heldBytes(tag);
    if (this.#held > limits.treeBytes || this.#tree.length >= limits.levels) {
      this.#cutTree();
      this.#leaveOut(tag);
      return;
    }
    if (this.#treeReason !== 'element.unknown' && this.#keptDepth === 0 && !this.#isSample) {
      const mayStandHere = tag.nameId !== this.#ids.Record || this.#tree[0]?.name === 'Workout';
      if (this.#isKnown[tag.nameId] && mayStandHere) this.#count(tag.nameId);
      else {
        this.#unknown++;
        this.#keptDepth = this.#tree.length;
      }
    }
    if (this.#isPointOfRoute(tag)) {
      this.#addPoint(tag);
      return;
    }
    const node = this.#nodeOf(tag);
    if (this.#keptDepth !== this.#tree.length) this.#tree.at(-1)?.children.push(node);
    this.#tree.push(node);
    if (tag.selfClosing) this.#closeInTree();
  }

  /** Neither it nor anything inside it is collected. */
  #leaveOut(tag: Tag): void {
    if (!tag.selfClosing) this.#leftOut++;
  }

  #refuse(tag: Tag): void {
    this.problems.add('element.too_large', placeOf(this.#names.name(tag.nameId), tag.offset));
    const isRecord = tag.nameId === this.#ids.Record && this.#tree.length === 0 && !this.#isInRecord;
    if (isRecord) this.skipped++;
    else if (this.#tree.length === 0 && !this.#isInRecord && this.#isKnown[tag.nameId])
      this.refused.add(this.#names.name(tag.nameId));
    this.#leaveOut(tag);
  }

  #cutTree(): void {
    const [root] = this.#tree;
    if (!this.#isCut && root) this.problems.add('element.too_large', placeOf(root.name, this.#place));
    this.#isCut = true;
  }

  #isPointOfRoute(tag: Tag): boolean {
    const isPoint = this.#takesPoints && tag.nameId === this.#ids.Location && this.#keptDepth === 0;
    return isPoint && this.#tree.at(-1)?.name === 'WorkoutRoute';
  }

  #addPoint(tag: Tag): void {
    addLocation(this.#tree.at(-1) as ElementNode, tag, this.#names, this.records.dates.style);
    // A placeholder is used while it is open, not the route's own.
    if (!tag.selfClosing) this.#tree.push({ name: 'Location', attributes: [], children: [], text: '' });
  }

  #closeInTree(): void {
    const node = this.#tree.pop();
    if (!node) return;
    if (this.#tree.length > 0) {
      if (this.#keptDepth !== this.#tree.length) return;
      // A child that we do not know, inside an element that we do.
      this.#keptDepth = 0;
      this.#keep(node, 'element.unknown');
      return;
    }
    this.text = undefined;
    if (this.#treeReason !== null) this.#keep(node, this.#treeReason);
    else this.#finishTree(node);
  }

  #nodeOf(tag: Tag): ElementNode {
    const node = nodeOf(tag, this.#names);
    const { style } = this.records.dates;
    return style.calendar === 'gregorian' ? node : inGregorian(node, style);
  }

  /** The calendar of the dates that follow, by that of the export's own; HeadReader refuses one that we do not read. */
  #readDates(printed: string): void {
    const read = readExportDate(printed);
    if (read === null || read === 'unknown_calendar') return;
    this.records.dates.style = read.style;
    if (read.style.calendar !== 'gregorian') this.problems.add('date.other_calendar', printed);
  }

  #keepUnread(node: ElementNode, reason: ErrorCode): void {
    this.unread.set(node.name, (this.unread.get(node.name) ?? 0) + 1);
    this.#keep(node, reason);
  }

  #keep(node: ElementNode, reason: ErrorCode): void {
    this.problems.add(reason, exampleOf(node));
    const xml = toXml(node);
    this.#builder.addItem({ kind: 'kept', name: node.name, reason, xml }, xml.length);
  }

  #finishTree(node: ElementNode): void {
    // The head of the document is read by HeadReader.
    if (node.name === 'ExportDate') this.#readDates(attributeOf(node, 'value') ?? '');
    if (node.name === 'ExportDate' || node.name === 'Me') return;
    if (this.#isSample) {
      this.#addRecord(recordOf(node), node, 0);
      return;
    }
    if (node.name === 'Workout') this.#takeRecords(node);
    const item = itemOf(node, {
      dictionaries: this.dictionaries,
      problems: this.problems,
      sizeOf: this.#sizeOf,
    });
    if (item === null) this.#keepUnread(node, 'element.incomplete');
    else if (isUnnamed(item)) this.#keepUnread(node, 'name.too_many');
    else this.#builder.addItem(item, this.#held);
  }

  /** Records inside a workout (its effort score, iOS 18) are records; their number shows that they are not twins of others. */
  #takeRecords(node: ElementNode): void {
    const records = recordsIn(node);
    if (records.length === 0) return;
    this.#ordinal++;
    for (const record of records) this.#addRecord(record, record, this.#ordinal);
  }

  #addRecord(record: ElementNode, printed: ElementNode, ordinal: number): void {
    const refusal = this.#treeRecords.add(record, ordinal, this.#place);
    if (refusal === null) return;
    this.skipped++;
    if (refusal === 'name.too_many') this.problems.add(refusal, placeOf(printed.name, this.#place));
    else this.#keep(printed, refusal);
  }

  #finishCorrelation(node: ElementNode): void {
    const start = instant(attributeOf(node, 'startDate'));
    const end = instant(attributeOf(node, 'endDate'));
    const type = attributeOf(node, 'type');
    if (start === null || end === null || type === undefined) {
      this.#keepUnread(node, 'element.incomplete');
      return;
    }
    const item: Item = {
      kind: 'correlation',
      ...correlationHead(node, this.dictionaries, this.problems),
      ordinal: this.#ordinal,
      type: this.dictionaries.typeNamed(type),
      start,
      end,
    };
    if (isUnnamed(item)) this.#keepUnread(node, 'name.too_many');
    else this.#builder.addItem(item, this.#correlationHeld);
  }
}

/** Of a point of a route, in columns. */
const bytesOfPoint = 8 * routeColumnCount;
