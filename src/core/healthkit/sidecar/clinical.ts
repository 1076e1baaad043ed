import { CodedError } from '../../../shared/errors.ts';
import type { ArchiveEntry } from '../archive/archive.ts';
import { readBounded } from './read-bounded.ts';

/** A scanned document in a resource may take several megabytes, and its text is copied a few times while it is read. */
const largest = 16 * 1024 * 1024;

/**
 * A clinical record's FHIR JSON (DSTU2 or R4, healthkit/README §1.1) as text, unchanged except for a byte order mark. Error clinical.malformed: not
 * JSON, not UTF-8, above 16 MiB, or with too many levels or values.
 */
export async function readClinicalRecord(entry: ArchiveEntry): Promise<string> {
  const bytes = await readBounded(entry, largest, 'clinical.malformed');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CodedError('clinical.malformed', { reason: 'not_json' });
  }
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const found = checkJson(hasMark ? bytes.subarray(3) : bytes);
  if (found !== 'json') throw new CodedError('clinical.malformed', { reason: found });
  return text;
}

const [space, quote, backslash, comma, colon] = [0x20, 0x22, 0x5c, 0x2c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/** FHIR resources have about ten levels. */
const maxLevels = 128;
/** Values, including names: a million empty ones take a parser about 60 MB. */
const maxValues = 1_000_000;

const isWhite = (code: number | undefined) =>
  code === space || code === 0x0a || code === 0x0d || code === 0x09;
const isDigit = (code: number | undefined) => code !== undefined && code >= 0x30 && code <= 0x39;
const isHexadecimal = (code: number | undefined) =>
  isDigit(code) || (code !== undefined && (code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);

/**
 * Whether UTF-8 bytes are one JSON text (RFC 8259), without building a result: a parser takes up to forty times the text's size, and walking its
 * result can overflow the stack. `too_large`: too deep or too many values to parse safely.
 */
export function checkJson(bytes: Uint8Array): 'json' | 'not_json' | 'too_large' {
  /** Which brackets are open: 1 for an object. */
  const open = new Uint8Array(maxLevels);
  let depth = 0;
  let values = 0;
  let at = skipWhite(bytes, 0);
  for (;;) {
    // A value begins here.
    if (++values > maxValues) return 'too_large';
    const code = bytes[at];
    if (code === openBrace || code === openBracket) {
      if (depth === maxLevels) return 'too_large';
      open[depth++] = code === openBrace ? 1 : 0;
      at = skipWhite(bytes, at + 1);
      const isEmpty = bytes[at] === (code === openBrace ? closeBrace : closeBracket);
      if (!isEmpty) {
        if (code === openBrace) at = nameEnd(bytes, at);
        if (at < 0) return 'not_json';
        continue;
      }
    } else {
      at = code === quote ? stringEnd(bytes, at) : scalarEnd(bytes, at);
      if (at < 0) return 'not_json';
      at = skipWhite(bytes, at);
    }
    // A value ended, or an empty bracket is open.
    while (depth > 0 && bytes[at] === (open[depth - 1] === 1 ? closeBrace : closeBracket)) {
      depth--;
      at = skipWhite(bytes, at + 1);
    }
    if (depth === 0) return at === bytes.length ? 'json' : 'not_json';
    if (bytes[at] !== comma) return 'not_json';
    at = skipWhite(bytes, at + 1);
    if (open[depth - 1] === 1) at = nameEnd(bytes, at);
    if (at < 0) return 'not_json';
  }
}

function skipWhite(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isWhite(bytes[at])) at++;
  return at;
}

/** The start of the value whose member name begins at `at`, or -1. */
function nameEnd(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== quote) return -1;
  const end = stringEnd(bytes, at);
  if (end < 0) return -1;
  const colonAt = skipWhite(bytes, end);
  return bytes[colonAt] === colon ? skipWhite(bytes, colonAt + 1) : -1;
}

/** The offset after the string that begins at `at`, or -1. */
function stringEnd(bytes: Uint8Array, at: number): number {
  for (let i = at + 1; i < bytes.length; i++) {
    const code = bytes[i] as number;
    if (code === quote) return i + 1;
    if (code < space) return -1;
    if (code !== backslash) continue;
    i++;
    if (bytes[i] !== 0x75) {
      if (!'"\\/bfnrt'.includes(String.fromCharCode(bytes[i] ?? 0))) return -1;
      continue;
    }
    for (let digit = 1; digit <= 4; digit++) if (!isHexadecimal(bytes[i + digit])) return -1;
    i += 4;
  }
  return -1;
}

const words = ['true', 'false', 'null'].map((word) => Buffer.from(word));

/** The offset after a number, `true`, `false`, or `null`, or -1. */
function scalarEnd(bytes: Uint8Array, at: number): number {
  for (const word of words) {
    if (bytes[at] === word[0]) return word.every((code, i) => bytes[at + i] === code) ? at + word.length : -1;
  }
  let i = bytes[at] === 0x2d ? at + 1 : at;
  if (!isDigit(bytes[i])) return -1;
  i = bytes[i] === 0x30 ? i + 1 : digitsEnd(bytes, i);
  if (bytes[i] === 0x2e) {
    if (!isDigit(bytes[i + 1])) return -1;
    i = digitsEnd(bytes, i + 1);
  }
  if (((bytes[i] ?? 0) | 0x20) === 0x65) {
    const sign = bytes[i + 1];
    i += sign === 0x2b || sign === 0x2d ? 2 : 1;
    if (!isDigit(bytes[i])) return -1;
    i = digitsEnd(bytes, i);
  }
  return i;
}

function digitsEnd(bytes: Uint8Array, from: number): number {
  let i = from;
  while (isDigit(bytes[i])) i++;
  return i;
}
