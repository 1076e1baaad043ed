import { type ElementCounts, elementNames, noElements } from '../../../shared/domain/element-counts.ts';
import { CodedError, type ErrorCode } from '../../../shared/errors.ts';
import type { NameTable, Tag, XmlHandler } from '../../healthkit/xml/tag.ts';
import type { ClinicalItem, Item } from '../thread-messages.ts';
import type { BatchBuilder } from './batch-builder.ts';
import { knownElements, treeElements } from './element-names.ts';
import {
  attributeOf,
  type ElementNode,
  exampleOf,
  maxDepth,
  maxNodes,
  nodeOf,
  toXml,
} from './element-tree.ts';
import { clinicalItem, documentItem, instant, summaryItem } from './items.ts';
import { Problems } from './problems.ts';
import { RunDictionaries } from './record-columns.ts';
import { RecordReader } from './record-reader.ts';
import { correlationHead, workoutItem } from './workout-item.ts';

/** What the reader asks the archive: the size of a referenced file, null (and a problem) where there is none. */
export type FileSize = (reference: string, problems: Problems, missing: ErrorCode) => number | null;

/**
 * From tags to batches (apple-health-export §1.5). Records take the fast path; the few other elements are gathered as a
 * tree and turned into items when they close; what we do not know is kept as XML and counted, never fatal.
 */
export class ExportReader implements XmlHandler {
  readonly dictionaries = new RunDictionaries();
  readonly problems = new Problems();
  readonly records: RecordReader;
  skipped = 0;
  reading: string | null = null;
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
  #nodes = 0;
  /** Elements open in the tree that are not gathered, and whether that was said of this tree. */
  #leftOut = 0;
  #isCut = false;

  constructor(names: NameTable, builder: BatchBuilder, sizeOf: FileSize) {
    this.#names = names;
    this.#builder = builder;
    this.#sizeOf = sizeOf;
    const ids = Object.fromEntries(knownElements.map((name) => [name, names.id(name)]));
    this.#ids = ids as Record<(typeof knownElements)[number], number>;
    for (const id of Object.values(ids)) this.#isKnown[id] = true;
    this.records = new RecordReader(this.dictionaries, builder, this.problems, names);
  }

  open(tag: Tag): void {
    const isPlace = this.#depth === 1 || this.#correlation !== null;
    if (this.#tree.length > 0) this.#openInTree(tag);
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
      this.#correlation.children.push(nodeOf(tag, this.#names));
      if (!tag.selfClosing) this.#depth++;
      return;
    }
    if (tag.nameId === this.#ids.Correlation) {
      this.#count(tag.nameId);
      this.#correlation = nodeOf(tag, this.#names);
      this.#ordinal++;
      this.#depth++;
      if (tag.selfClosing) this.close(tag.nameId);
      return;
    }
    const name = this.#names.name(tag.nameId);
    this.reading = name;
    this.#openTree(tag, treeElements.has(name) ? null : 'element.unknown');
  }

  close(nameId: number): void {
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
    if (node) node.text += value;
  };

  /** What stood in the document so far. ECG files and route points are counted where they are read. */
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
    const reason = this.records.start(tag, this.#correlation ? this.#ordinal : 0);
    this.reading = this.dictionaries.typeNames[this.records.lastType] ?? 'Record';
    if (reason !== null) {
      this.skipped++;
      this.#openTree(tag, reason);
      return;
    }
    this.#count(tag.nameId);
    if (tag.selfClosing) this.records.finish();
    else this.#isInRecord = true;
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
    this.#nodes = 0;
    this.#isCut = false;
    if (reason === 'element.unknown') this.#unknown++;
    else this.#count(tag.nameId);
    this.#tree.push(nodeOf(tag, this.#names));
    if (tag.selfClosing) this.#closeInTree();
  }

  #openInTree(tag: Tag): void {
    this.#nodes++;
    if (this.#leftOut > 0 || this.#nodes > maxNodes || this.#tree.length >= maxDepth) {
      this.#leaveOut(tag);
      return;
    }
    if (this.#treeReason !== 'element.unknown' && this.#keptDepth === 0) {
      if (this.#isKnown[tag.nameId] && tag.nameId !== this.#ids.Record) this.#count(tag.nameId);
      else {
        this.#unknown++;
        this.#keptDepth = this.#tree.length;
      }
    }
    const node = nodeOf(tag, this.#names);
    if (this.#keptDepth !== this.#tree.length) this.#tree.at(-1)?.children.push(node);
    this.#tree.push(node);
    if (tag.selfClosing) this.#closeInTree();
  }

  /** Not gathered, and nothing inside it: the tree is full. Said once for each tree. */
  #leaveOut(tag: Tag): void {
    if (!this.#isCut) this.problems.add('element.too_large', exampleOf(this.#tree[0] as ElementNode));
    this.#isCut = true;
    if (!tag.selfClosing) this.#leftOut++;
  }

  #closeInTree(): void {
    if (this.#leftOut > 0) {
      this.#leftOut--;
      return;
    }
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

  #keep(node: ElementNode, reason: ErrorCode): void {
    this.problems.add(reason, exampleOf(node));
    this.#builder.addItem({ kind: 'kept', name: node.name, reason, xml: toXml(node) });
  }

  #finishTree(node: ElementNode): void {
    // The head of the document is read by HeadReader.
    if (node.name === 'ExportDate' || node.name === 'Me') return;
    const item = this.#itemOf(node);
    if (item === null) this.#keep(node, 'element.incomplete');
    else this.#builder.addItem(item);
  }

  #itemOf(node: ElementNode): Item | null {
    if (node.name === 'Workout') {
      return workoutItem(node, this.dictionaries, (path) =>
        this.#sizeOf(path, this.problems, 'route.missing'),
      );
    }
    if (node.name === 'ActivitySummary') return summaryItem(node);
    if (node.name === 'ClinicalRecord') return this.#clinical(node);
    return documentItem(node, this.dictionaries);
  }

  #clinical(node: ElementNode): ClinicalItem | null {
    const item = clinicalItem(node);
    const file = (attributeOf(node, 'resourceFilePath') ?? '').replace(/^\//, '');
    if (item === null) return null;
    const isThere = file !== '' && this.#sizeOf(file, this.problems, 'clinical.missing') !== null;
    return { ...item, file: isThere ? file : null };
  }

  #finishCorrelation(node: ElementNode): void {
    const start = instant(attributeOf(node, 'startDate'));
    const end = instant(attributeOf(node, 'endDate'));
    const type = attributeOf(node, 'type');
    if (start === null || end === null || type === undefined) {
      this.#keep(node, 'element.incomplete');
      return;
    }
    this.#builder.addItem({
      kind: 'correlation',
      ...correlationHead(node, this.dictionaries),
      ordinal: this.#ordinal,
      type: this.dictionaries.typeNamed(type),
      start,
      end,
    });
  }
}
