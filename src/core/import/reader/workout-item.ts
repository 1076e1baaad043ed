import type { Statistic, WorkoutActivity } from '../../../shared/domain/workout.ts';
import type { DateStyle } from '../../healthkit/date.ts';
import { RoutePoints, routeColumns } from '../../healthkit/sidecar/route-columns.ts';
import { takeDegrees, takeFigure } from '../../healthkit/sidecar/route-figures.ts';
import { canonicalUnit, toCanonical, unconvertedKey } from '../../healthkit/units.ts';
import { distanceTypeOf } from '../../healthkit/workout-distance.ts';
import type { NameTable, Tag } from '../../healthkit/xml/tag.ts';
import type { RouteItem, SampleHead, WorkoutItem } from '../thread-messages.ts';
import { attributeOf, childrenOf, type ElementNode } from './element-tree.ts';
import { activitiesOf, eventsOf, FigureReader, instant, metadataOf, numberOrNull, zonesOf } from './items.ts';
import type { Problems } from './problems.ts';
import type { RunDictionaries } from './record-columns.ts';

const sampleAttributes = ['sourceName', 'sourceVersion', 'device', 'creationDate', 'startDate', 'endDate'];
const workoutAttributes = new Set([
  ...sampleAttributes,
  'workoutActivityType',
  'duration',
  'durationUnit',
  'totalDistance',
  'totalDistanceUnit',
  'totalEnergyBurned',
  'totalEnergyBurnedUnit',
]);
const totalNames = ['totalDistance', 'totalEnergyBurned'] as const;
type TotalName = (typeof totalNames)[number];

const correlationAttributes = new Set([...sampleAttributes, 'type']);
const routeAttributes = new Set(sampleAttributes);

export function correlationHead(
  node: ElementNode,
  dictionaries: RunDictionaries,
  problems: Problems,
): SampleHead {
  const figures = new FigureReader(attributeOf(node, 'type') ?? '', problems);
  return headOf(node, dictionaries, correlationAttributes, figures);
}

/** The metadata ends with what `figures` could not read, this head's creationDate included. */
function headOf(
  node: ElementNode,
  dictionaries: RunDictionaries,
  known: ReadonlySet<string>,
  figures: FigureReader,
): SampleHead {
  const created = figures.instant(node, 'creationDate');
  return {
    source: dictionaries.sourceNamed(attributeOf(node, 'sourceName') ?? ''),
    origin: dictionaries.originNamed(
      '',
      attributeOf(node, 'sourceVersion') ?? '',
      attributeOf(node, 'device') ?? '',
    ),
    created,
    metadata: [...metadataOf(node, known), ...figures.kept],
  };
}

/**
 * A workout with its totals: from WorkoutStatistics, else from the attributes that exports before iOS 16 have, else from
 * its activities (healthkit/README §1.5; activities are never added on top). Of several distances it is that of the sport: a ride
 * may hold the steps to the door as a distance walked. A total in no known unit, and each unreadable figure, joins the metadata. Null without instants.
 */
export function workoutItem(
  node: ElementNode,
  dictionaries: RunDictionaries,
  problems: Problems,
  sizeOf: (reference: string) => number | null,
): WorkoutItem | null {
  const start = instant(attributeOf(node, 'startDate'));
  const end = instant(attributeOf(node, 'endDate'));
  if (start === null || end === null) return null;
  const activity = attributeOf(node, 'workoutActivityType') ?? '';
  const figures = new FigureReader(activity, problems);
  const duration = figures.duration(node);
  for (const name of totalNames) figures.number(node, name, `${name}Unit`);
  const statistics = figures.statistics(node);
  const activities = activitiesOf(node, activity, problems);
  const legs = activities.flatMap((activity: WorkoutActivity) => activity.statistics);
  const ofSport = (type: string) => type === distanceTypeOf(activity);
  remarkUnits(activity, [...statistics, ...legs], problems);
  const known = new Set(workoutAttributes);
  const total = (name: TotalName, canonical: string) => {
    const figure = totalOf(node, name, canonical);
    if (typeof figure !== 'string') return figure;
    problems.add('record.unknown_unit', `${activity} ${name}: ${figure}`);
    // Kept as printed, with other data of the workout that has no place of its own.
    known.delete(name);
    known.delete(`${name}Unit`);
    return null;
  };
  const distance =
    sumOf(statistics, ofSport, 'm') ??
    sumOf(statistics, isDistance, 'm') ??
    total('totalDistance', 'm') ??
    sumOf(legs, isDistance, 'm');
  const energy =
    sumOf(statistics, isActiveEnergy, 'kcal') ??
    total('totalEnergyBurned', 'kcal') ??
    sumOf(legs, isActiveEnergy, 'kcal');
  return {
    kind: 'workout',
    ...headOf(node, dictionaries, known, figures),
    activity,
    start,
    end,
    duration,
    distance,
    energy,
    statistics,
    events: eventsOf(node, activity, problems),
    activities,
    zones: zonesOf(node, activity, problems),
    routes: childrenOf(node, 'WorkoutRoute').map((route) => routeItem(route, activity, problems, sizeOf)),
  };
}

