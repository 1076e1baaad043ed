import type {
  Metadata,
  Statistic,
  WorkoutActivity,
  WorkoutEvent,
  ZoneGroup,
} from '../../../shared/domain/workout.ts';
import { emptyLookup } from '../../../shared/lookup.ts';
import { parseNumber } from '../../healthkit/byte-values.ts';
import { type DateStyle, parseExportDate } from '../../healthkit/date.ts';
import { canonicalUnit, secondsIn, toCanonical, unconvertedKey } from '../../healthkit/units.ts';
import type { ClinicalItem, DocumentItem, SummaryItem } from '../thread-messages.ts';
import { attributeOf, childrenOf, type ElementNode } from './element-tree.ts';
import type { Problems } from './problems.ts';
import type { RunDictionaries } from './record-columns.ts';

/** Converts the less frequent elements for the data program. Each returns null if an element cannot be identified. */

export function instant(text: string | undefined, style?: DateStyle): number | null {
  return text === undefined ? null : (parseExportDate(text, style)?.at ?? null);
}

export function numberOrNull(text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = parseNumber(text);
  return Number.isNaN(value) ? null : value;
}

/** Duration in seconds; Apple prints minutes where it names no unit. */
export function durationOf(node: ElementNode): number | null {
  const value = numberOrNull(attributeOf(node, 'duration'));
  const factor = secondsIn(attributeOf(node, 'durationUnit') ?? 'min');
  return value === null || factor === null ? null : value * factor;
}

/** MetadataEntry children in order, keys repeated as printed; attributes that we do not know join them as `@name`. */
export function metadataOf(node: ElementNode, known: ReadonlySet<string>): Metadata {
  const entries = childrenOf(node, 'MetadataEntry').map((entry): [string, string] => [
    attributeOf(entry, 'key') ?? '',
    attributeOf(entry, 'value') ?? '',
  ]);
  for (const [name, value] of node.attributes) if (!known.has(name)) entries.push([`@${name}`, value]);
  return entries;
}

const eventAttributes = new Set(['type', 'date', 'duration', 'durationUnit']);

export function statisticsOf(node: ElementNode): Statistic[] {
  return childrenOf(node, 'WorkoutStatistics').map((child) => ({
    type: attributeOf(child, 'type') ?? '',
    start: instant(attributeOf(child, 'startDate')),
    end: instant(attributeOf(child, 'endDate')),
    average: numberOrNull(attributeOf(child, 'average')),
    minimum: numberOrNull(attributeOf(child, 'minimum')),
    maximum: numberOrNull(attributeOf(child, 'maximum')),
    sum: numberOrNull(attributeOf(child, 'sum')),
    unit: attributeOf(child, 'unit') ?? null,
  }));
}

export function eventsOf(node: ElementNode): WorkoutEvent[] {
  return childrenOf(node, 'WorkoutEvent').map((child) => ({
    type: attributeOf(child, 'type') ?? '',
    at: instant(attributeOf(child, 'date')) ?? 0,
    duration: durationOf(child),
    metadata: metadataOf(child, eventAttributes),
  }));
}

const activityAttributes = new Set(['uuid', 'startDate', 'endDate', 'duration', 'durationUnit']);

export function activitiesOf(node: ElementNode): WorkoutActivity[] {
  return childrenOf(node, 'WorkoutActivity').map((child) => ({
    uuid: attributeOf(child, 'uuid') ?? null,
    start: instant(attributeOf(child, 'startDate')) ?? 0,
    end: instant(attributeOf(child, 'endDate')),
    duration: durationOf(child),
    metadata: metadataOf(child, activityAttributes),
    statistics: statisticsOf(child),
    events: eventsOf(child),
  }));
}

const zoneGroupAttributes = new Set(['type', 'unit', 'source']);
const zoneAttributes = new Set(['minimum', 'maximum', 'duration', 'durationUnit']);

