import { CodedError } from '../../../shared/errors.ts';
import type { CharacterDecoder } from './character-decoder.ts';
import { byte, nameKind, skipSpaces, unfinished } from './markup-bytes.ts';
import { hashByte, hashSeed, type NameIndex } from './name-index.ts';
import type { ScanBuffer } from './scan-buffer.ts';
import type { Tag } from './tag.ts';

const { space, slash, greater, equals, doubleQuote, singleQuote } = byte;
const ones = 0x01010101;
const fours = 0x04040404;
const ampersands = byte.ampersand * ones;
const spaces = space * ones;
const highBits = 0x80808080 | 0;

/** The one tag that the scanner lends to its handler: reads a start tag in place and records the positions of its values. */
export class StartTag implements Tag {
  nameId = -1;
  selfClosing = false;
  offset = 0;
  bytes: Buffer;
  view: DataView;
  attributeCount = 0;
  attributeIds = new Int32Array(32);
  valueStarts = new Int32Array(32);
  valueEnds = new Int32Array(32);
  needsDecoding = new Uint8Array(32);
  private readonly decoder: CharacterDecoder;
  private readonly index: NameIndex;
  private readonly buffer: ScanBuffer;
  private nameEnd = 0;

  constructor(buffer: ScanBuffer, index: NameIndex, decoder: CharacterDecoder) {
    this.buffer = buffer;
    this.bytes = buffer.bytes;
    this.view = buffer.view;
    this.index = index;
    this.decoder = decoder;
  }

  value(index: number): string {
    if (index < 0 || index >= this.attributeCount) throw new RangeError('no such attribute');
    const from = this.valueStarts[index] as number;
    const to = this.valueEnds[index] as number;
    if (this.needsDecoding[index] === 0) return this.bytes.toString('latin1', from, to);
    return this.decoder.attribute(this.bytes, from, to);
  }

  /**
   * Reads the tag whose `<` is at `at` and whose first name byte was checked; the offset after its `>`, or `unfinished`. Every step ends at `end`:
   * bytes past it are stale, and the next step detects a match there. Throws `import.not_xml`.
   */
  read(at: number, end: number): number {
    const { bytes, view } = this.buffer;
    const { successors, patternWords, patternBytes, patternStride } = this.index;
    this.bytes = bytes;
    this.view = view;
    let previous = this.readName(at + 1, end);
    if (previous < 0) return unfinished;
    this.nameId = previous;
    let i = this.nameEnd;
    let count = 0;
    let quote: number = doubleQuote;
    for (;;) {
      if (i >= end) return unfinished;
      let name = successors[previous] as number;
      let start = -1;
      if (name >= 0 && bytes[i] === space) {
        // The same name usually follows as last time: compare ` name="` in words.
        const length = patternBytes[name] as number;
        if (length > 0) {
          const last = i + length - 4;
          let word = name * patternStride;
          let k = i;
          while (k < last && view.getInt32(k, true) === patternWords[word]) {
            k += 4;
            word++;
          }
          if (k >= last && view.getInt32(last, true) === patternWords[word]) start = last + 4;
          quote = doubleQuote;
        }
      }
      if (start < 0) {
        const nameAt = skipSpaces(bytes, i, end);
        if (nameAt >= end) return unfinished;
        const value = bytes[nameAt] as number;
        if (value === greater || value === slash) return this.finish(nameAt, end, count);
        if (nameAt === i || nameKind[value] !== 2) return this.refuse(at, nameAt);
        name = this.readName(nameAt, end);
        if (name < 0) return unfinished;
        start = this.skipToValue(at, this.nameEnd, end);
        if (start < 0) return unfinished;
        quote = bytes[start - 1] as number;
        successors[previous] = name;
      }
      let decode = 0;
      let v = start;
      if (quote === doubleQuote) {
        // Four bytes at a time while none is a quote, `&`, a control, or above 0x7F. Quote and `&` differ in one bit.
        const lastWord = end - 4;
        while (v < end) {
          let hits = 0;
          while (v <= lastWord) {
            const x = view.getInt32(v, true);
            hits = ((((x | fours) ^ ampersands) - ones) | (x - spaces) | x) & highBits;
            if (hits !== 0) break;
            v += 4;
          }
          // The lowest set bit is right; higher ones may be carries.
          if (hits !== 0) v += (31 - Math.clz32(hits & -hits)) >> 3;
          const kind = valueKind[bytes[v] as number] as number;
          if (kind === closesValue) break;
          decode |= kind;
          v++;
        }
        if (v >= end) return unfinished;
      } else {
        v = findQuote(bytes, start, end, singleQuote);
        if (v < 0) return unfinished;
        decode = mustDecode(bytes, start, v);
      }
      if (count === this.attributeIds.length) this.makeRoom(count);
      this.attributeIds[count] = name;
      this.valueStarts[count] = start;
      this.valueEnds[count] = v;
      this.needsDecoding[count] = decode;
      count++;
      previous = name;
      i = v + 1;
    }
  }

