import { CodedError } from '../../../shared/errors.ts';
import { CharacterDecoder } from './character-decoder.ts';
import { readDoctype } from './doctype.ts';
import { byte, matchToken, nameKind, skipPast, skipSpaces, unfinished } from './markup-bytes.ts';
import { createNameTable, NameIndex } from './name-index.ts';
import { findLess, ScanBuffer, wholeTextEnd } from './scan-buffer.ts';
import { StartTag } from './start-tag.ts';
import type { NameTable, ScanSummary, XmlHandler } from './tag.ts';

/** The longest tag, comment, instruction or CDATA section accepted, in bytes. */
export const maxMarkupBytes = 16 * 1024 * 1024;

/** Unfinished markup longer than this is retried only after half as many bytes again have arrived. */
const eagerRetryBytes = 64 * 1024;

/**
 * Streams a UTF-8 document to a handler: `write` each chunk, then `end`. Reads XML as saxes does, but tolerates faults that must not lose an export:
 * characters that XML forbids become U+FFFD, unknown references stay as written, and anything after the root element is ignored (healthkit/README
 * §1.4). It ignores the encoding of an XML declaration. `write` throws `import.not_xml` for unreadable markup and `import.entity_declaration`, with
 * the offset in bytes; after that, only `end` may be called. All complete tags before an error or a cut are delivered.
 */
export class XmlScanner {
  readonly names: NameTable;
  private readonly handler: XmlHandler;
  private readonly index: NameIndex;
  private readonly decoder = new CharacterDecoder();
  private readonly buffer = new ScanBuffer();
  private readonly stack = new ElementStack();
  private readonly tag: StartTag;
  /** The position in the buffer where reading continues. */
  private position = 0;
  /** The fill level of the buffer before unfinished markup is retried; 0 for any. */
  private retryAt = 0;
  private tagsEnd = 0;
  private state: 'start' | 'prolog' | 'content' | 'closed' | 'cut' | 'failed' = 'start';
  private rootId = -1;
  private hasDoctype = false;
  private exportVersion: string | null = null;

  constructor(handler: XmlHandler, names: NameTable = createNameTable()) {
    this.handler = handler;
    this.names = names;
    this.index = new NameIndex(names);
    this.tag = new StartTag(this.buffer, this.index, this.decoder);
  }

  /** Takes the next bytes of the document; they may be reused once it returns. */
  write(chunk: Uint8Array): void {
    let taken = 0;
    while (taken < chunk.length && this.isReading()) {
      taken += this.buffer.refill(this.position, chunk, taken);
      this.position = 0;
      if (this.buffer.end >= this.retryAt) this.scan();
    }
  }

  /**
   * Ends the document: delivers held-back text and returns the summary. A truncated document is no error. Throws like `write` if deferred markup
   * isn't XML; after an error, it never throws.
   */
  end(): ScanSummary {
    if (this.isReading() && this.retryAt > 0) this.scan();
    const { bytes, end } = this.buffer;
    if (this.state === 'content' && this.position < end && bytes[this.position] !== byte.less) {
      this.deliverText(this.position, end);
      this.position = end;
    }
    return {
      complete: this.state === 'closed',
      endOffset: this.tagsEnd,
      openElements: this.stack.depth,
      rootName: this.rootId < 0 ? null : this.names.name(this.rootId),
      exportVersion: this.exportVersion,
      controlCharacters: this.decoder.controlCharacters,
      badUtf8: this.decoder.badUtf8,
    };
  }

  private isReading(): boolean {
    return this.state === 'start' || this.state === 'prolog' || this.state === 'content';
  }

  private scan(): void {
    try {
      this.position = this.scanFrom(this.position);
    } catch (error) {
      this.state = 'failed';
      throw error;
    }
  }

  /** Reads as far as possible and returns the position where it stopped. */
  private scanFrom(from: number): number {
    const { bytes, end } = this.buffer;
    let at = from;
    this.retryAt = 0;
    if (this.state === 'start') {
      const afterMark = matchToken(bytes, at, end, '\u00ef\u00bb\u00bf');
      if (afterMark === unfinished) return at;
      if (afterMark > 0) at = afterMark;
      this.state = 'prolog';
    }
    while (at < end && this.isReading()) {
      if (bytes[at] !== byte.less) {
        at = this.readText(at, end);
        if (at >= end || bytes[at] !== byte.less) break;
      }
      const next = this.readMarkup(at, end);
      if (next === unfinished) {
        this.wait(at, end);
        break;
      }
      at = next;
    }
    return at;
  }

  private readMarkup(at: number, end: number): number {
    if (at + 1 >= end) return unfinished;
    const { bytes } = this.buffer;
    const kind = bytes[at + 1] as number;
    if (nameKind[kind] === 2) return this.readOpen(at, end);
    if (kind === byte.slash) return this.readClose(at, end);
    if (kind === byte.bang) return this.readDeclaration(at, end);
    if (kind === byte.question) return this.whole(at, skipPast(bytes, at + 2, end, '?>'));
    return this.refuse(at, at + 1);
  }

