import type { ErrorCode } from '../../../shared/errors.ts';
import { gregorian } from '../../healthkit/date.ts';
import type { NameTable, Tag } from '../../healthkit/xml/tag.ts';
import { XmlScanner } from '../../healthkit/xml/xml-scanner.ts';
import { type ElementNode, toXml } from './element-tree.ts';
import type { RecordReader } from './record-reader.ts';

/** Lines and tabs in a value, which a parser would take for spaces. */
const breaks = /[\n\r\t]/g;

/**
 * Reads the few records that were gathered as a tree, inside of a workout or under another name, as every other record: written
 * as a tag again they go through the one path that knows dates, units and values.
 */
export class TreeRecords {
  readonly #records: RecordReader;
  readonly #scanner: XmlScanner;
  readonly #ids: { readonly record: number; readonly metadata: number; readonly beat: number };
  #ordinal = 0;
  #place = 0;
  #refusal: ErrorCode | null = null;
  #isOpen = false;

  constructor(records: RecordReader, names: NameTable) {
    this.#records = records;
    this.#ids = {
      record: names.id('Record'),
      metadata: names.id('MetadataEntry'),
      beat: names.id('InstantaneousBeatsPerMinute'),
    };
    const open = (tag: Tag) => this.#open(tag);
    const close = (nameId: number) => this.#close(nameId);
    this.#scanner = new XmlScanner({ open, close }, names);
    // Never ended: its children follow, one after the other.
    this.#scanner.write(Buffer.from('<HealthData>'));
  }

  /**
   * Adds a Record of a tree. `ordinal`: of its parent, 0 for none; `place`: byte of the document, for remarks. Returns why it
   * was not added, or null.
   */
  add(record: ElementNode, ordinal: number, place: number): ErrorCode | null {
    this.#ordinal = ordinal;
    this.#place = place;
    this.#refusal = null;
    const xml = toXml(record).replace(breaks, (character) => `&#${character.charCodeAt(0)};`);
    const { dates } = this.#records;
    const { style } = dates;
    // A tree of another calendar has its dates in the Gregorian one already (`inGregorian`).
    if (style.calendar !== 'gregorian') dates.style = gregorian;
    this.#scanner.write(Buffer.from(xml));
    dates.style = style;
    return this.#refusal;
  }

  #open(tag: Tag): void {
    if (tag.nameId === this.#ids.record && !this.#isOpen) {
      this.#refusal = this.#records.start(tag, this.#ordinal, this.#place);
      this.#isOpen = this.#refusal === null;
      if (tag.selfClosing) this.#close(tag.nameId);
    } else if (!this.#isOpen) return;
    else if (tag.nameId === this.#ids.metadata) this.#records.addMetadata(tag);
    else if (tag.nameId === this.#ids.beat) this.#records.addBeat(tag);
  }

  #close(nameId: number): void {
    if (nameId !== this.#ids.record || !this.#isOpen) return;
    this.#isOpen = false;
    this.#records.finish();
  }
}

/** Takes the records out of a tree, at any depth. */
export function recordsIn(node: ElementNode): ElementNode[] {
  const inside = node.children.flatMap((child) => (child.name === 'Record' ? child : recordsIn(child)));
  const others = node.children.filter(({ name }) => name !== 'Record');
  if (others.length < node.children.length) node.children.splice(0, node.children.length, ...others);
  return inside;
}