const isDistance = (type: string) => type.startsWith('HKQuantityTypeIdentifierDistance');
const isActiveEnergy = (type: string) => type === 'HKQuantityTypeIdentifierActiveEnergyBurned';

/** Sums that no figure of the workout can count: their unit is missing, or none of their kind. */
function remarkUnits(activity: string, statistics: readonly Statistic[], problems: Problems): void {
  for (const { type, sum, unit } of statistics) {
    const canonical = isDistance(type) ? 'm' : isActiveEnergy(type) ? 'kcal' : null;
    if (sum === null || canonical === null || canonicalUnit(unit ?? '') === canonical) continue;
    problems.add('record.unknown_unit', `${activity} ${type}: ${unconvertedKey(sum, unit ?? '')}`);
  }
}

function sumOf(
  statistics: readonly Statistic[],
  isWanted: (type: string) => boolean,
  canonical: string,
): number | null {
  let sum: number | null = null;
  for (const one of statistics) {
    if (one.sum === null || one.unit === null || !isWanted(one.type) || canonicalUnit(one.unit) !== canonical)
      continue;
    sum = (sum ?? 0) + toCanonical(one.sum, one.unit);
  }
  return sum;
}

/** A total as in exports before iOS 16, an attribute next to its unit: a text if that is missing or unknown. */
function totalOf(node: ElementNode, name: TotalName, canonical: string): number | string | null {
  const value = numberOrNull(attributeOf(node, name));
  const unit = attributeOf(node, `${name}Unit`) ?? '';
  if (value === null) return null;
  return canonicalUnit(unit) === canonical ? toCanonical(value, unit) : unconvertedKey(value, unit);
}

function routeItem(
  node: ElementNode,
  activity: string,
  problems: Problems,
  sizeOf: (reference: string) => number | null,
): RouteItem {
  const printed = attributeOf(node, 'startDate') ?? '';
  const { points } = node;
  problems.add('route.bad_points', `${activity} ${printed}`.trim(), points?.unreadable ?? 0);
  const file = attributeOf(childrenOf(node, 'FileReference')[0] ?? node, 'path') ?? '';
  const figures = new FigureReader(`${activity} WorkoutRoute`, problems);
  return {
    file: file.replace(/^\//, ''),
    size: file === '' ? null : sizeOf(file),
    start: figures.instant(node, 'startDate'),
    end: figures.instant(node, 'endDate'),
    metadata: [...metadataOf(node, routeAttributes), ...figures.kept],
    points: points
      ? { count: points.count, columns: points.columns().buffer, unreadable: points.unreadable }
      : null,
  };
}

const locationColumns: ReadonlyMap<string, number> = new Map([
  ['date', routeColumns.time],
  ['altitude', routeColumns.elevation],
  ['speed', routeColumns.speed],
  ['course', routeColumns.course],
  ['horizontalAccuracy', routeColumns.horizontalAccuracy],
  ['verticalAccuracy', routeColumns.verticalAccuracy],
]);

/** iOS 12 (DTD 8) wrote the points into the XML: one Location of a route, in the columns and by the rules of a GPX file. */
export function addLocation(route: ElementNode, tag: Tag, names: NameTable, style: DateStyle): void {
  route.points ??= new RoutePoints();
  const { points } = route;
  points.startPoint();
  const { unreadable } = points;
  for (let i = 0; i < tag.attributeCount; i++) {
    const name = names.name(tag.attributeIds[i] as number);
    const column = locationColumns.get(name);
    if (column !== undefined) takeFigure(points, column, tag.value(i), style);
    else if (name === 'latitude' || name === 'longitude') takeDegrees(points, name, tag, i);
  }
  if (!points.isLost) points.endPoint();
  // A point that is left out counts once, whatever else of it can't be read.
  else points.unreadable = unreadable + 1;
}

/** Whether a workout says when it was; without that it is kept as XML. */
export function hasInstants(node: ElementNode): boolean {
  return instant(attributeOf(node, 'startDate')) !== null && instant(attributeOf(node, 'endDate')) !== null;
}
