import { byte, unfinished } from './markup-bytes.ts';

/** In `valueKind`: a byte that needs decoding, and the double quote. */
export const needsDecoder = 1;
export const closesValue = 2;

/** The kind of a byte inside a double-quoted value; 0 for plain ASCII. */
export const valueKind = new Uint8Array(256).fill(needsDecoder, 0, 0x20).fill(needsDecoder, 0x80);
valueKind[byte.ampersand] = needsDecoder;
valueKind[byte.doubleQuote] = closesValue;

/** The next `quote` in `[from, end)`, or `unfinished`. */
export function findQuote(bytes: Uint8Array, from: number, end: number, quote: number): number {
  for (let i = from; i < end; i++) if (bytes[i] === quote) return i;
  return unfinished;
}

/** 1 if the value in `[from, to)` isn't plain ASCII without `&` and controls. */
export function mustDecode(bytes: Uint8Array, from: number, to: number): number {
  for (let i = from; i < to; i++) if (valueKind[bytes[i] as number] === needsDecoder) return 1;
  return 0;
}