export function zonesOf(node: ElementNode): ZoneGroup[] {
  return childrenOf(node, 'WorkoutZoneGroup').map((group) => ({
    type: attributeOf(group, 'type') ?? '',
    unit: attributeOf(group, 'unit') ?? null,
    source: attributeOf(group, 'source') ?? null,
    metadata: metadataOf(group, zoneGroupAttributes),
    zones: childrenOf(group, 'WorkoutZone').map((zone) => ({
      minimum: numberOrNull(attributeOf(zone, 'minimum')),
      maximum: numberOrNull(attributeOf(zone, 'maximum')),
      duration: durationOf(zone),
      metadata: metadataOf(zone, zoneAttributes),
    })),
  }));
}

/**
 * Goals included; energy in kcal because its unit follows the region (healthkit/README §1.5), the rest as printed. Energy in an unknown unit,
 * or in none, stays a text: no ring counts it.
 */
export function summaryItem(node: ElementNode, problems: Problems): SummaryItem | null {
  const date = attributeOf(node, 'dateComponents');
  if (date === undefined || !/^\d{4}-\d\d-\d\d$/.test(date)) return null;
  const energyUnit = attributeOf(node, 'activeEnergyBurnedUnit') ?? '';
  const isEnergy = canonicalUnit(energyUnit) === 'kcal';
  const content = emptyLookup<number | string>();
  for (const [name, text] of node.attributes) {
    if (name === 'dateComponents' || name === 'activeEnergyBurnedUnit') continue;
    const value = parseNumber(text);
    if (Number.isNaN(value)) content[name] = text;
    else if (!name.startsWith('activeEnergyBurned')) content[name] = value;
    else if (isEnergy) content[name] = toCanonical(value, energyUnit);
    else {
      content[name] = text;
      problems.add('record.unknown_unit', `${date} ${name}: ${unconvertedKey(value, energyUnit)}`);
    }
  }
  content['activeEnergyBurnedUnit'] = canonicalUnit(energyUnit);
  return { kind: 'summary', date, content };
}

export function clinicalItem(node: ElementNode): Omit<ClinicalItem, 'file'> | null {
  const identifier = attributeOf(node, 'identifier');
  if (identifier === undefined) return null;
  return {
    kind: 'clinical',
    identifier,
    sourceUrl: attributeOf(node, 'sourceURL') ?? '',
    type: attributeOf(node, 'type') ?? '',
    sourceName: attributeOf(node, 'sourceName') ?? '',
    fhirVersion: attributeOf(node, 'fhirVersion') ?? null,
    receivedAt: instant(attributeOf(node, 'receivedDate')),
  };
}

/**
 * Audiograms and vision prescriptions: the element without the parts that differ between exports, so equal ones
 * are equal text: instants in UTC seconds, no device, metadata sorted. The source's name is stored separately and may change.
 */
export function documentItem(node: ElementNode, dictionaries: RunDictionaries): DocumentItem | null {
  const isAudiogram = node.name === 'Audiogram';
  const start = instant(attributeOf(node, isAudiogram ? 'startDate' : 'dateIssued'));
  if (start === null) return null;
  return {
    kind: 'document',
    class: isAudiogram ? 'audiogram' : 'vision',
    start,
    source: dictionaries.sourceNamed(attributeOf(node, 'sourceName') ?? ''),
    content: JSON.stringify(plain(node)),
  };
}

interface PlainElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly PlainElement[];
}

const changingAttributes = new Set(['device', 'creationDate', 'sourceName']);

function plain(node: ElementNode): PlainElement {
  const attributes = node.attributes
    .filter(([name]) => !changingAttributes.has(name))
    .map(([name, text]): [string, string | number] => [name, instant(text) ?? text])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const metadata = childrenOf(node, 'MetadataEntry').map(plain);
  const others = node.children.filter(({ name }) => name !== 'MetadataEntry').map(plain);
  const sorted = metadata
    .map((entry) => ({ entry, key: JSON.stringify(entry) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ entry }) => entry);
  return { name: node.name, attributes: Object.fromEntries(attributes), children: [...sorted, ...others] };
}
