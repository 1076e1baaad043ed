import type { Statistic, WorkoutActivity } from '../../../shared/domain/workout.ts';
import type { DateStyle } from '../../healthkit/date.ts';
import { RoutePoints, routeColumns } from '../../healthkit/sidecar/route-columns.ts';
import { canonicalUnit, toCanonical } from '../../healthkit/units.ts';
import { distanceTypeOf } from '../../healthkit/workout-distance.ts';
import type { NameTable, Tag } from '../../healthkit/xml/tag.ts';
import type { RouteItem, SampleHead, WorkoutItem } from '../thread-messages.ts';
import { attributeOf, childrenOf, type ElementNode } from './element-tree.ts';
import {
  activitiesOf,
  durationOf,
  eventsOf,
  instant,
  metadataOf,
  numberOrNull,
  statisticsOf,
  zonesOf,
} from './items.ts';
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
const correlationAttributes = new Set([...sampleAttributes, 'type']);
const routeAttributes = new Set(sampleAttributes);

export function correlationHead(node: ElementNode, dictionaries: RunDictionaries): SampleHead {
  return headOf(node, dictionaries, correlationAttributes);
}

function headOf(node: ElementNode, dictionaries: RunDictionaries, known: ReadonlySet<string>): SampleHead {
  return {
    source: dictionaries.sourceNamed(attributeOf(node, 'sourceName') ?? ''),
    origin: dictionaries.originNamed(
      '',
      attributeOf(node, 'sourceVersion') ?? '',
      attributeOf(node, 'device') ?? '',
    ),
    created: instant(attributeOf(node, 'creationDate')),
    metadata: metadataOf(node, known),
  };
}

/**
 * A workout with its totals: from WorkoutStatistics, else from the attributes that exports before iOS 16 have, else from
 * its activities (healthkit/README §1.5; activities are never added on top). Of several distances it is that of the sport: a ride
 * may hold the steps to the door as a distance walked. Null without instants.
 */
export function workoutItem(
  node: ElementNode,
  dictionaries: RunDictionaries,
  sizeOf: (reference: string) => number | null,
): WorkoutItem | null {
  const start = instant(attributeOf(node, 'startDate'));
  const end = instant(attributeOf(node, 'endDate'));
  if (start === null || end === null) return null;
  const statistics = statisticsOf(node);
  const activities = activitiesOf(node);
  const legs = activities.flatMap((activity: WorkoutActivity) => activity.statistics);
  const activity = attributeOf(node, 'workoutActivityType') ?? '';
  const ofSport = (type: string) => type === distanceTypeOf(activity);
  return {
    kind: 'workout',
    ...headOf(node, dictionaries, workoutAttributes),
    activity,
    start,
    end,
    duration: durationOf(node),
    distance:
      total(statistics, ofSport, 'm') ??
      total(statistics, isDistance, 'm') ??
      printed(node, 'totalDistance', 'm') ??
      total(legs, isDistance, 'm'),
    energy:
      total(statistics, isActiveEnergy, 'kcal') ??
      printed(node, 'totalEnergyBurned', 'kcal') ??
      total(legs, isActiveEnergy, 'kcal'),
    statistics,
    events: eventsOf(node),
    activities,
    zones: zonesOf(node),
    routes: childrenOf(node, 'WorkoutRoute').map((route) => routeItem(route, sizeOf)),
  };
}

const isDistance = (type: string) => type.startsWith('HKQuantityTypeIdentifierDistance');
const isActiveEnergy = (type: string) => type === 'HKQuantityTypeIdentifierActiveEnergyBurned';

function total(
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

function printed(node: ElementNode, name: string, canonical: string): number | null {
  const value = numberOrNull(attributeOf(node, name));
  const unit = attributeOf(node, `${name}Unit`) ?? canonical;
  return value === null || canonicalUnit(unit) !== canonical ? null : toCanonical(value, unit);
}

function routeItem(node: ElementNode, sizeOf: (reference: string) => number | null): RouteItem {
  const file = attributeOf(childrenOf(node, 'FileReference')[0] ?? node, 'path') ?? '';
  return {
    file: file.replace(/^\//, ''),
    size: file === '' ? null : sizeOf(file),
    start: instant(attributeOf(node, 'startDate')),
    end: instant(attributeOf(node, 'endDate')),
    metadata: metadataOf(node, routeAttributes),
    points: node.points ? { count: node.points.count, columns: node.points.columns().buffer } : null,
  };
}

const locationColumns: ReadonlyMap<string, number> = new Map([
  ['date', routeColumns.time],
  ['latitude', routeColumns.latitude],
  ['longitude', routeColumns.longitude],
  ['altitude', routeColumns.elevation],
  ['speed', routeColumns.speed],
  ['course', routeColumns.course],
  ['horizontalAccuracy', routeColumns.horizontalAccuracy],
  ['verticalAccuracy', routeColumns.verticalAccuracy],
]);

/** iOS 12 (DTD 8) wrote the points into the XML: one Location of a route, in the columns of a GPX file. */
export function addLocation(route: ElementNode, tag: Tag, names: NameTable, style: DateStyle): void {
  route.points ??= new RoutePoints();
  const { points } = route;
  points.startPoint();
  for (let i = 0; i < tag.attributeCount; i++) {
    const column = locationColumns.get(names.name(tag.attributeIds[i] as number));
    if (column === undefined) continue;
    const text = tag.value(i);
    const value = column === routeColumns.time ? instant(text, style) : numberOrNull(text);
    points.point[column] = value ?? Number.NaN;
  }
  points.endPoint();
}

/** Whether a workout says when it was; without that it is kept as XML. */
export function hasInstants(node: ElementNode): boolean {
  return instant(attributeOf(node, 'startDate')) !== null && instant(attributeOf(node, 'endDate')) !== null;
}
