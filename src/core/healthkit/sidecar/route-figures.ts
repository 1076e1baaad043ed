import { parseNumber, readNumber } from '../byte-values.ts';
import type { DateStyle } from '../date.ts';
import { plainForm } from '../printed.ts';
import type { Tag } from '../xml/tag.ts';
import { gpxTime } from './gpx-time.ts';
import { type RoutePoints, routeColumns } from './route-columns.ts';

/** The rules for damaged points (healthkit/README, "Files beside the XML"), of GPX files and of routes inside the XML. */

/** Longer than any number, time, or name. */
export const longestContent = 1024;

/** Greatest degrees of a place, either side of zero. */
export const greatestDegrees = { latitude: 90, longitude: 180 } as const;

/** Takes the degrees of an attribute into the open point; NaN for an invalid coordinate. */
export function takeDegrees(
  { point }: RoutePoints,
  of: keyof typeof greatestDegrees,
  tag: Tag,
  index: number,
): void {
  const raw = readNumber(tag.bytes, tag.valueStarts[index] as number, tag.valueEnds[index] as number);
  const value = Number.isNaN(raw) ? numberIn(plainForm(tag.value(index).trim())) : raw;
  point[routeColumns[of]] = Math.abs(value) <= greatestDegrees[of] ? value : Number.NaN;
}

/**
 * Takes a figure as printed into the open point: an empty figure (`<ele/>`, or `nan` if CoreLocation had none) is absent; an unreadable one is
 * absent and counted.
 */
export function takeFigure(points: RoutePoints, column: number, content: string, dates: DateStyle): void {
  points.point[column] = Number.NaN;
  const text = content.length > longestContent ? 'x' : plainForm(content.trim());
  if (text === '' || /^[+-]?nan$/i.test(text)) return;
  const value = column === routeColumns.time ? (gpxTime(text, dates) ?? Number.NaN) : numberIn(text);
  if (Number.isNaN(value)) points.unreadable += 1;
  points.point[column] = value;
}

/** With a decimal point or comma, and `1,234` with the comma: a place, height or speed isn't grouped. NaN for anything else. */
function numberIn(text: string): number {
  const value = parseNumber(text);
  return Number.isNaN(value) ? parseNumber(text.replace(/[,\u066b]/, '.')) : value;
}
