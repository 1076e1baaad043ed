import { lookup } from '../../../shared/lookup.ts';

/** Longer references are text, which bounds the text held back at the end of a chunk. */
export const maxReferenceLength = 1_024;

const named: Readonly<Record<string, string>> = lookup({
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
});

const hash = 0x23;
const semicolon = 0x3b;

/** Whether an ASCII code may stand between `&` and `;` of a reference this scanner resolves. */
export function isReferenceCode(code: number): boolean {
  const letter = code | 0x20;
  return (code >= 0x30 && code <= 0x39) || (letter >= 0x61 && letter <= 0x7a) || code === hash;
}

/** The index of the `;` of the reference whose `&` is at `at`, or -1 if there is no reference. */
export function referenceEnd(text: string, at: number): number {
  const limit = Math.min(text.length, at + maxReferenceLength);
  let i = at + 1;
  while (i < limit && isReferenceCode(text.charCodeAt(i))) i++;
  return i < limit && i > at + 1 && text.charCodeAt(i) === semicolon ? i : -1;
}

/** Whether XML 1.0 §2.2 allows a character in a document. */
function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

/**
 * Resolves the reference `&body;`: a character, `'forbidden'` for a number that XML doesn't allow (`&#11;`), `'unknown'` for an invalid number or a
 * name other than the five.
 */
export function resolveReference(body: string): { readonly character: string } | 'forbidden' | 'unknown' {
  const character = named[body];
  if (character !== undefined) return { character };
  const decimal = /^#([0-9]+)$/.exec(body)?.[1];
  const hexadecimal = /^#x([0-9a-f]+)$/i.exec(body)?.[1];
  if (decimal === undefined && (hexadecimal === undefined || body[1] !== 'x')) return 'unknown';
  const code = decimal !== undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hexadecimal ?? '', 16);
  return isXmlCharacter(code) ? { character: String.fromCodePoint(code) } : 'forbidden';
}