  private finish(at: number, end: number, count: number): number {
    const isEmpty = this.bytes[at] === slash;
    const last = isEmpty ? at + 1 : at;
    if (last >= end) return unfinished;
    if (this.bytes[last] !== greater) return this.refuse(at, at);
    this.selfClosing = isEmpty;
    this.attributeCount = count;
    return last + 1;
  }

  private readName(from: number, end: number): number {
    const { bytes } = this;
    let hash: number = hashSeed;
    let i = from;
    while (i < end && nameKind[bytes[i] as number] !== 0) hash = hashByte(hash, bytes[i++] as number);
    if (i >= end) return unfinished;
    this.nameEnd = i;
    return this.index.find(bytes, from, i, hash, this.buffer.offset + from);
  }

  /** Skips `=` and the opening quote. */
  private skipToValue(tagAt: number, from: number, end: number): number {
    const { bytes } = this;
    const equalsAt = skipSpaces(bytes, from, end);
    if (equalsAt >= end) return unfinished;
    if (bytes[equalsAt] !== equals) return this.refuse(tagAt, equalsAt);
    const quoteAt = skipSpaces(bytes, equalsAt + 1, end);
    if (quoteAt >= end) return unfinished;
    const quote = bytes[quoteAt];
    if (quote !== doubleQuote && quote !== singleQuote) return this.refuse(tagAt, quoteAt);
    return quoteAt + 1;
  }

  private makeRoom(length: number): void {
    const grown = (from: Int32Array) => {
      const to = new Int32Array(length * 2);
      to.set(from);
      return to;
    };
    this.attributeIds = grown(this.attributeIds);
    this.valueStarts = grown(this.valueStarts);
    this.valueEnds = grown(this.valueEnds);
    const flags = new Uint8Array(length * 2);
    flags.set(this.needsDecoding);
    this.needsDecoding = flags;
  }

  /** Throws `import.not_xml` except at a zero byte: a truncated copy may be padded with zeros and must count as truncated. */
  private refuse(tagAt: number, at: number): number {
    if (this.bytes[at] === 0) return unfinished;
    const { offset } = this.buffer;
    throw new CodedError('import.not_xml', { offset: offset + at, tagOffset: offset + tagAt });
  }
}

/** In `valueKind`: a byte that needs decoding, and the double quote. */
const needsDecoder = 1;
const closesValue = 2;

/** The kind of a byte inside a double-quoted value; 0 for plain ASCII. */
const valueKind = new Uint8Array(256).fill(needsDecoder, 0, 0x20).fill(needsDecoder, 0x80);
valueKind[byte.ampersand] = needsDecoder;
valueKind[byte.doubleQuote] = closesValue;

/** The next `quote` in `[from, end)`, or `unfinished`. */
function findQuote(bytes: Uint8Array, from: number, end: number, quote: number): number {
  for (let i = from; i < end; i++) if (bytes[i] === quote) return i;
  return unfinished;
}

/** 1 if the value in `[from, to)` isn't plain ASCII without `&` and controls. */
function mustDecode(bytes: Uint8Array, from: number, to: number): number {
  for (let i = from; i < to; i++) if (valueKind[bytes[i] as number] === needsDecoder) return 1;
  return 0;
}