  private readOpen(at: number, end: number): number {
    const { tag, stack } = this;
    const next = this.whole(at, tag.read(at, end));
    if (next === unfinished) return unfinished;
    tag.offset = this.buffer.offset + at;
    this.tagsEnd = this.buffer.offset + next;
    if (this.state === 'prolog') {
      this.rootId = tag.nameId;
      this.state = 'content';
    }
    if (!tag.selfClosing) stack.push(tag.nameId);
    else if (stack.depth === 0) this.state = 'closed';
    this.handler.open(tag);
    if (this.handler.takeElement === undefined || tag.selfClosing) return next;
    const taken = this.handler.takeElement(this.buffer.bytes, next, end);
    if (taken < 0) return next;
    stack.pop();
    if (stack.depth === 0) this.state = 'closed';
    this.tagsEnd = this.buffer.offset + taken;
    return taken;
  }

  private readClose(at: number, end: number): number {
    const { bytes } = this.buffer;
    const id = this.stack.top();
    if (id < 0) throw this.notXml(at);
    const spelling = this.index.spelling(id);
    let i = at + 2;
    for (let k = 0; k < spelling.length; k++, i++) {
      if (i >= end) return unfinished;
      if (bytes[i] !== spelling[k]) return this.refuse(at, i);
    }
    i = skipSpaces(bytes, i, end);
    if (i >= end) return unfinished;
    if (bytes[i] !== byte.greater) return this.refuse(at, i);
    const next = this.whole(at, i + 1);
    this.stack.pop();
    this.tagsEnd = this.buffer.offset + next;
    if (this.stack.depth === 0) this.state = 'closed';
    this.handler.close(id);
    return next;
  }

  private readDeclaration(at: number, end: number): number {
    const { bytes } = this.buffer;
    const comment = matchToken(bytes, at, end, '<!--');
    if (comment > 0) return this.whole(at, skipPast(bytes, comment, end, '-->'));
    const section = matchToken(bytes, at, end, '<![CDATA[');
    if (section > 0 && this.state === 'content') {
      const next = this.whole(at, skipPast(bytes, section, end, ']]>'));
      if (next > 0) this.handler.text?.(this.decoder.cdata(bytes, section, next - 3));
      return next;
    }
    const doctype = matchToken(bytes, at, end, '<!DOCTYPE');
    if (doctype > 0 && this.state === 'prolog' && !this.hasDoctype) {
      const read = readDoctype(bytes, at, end, this.buffer.offset + at);
      if (read === null) return unfinished;
      this.hasDoctype = true;
      this.exportVersion = read.exportVersion;
      return read.end;
    }
    if (comment === unfinished || section === unfinished || doctype === unfinished) return unfinished;
    throw this.notXml(at);
  }

  /** Delivers text up to the next `<` or as far as it can be decoded; returns the position where it stopped. */
  private readText(from: number, end: number): number {
    const { bytes } = this.buffer;
    let i = skipSpaces(bytes, from, end);
    if (this.state === 'prolog') {
      if (i < end && bytes[i] !== byte.less) throw this.notXml(i);
      return i;
    }
    if (i < end && bytes[i] === byte.less && this.handler.text !== undefined) {
      this.handler.text(this.decoder.blank(bytes, from, i));
      return i;
    }
    if (i < end && bytes[i] !== byte.less) {
      i = findLess(bytes, i, end);
      if (i + 1 < end && this.handler.rawText?.(bytes, from, i)) return i;
    }
    if (i === end) i = wholeTextEnd(bytes, from, end);
    this.deliverText(from, i);
    return i;
  }

  private deliverText(from: number, to: number): void {
    if (this.handler.text === undefined || from === to) return;
    this.handler.text(this.decoder.text(this.buffer.bytes, from, to));
  }

  private whole(at: number, next: number): number {
    if (next - at > maxMarkupBytes) throw this.notXml(at);
    return next;
  }

  /** Decides when to retry the unfinished markup at `at`. */
  private wait(at: number, end: number): void {
    const length = end - at;
    if (length > maxMarkupBytes) {
      if (this.buffer.bytes[end - 1] !== 0) throw this.notXml(at);
      this.state = 'cut';
    } else if (length > eagerRetryBytes) {
      this.retryAt = Math.min(length + length / 2, maxMarkupBytes + 1);
    }
  }

  /** A zero within markup is the padding of a truncated copy, not bad markup: see `StartTag`. */
  private refuse(markupAt: number, at: number): number {
    if (this.buffer.bytes[at] === 0) return unfinished;
    throw this.notXml(markupAt);
  }

  private notXml(at: number): CodedError {
    return new CodedError('import.not_xml', { offset: this.buffer.offset + at });
  }
}

/** The name ids of the open elements, outermost first. */
class ElementStack {
  depth = 0;
  private ids = new Int32Array(64);

  push(id: number): void {
    if (this.depth === this.ids.length) {
      const larger = new Int32Array(this.depth * 2);
      larger.set(this.ids);
      this.ids = larger;
    }
    this.ids[this.depth++] = id;
  }

  /** The innermost open element, or -1. */
  top(): number {
    return this.depth === 0 ? -1 : (this.ids[this.depth - 1] as number);
  }

  pop(): void {
    this.depth--;
  }
}
