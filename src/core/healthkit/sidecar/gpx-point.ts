import { type MidnightMemo, readNumber, readUtcTime } from '../byte-values.ts';
import { routeColumns } from './route-columns.ts';
import { greatestDegrees } from './route-figures.ts';

interface Leaf {
  readonly name: Uint8Array;
  readonly column: number;
}

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');

const leaves: readonly Leaf[] = [
  { name: bytesOf('ele'), column: routeColumns.elevation },
  { name: bytesOf('time'), column: routeColumns.time },
  { name: bytesOf('speed'), column: routeColumns.speed },
  { name: bytesOf('course'), column: routeColumns.course },
  { name: bytesOf('hAcc'), column: routeColumns.horizontalAccuracy },
  { name: bytesOf('vAcc'), column: routeColumns.verticalAccuracy },
];
const extensions = bytesOf('extensions>');
const endOfExtensions = bytesOf('/extensions>');
const endOfPoint = bytesOf('/trkpt>');

const startOfPoint = bytesOf('<trkpt');
const placeNames: readonly (Leaf & { readonly limit: number })[] = [
  { name: bytesOf(' lat="'), column: routeColumns.latitude, limit: greatestDegrees.latitude },
  { name: bytesOf(' lon="'), column: routeColumns.longitude, limit: greatestDegrees.longitude },
];

const [less, greater, slash, space, quote] = [0x3c, 0x3e, 0x2f, 0x20, 0x22];

/**
 * Reads the content of a `trkpt` in the phone's usual form (healthkit/README §1.6): plain leaves with plain numbers, in any order, `extensions`
 * around some of them. Fills `point` and returns the offset after `</trkpt>`; -1 for anything else or an incomplete point, which then goes through
 * the scanner tag by tag. Routes have more tags than the export itself, so this path determines how long routes take.
 */
export function readPlainPoint(
  bytes: Uint8Array,
  from: number,
  end: number,
  point: Float64Array,
  midnight: MidnightMemo,
): number {
  let i = from;
  let expected = 0;
  for (;;) {
    while (i < end && (bytes[i] as number) <= space) i++;
    if (i >= end || bytes[i] !== less) return -1;
    i++;
    if (bytes[i] === slash) {
      if (startsWith(bytes, i, end, endOfPoint)) return i + endOfPoint.length;
      if (!startsWith(bytes, i, end, endOfExtensions)) return -1;
      i += endOfExtensions.length;
    } else if (startsWith(bytes, i, end, extensions)) i += extensions.length;
    else {
      const leaf = leafAt(bytes, i, end, expected);
      if (leaf < 0) return -1;
      expected = leaf + 1;
      i = readLeaf(bytes, i, end, leaves[leaf] as Leaf, point, midnight);
      if (i < 0) return -1;
    }
  }
}

/**
 * Reads the start tag of the next point after white space: a location in degrees and nothing else. Fills `point` and returns the offset after the
 * tag; -1 for anything else, which the scanner then reads from `from`.
 */
export function readPlainStart(bytes: Uint8Array, from: number, end: number, point: Float64Array): number {
  let i = from;
  while (i < end && (bytes[i] as number) <= space) i++;
  if (!startsWith(bytes, i, end, startOfPoint)) return -1;
  i += startOfPoint.length;
  for (let count = 0; count < placeNames.length; count++) {
    const place = placeNames.find(({ name }) => startsWith(bytes, i, end, name));
    if (!place || !Number.isNaN(point[place.column])) return -1;
    const valueAt = i + place.name.length;
    let valueEnd = valueAt;
    while (valueEnd < end && bytes[valueEnd] !== quote && bytes[valueEnd] !== less) valueEnd++;
    if (valueEnd >= end || bytes[valueEnd] !== quote) return -1;
    const degrees = readNumber(bytes, valueAt, valueEnd);
    // Also false for NaN.
    if (!(Math.abs(degrees) <= place.limit)) return -1;
    point[place.column] = degrees;
    i = valueEnd + 1;
  }
  return i < end && bytes[i] === greater ? i + 1 : -1;
}

/** The leaf that begins here, or -1. Points are alike, so the expected next leaf is tried first. */
function leafAt(bytes: Uint8Array, at: number, end: number, expected: number): number {
  for (let tried = 0; tried < leaves.length; tried++) {
    const index = (expected + tried) % leaves.length;
    const { name } = leaves[index] as Leaf;
    if (startsWith(bytes, at, end, name) && bytes[at + name.length] === greater) return index;
  }
  return -1;
}

function readLeaf(
  bytes: Uint8Array,
  at: number,
  end: number,
  { name, column }: Leaf,
  point: Float64Array,
  midnight: MidnightMemo,
): number {
  const valueAt = at + name.length + 1;
  let valueEnd = valueAt;
  while (valueEnd < end && bytes[valueEnd] !== less) valueEnd++;
  const closing = valueEnd + 2;
  const after = closing + name.length + 1;
  if (after > end || bytes[closing - 1] !== slash || bytes[after - 1] !== greater) return -1;
  if (!startsWith(bytes, closing, end, name)) return -1;
  const value =
    column === routeColumns.time
      ? readUtcTime(bytes, valueAt, valueEnd, midnight)
      : readNumber(bytes, valueAt, valueEnd);
  if (Number.isNaN(value)) return -1;
  point[column] = value;
  return after;
}

function startsWith(bytes: Uint8Array, at: number, end: number, wanted: Uint8Array): boolean {
  if (at + wanted.length > end) return false;
  for (let k = 0; k < wanted.length; k++) if (bytes[at + k] !== wanted[k]) return false;
  return true;
}
