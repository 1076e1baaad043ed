import { type MidnightMemo, readNumber, readUtcTime } from '../byte-values.ts';
import { routeColumns } from './route-columns.ts';

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

const [less, greater, slash, space] = [0x3c, 0x3e, 0x2f, 0x20];

/**
 * Reads what stands in a `trkpt` as the phone writes it (apple-health-export §1.6): plain leaves with plain numbers, in any
 * order, `extensions` around some of them. Fills `point` and returns the offset behind `</trkpt>`; -1 for anything else or
 * for less than the whole point, which then goes through the scanner tag by tag. A route has more tags than the export
 * itself, so this path decides how long routes take.
 */
export function readPlainPoint(
  bytes: Uint8Array,
  from: number,
  end: number,
  point: Float64Array,
  midnight: MidnightMemo,
): number {
  let i = from;
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
      i = readLeaf(bytes, i, end, point, midnight);
      if (i < 0) return -1;
    }
  }
}

function readLeaf(
  bytes: Uint8Array,
  at: number,
  end: number,
  point: Float64Array,
  midnight: MidnightMemo,
): number {
  for (const { name, column } of leaves) {
    const valueAt = at + name.length + 1;
    if (bytes[valueAt - 1] !== greater || !startsWith(bytes, at, end, name)) continue;
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
  return -1;
}

function startsWith(bytes: Uint8Array, at: number, end: number, wanted: Uint8Array): boolean {
  if (at + wanted.length > end) return false;
  for (let k = 0; k < wanted.length; k++) if (bytes[at + k] !== wanted[k]) return false;
  return true;
}
