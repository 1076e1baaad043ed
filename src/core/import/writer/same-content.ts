import { createHash } from 'node:crypto';
import type { Metadata, Statistic, WorkoutEvent } from '../../../shared/domain/workout.ts';
import { parseExportDate } from '../../healthkit/date.ts';
import { canonicalUnit, isSameMeasure, toCanonical } from '../../healthkit/units.ts';
import type { WorkoutItem } from '../thread-messages.ts';

/** Whether two exports say the same of one workout, printed offset and the region's units aside. */

/** What an export says of a workout beside its identity. */
export type WorkoutContent = Pick<
  WorkoutItem,
  'duration' | 'distance' | 'energy' | 'metadata' | 'statistics' | 'events' | 'activities' | 'zones'
>;

type Figure = number | null;

export function isSameFigure(a: Figure, b: Figure, unitA = '', unitB = unitA): boolean {
  if (a === null || b === null) return a === b;
  const canonical = canonicalUnit(unitA);
  if (canonical !== canonicalUnit(unitB)) return false;
  return isSameMeasure(toCanonical(a, unitA), toCanonical(b, unitB), canonical);
}

/** Whether two lists hold the same: exports print entries in no fixed order, so both are sorted by `keyOf` first. */
function sameEntries<T>(
  a: readonly T[],
  b: readonly T[],
  keyOf: (one: T) => string,
  isSame: (a: T, b: T) => boolean,
): boolean {
  if (a.length !== b.length) return false;
  const sorted = [a, b].map((list) => [...list].sort((x, y) => compareText(keyOf(x), keyOf(y))));
  const [first = [], second = []] = sorted;
  return first.every((one, i) => isSame(one, second[i] as T));
}

const compareText = (a: string, b: string) => (a < b ? -1 : Number(a > b));

function isSameStatistic(a: Statistic, b: Statistic): boolean {
  const units = [a.unit ?? '', b.unit ?? ''] as const;
  return (
    a.type === b.type &&
    a.start === b.start &&
    a.end === b.end &&
    isSameFigure(a.average, b.average, ...units) &&
    isSameFigure(a.minimum, b.minimum, ...units) &&
    isSameFigure(a.maximum, b.maximum, ...units) &&
    isSameFigure(a.sum, b.sum, ...units)
  );
}

function isSameMetadata(a: Metadata, b: Metadata): boolean {
  return sameEntries(
    a,
    b,
    ([key]) => key,
    ([keyA, valueA], [keyB, valueB]) => keyA === keyB && isSameText(valueA, valueB),
  );
}

/** `58 degF` and `14.4444 degC`, or one instant printed with two offsets, are the same. */
function isSameText(a: string, b: string): boolean {
  if (a === b) return true;
  const instant = parseExportDate(a);
  if (instant) return parseExportDate(b)?.at === instant.at;
  const measureA = measureOf(a);
  const measureB = measureOf(b);
  return (
    measureA !== null && measureB !== null && isSameFigure(measureA[0], measureB[0], measureA[1], measureB[1])
  );
}

function measureOf(text: string): [number, string] | null {
  const match = /^(-?\d+(?:\.\d+)?) (\S+)$/.exec(text);
  return match ? [Number(match[1]), match[2] ?? ''] : null;
}

const isSameEvent = (a: WorkoutEvent, b: WorkoutEvent): boolean =>
  a.type === b.type &&
  a.at === b.at &&
  isSameFigure(a.duration, b.duration) &&
  isSameMetadata(a.metadata, b.metadata);

const areSameStatistics = (a: readonly Statistic[], b: readonly Statistic[]): boolean =>
  sameEntries(a, b, ({ type, start }) => `${type} ${start}`, isSameStatistic);

const areSameEvents = (a: readonly WorkoutEvent[], b: readonly WorkoutEvent[]): boolean =>
  sameEntries(a, b, ({ type, at, duration }) => `${at} ${type} ${duration}`, isSameEvent);

const areSameActivities = (a: WorkoutContent['activities'], b: WorkoutContent['activities']): boolean =>
  sameEntries(
    a,
    b,
    ({ start, uuid }) => `${start} ${uuid}`,
    (one, other) =>
      one.uuid === other.uuid &&
      one.start === other.start &&
      one.end === other.end &&
      isSameFigure(one.duration, other.duration) &&
      isSameMetadata(one.metadata, other.metadata) &&
      areSameStatistics(one.statistics, other.statistics) &&
      areSameEvents(one.events, other.events),
  );

/** Zones aside. */
export const isSameWorkout = (a: WorkoutContent, b: WorkoutContent): boolean =>
  isSameFigure(a.duration, b.duration) &&
  isSameFigure(a.distance, b.distance) &&
  isSameFigure(a.energy, b.energy) &&
  isSameMetadata(a.metadata, b.metadata) &&
  areSameStatistics(a.statistics, b.statistics) &&
  areSameEvents(a.events, b.events) &&
  areSameActivities(a.activities, b.activities);

export const areSameZones = (a: WorkoutContent['zones'], b: WorkoutContent['zones']): boolean =>
  sameEntries(
    a,
    b,
    ({ type, source }) => `${type} ${source}`,
    (one, other) => {
      const units = [one.unit ?? '', other.unit ?? ''] as const;
      return (
        one.type === other.type &&
        one.source === other.source &&
        isSameMetadata(one.metadata, other.metadata) &&
        one.zones.length === other.zones.length &&
        one.zones.every((zone, i) => {
          const twin = other.zones[i] as typeof zone;
          return (
            isSameFigure(zone.minimum, twin.minimum, ...units) &&
            isSameFigure(zone.maximum, twin.maximum, ...units) &&
            isSameFigure(zone.duration, twin.duration) &&
            isSameMetadata(zone.metadata, twin.metadata)
          );
        })
      );
    },
  );

const printedDate = /"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4})"/g;
const deviceAddress = /&lt;&lt;HKDevice: 0x[0-9a-f]+&gt;/gi;

/**
 * Hash of an element's XML that is the same in every export: dates as instants, because each file prints them with its
 * own offset, and devices without their address (healthkit/README §0.1, §0.2).
 */
export function elementHash(xml: string): string {
  return textHash(
    xml
      .replace(printedDate, (whole, date: string) => `"${parseExportDate(date)?.at ?? whole}"`)
      .replace(deviceAddress, ''),
  );
}

export function textHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
