/** The bytes with a meaning in XML markup. */
export const byte = {
  tab: 0x09,
  newline: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  bang: 0x21,
  doubleQuote: 0x22,
  ampersand: 0x26,
  singleQuote: 0x27,
  slash: 0x2f,
  less: 0x3c,
  equals: 0x3d,
  greater: 0x3e,
  question: 0x3f,
  openBracket: 0x5b,
  closeBracket: 0x5d,
} as const;

/** `nameKind[b]`: 2 may start a name, 1 may only continue one, 0 neither. Every byte above 0x7F may start one. */
export const nameKind = new Uint8Array(256).fill(2, 0x80);
nameKind.fill(2, 0x41, 0x5b).fill(2, 0x61, 0x7b).fill(1, 0x30, 0x3a);
for (const character of ':_') nameKind[character.charCodeAt(0)] = 2;
for (const character of '-.') nameKind[character.charCodeAt(0)] = 1;

/** `isSpace[b]` is 1 for the four white space characters of XML. */
const isSpace = new Uint8Array(256);
for (const character of ' \t\r\n') isSpace[character.charCodeAt(0)] = 1;

/** The first byte in `[from, end)` that isn't white space, or `end`. */
export function skipSpaces(bytes: Uint8Array, from: number, end: number): number {
  let i = from;
  while (i < end && isSpace[bytes[i] as number] === 1) i++;
  return i;
}

/** A markup reader's result if the bytes end before the markup: more of the document is needed. */
export const unfinished = -1;

/** The end of `token` (ASCII) at `at`; `unfinished` if the bytes end within it; -2 if something else is there. */
export function matchToken(bytes: Uint8Array, at: number, end: number, token: string): number {
  for (let k = 0; k < token.length; k++) {
    if (at + k >= end) return unfinished;
    if (bytes[at + k] !== token.charCodeAt(k)) return -2;
  }
  return at + token.length;
}

/** The offset just after the next `token` in `[from, end)`, or `unfinished`. */
export function skipPast(bytes: Buffer, from: number, end: number, token: string): number {
  const found = bytes.subarray(0, end).indexOf(token, from, 'latin1');
  return found < 0 ? unfinished : found + token.length;
}
