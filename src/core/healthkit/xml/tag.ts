/** Interned names of elements and attributes: one small integer per name, shared by both, for the scanner's lifetime. */
export interface NameTable {
  /** The id of `name`, assigned on first use. */
  id(name: string): number;
  name(id: number): string;
}

/**
 * One start tag, lent to the handler for the length of the callback: the object and its arrays are reused. Attribute `i` is
 * `bytes[valueStarts[i]…valueEnds[i])` as in the file, without its quotes.
 */
export interface Tag {
  readonly nameId: number;
  readonly selfClosing: boolean;
  /** Byte offset of `<` in the document. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** The same bytes, for reading in words. */
  readonly view: DataView;
  readonly attributeCount: number;
  readonly attributeIds: Int32Array;
  readonly valueStarts: Int32Array;
  readonly valueEnds: Int32Array;
  /** 1 if the value must be read with `value(i)`; 0 if it is plain ASCII without `&` and controls, so bytes are characters. */
  readonly needsDecoding: Uint8Array;
  /** The value as a parser gives it: references resolved, white space normalized, bad characters replaced by U+FFFD and counted, at each call. */
  value(index: number): string;
}

export interface XmlHandler {
  /** For `<a/>` `open` comes with `selfClosing` set and no `close` follows. */
  open(tag: Tag): void;
  close(nameId: number): void;
  /** Decoded character data inside the root element; may come in several parts. Without this callback, it isn't decoded. */
  text?: ((value: string) => void) | undefined;
  /**
   * The raw content of the element just opened, up to `end`: the handler may read it whole and return the offset after its close tag (no `close`
   * follows), or -1 to get it tag by tag. For handlers with millions of tags.
   */
  takeElement?(bytes: Uint8Array, from: number, end: number): number;
  /**
   * Raw character data, offered before decoding if it reaches completely to the next `<` and the byte after it is available. True: consumed, so
   * `text` isn't called for it. The bytes are valid only during the callback.
   */
  rawText?(bytes: Uint8Array, from: number, to: number): boolean;
}

/** The result after the last byte. Counts cover characters replaced in decoded text and values. */
export interface ScanSummary {
  /** The root element was closed. Anything after it, such as a second root or zeros, is ignored. */
  readonly complete: boolean;
  /** Bytes of the document up to the end of the last complete tag. */
  readonly endOffset: number;
  readonly openElements: number;
  readonly rootName: string | null;
  /** N of `<!-- HealthKit Export Version: N -->` inside the DOCTYPE. */
  readonly exportVersion: string | null;
  readonly controlCharacters: number;
  readonly badUtf8: number;
}
