/** Interned names of elements and attributes: a small integer for each, the same for both, kept for the scanner's life. */
export interface NameTable {
  /** The id of `name`, given out on first use. */
  id(name: string): number;
  name(id: number): string;
}

/**
 * One start tag, lent to the handler for the length of the callback: the object and its arrays are reused.
 * Attribute `i` is `bytes[valueStarts[i]…valueEnds[i])` as it stands in the file, without its quotes.
 */
export interface Tag {
  readonly nameId: number;
  readonly selfClosing: boolean;
  /** Byte offset of `<` in the document. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** The same bytes, to be read in words. */
  readonly view: DataView;
  readonly attributeCount: number;
  readonly attributeIds: Int32Array;
  readonly valueStarts: Int32Array;
  readonly valueEnds: Int32Array;
  /** 1 where the value is not plain ASCII without `&` and controls, and must be read with `value(i)`; 0: bytes are characters. */
  readonly needsDecoding: Uint8Array;
  /**
   * The value as a parser gives it: references resolved, white space normalized, bad characters replaced by U+FFFD
   * and counted, each time it is asked for.
   */
  value(index: number): string;
}

export interface XmlHandler {
  /** For `<a/>` `open` comes with `selfClosing` set and no `close` follows. */
  open(tag: Tag): void;
  close(nameId: number): void;
  /** Character data inside the root element, decoded; may come in several parts. Left out, it is not decoded. */
  text?: ((value: string) => void) | undefined;
  /**
   * Everything in the element just opened, as it stands in the file up to `end`: the handler may take it whole and returns
   * the offset behind its close tag (no `close` follows), or -1 to get it tag by tag. For handlers with millions of tags.
   */
  takeElement?(bytes: Uint8Array, from: number, end: number): number;
  /**
   * Character data as it stands in the file, offered before it is decoded where it reaches
   * whole to the next `<` and the byte behind that is at hand too.
   * True: taken, `text` is not called for it. The bytes are lent for the length of the callback.
   */
  rawText?(bytes: Uint8Array, from: number, to: number): boolean;
}

/** What is known when the last byte was given. Counts are of characters replaced in the text and values that were decoded. */
export interface ScanSummary {
  /** The root element was closed. What follows it, a second root or zeros, is not looked at. */
  readonly complete: boolean;
  /** Bytes of the document up to the end of the last whole tag. */
  readonly endOffset: number;
  readonly openElements: number;
  readonly rootName: string | null;
  /** N of `<!-- HealthKit Export Version: N -->` inside the DOCTYPE. */
  readonly exportVersion: string | null;
  readonly controlCharacters: number;
  readonly badUtf8: number;
}
