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

/** MetadataEntry children in order, keys repeated as printed; attributes that we do not know join them as `@name`. */
export function metadataOf(node: ElementNode, known: ReadonlySet<string>): Metadata {
  const entries = childrenOf(node, 'MetadataEntry').map((entry): [string, string] => [
    attributeOf(entry, 'key') ?? '',
    attributeOf(entry, 'value') ?? '',
  ]);
  for (const [name, value] of node.attributes) if (!known.has(name)) entries.push([`@${name}`, value]);
  return entries;
}

/** Reads what one element prints. A text that can't be read is named in the receipt, and kept: it joins the metadata. */
export class FigureReader {
  readonly kept: [string, string][] = [];
  readonly #about: string;
  readonly #problems: Problems;

  /** `about`: the element, for remarks. */
  constructor(about: string, problems: Problems) {
    this.#about = about;
    this.#problems = problems;
  }

  /** `unitName`: the attribute with its unit, kept beside a text that is no number. */
  number(node: ElementNode, name: string, unitName = ''): number | null {
    const text = attributeOf(node, name);
    const value = numberOrNull(text);
    if (value === null && isPrinted(text)) {
      const unit = attributeOf(node, unitName);
      this.#problems.add('record.bad_value', `${this.#about} ${name}: ${text} ${unit ?? ''}`.trimEnd());
      this.#keep([name, text], [unitName, unit]);
    }
    return value;
  }

  instant(node: ElementNode, name: string): number | null {
    const text = attributeOf(node, name);
    const at = instant(text);
    if (at === null && isPrinted(text)) {
      this.#problems.add('record.bad_value', `${this.#about} ${name}: ${text}`);
      this.#keep([name, text]);
    }
    return at;
  }

  /** Seconds; Apple prints minutes where it names no unit. */
  duration(node: ElementNode): number | null {
    const value = this.number(node, 'duration', 'durationUnit');
    const unit = attributeOf(node, 'durationUnit');
    const factor = secondsIn(unit ?? 'min');
    if (value === null || factor !== null) return value === null ? null : value * (factor ?? 0);
    this.#problems.add(
      'record.unknown_unit',
      `${this.#about} duration: ${unconvertedKey(value, unit ?? '')}`,
    );
    this.#keep(['duration', attributeOf(node, 'duration')], ['durationUnit', unit]);
    return null;
  }

  /** The figures of WorkoutStatistics below `node`, which have no metadata of their own. */
  statistics(node: ElementNode): Statistic[] {
    return childrenOf(node, 'WorkoutStatistics').map((child) => {
      const type = attributeOf(child, 'type') ?? '';
      const of = new FigureReader(`${this.#about} ${type}`, this.#problems);
      const statistic = {
        type,
        start: of.instant(child, 'startDate'),
        end: of.instant(child, 'endDate'),
        average: of.number(child, 'average'),
        minimum: of.number(child, 'minimum'),
        maximum: of.number(child, 'maximum'),
        sum: of.number(child, 'sum'),
        unit: attributeOf(child, 'unit') ?? null,
      };
      for (const [key, text] of of.kept) this.kept.push([`@${type} ${key.slice(1)}`, text]);
      return statistic;
    });
  }

  #keep(...attributes: readonly (readonly [name: string, text: string | undefined])[]): void {
    for (const [name, text] of attributes) if (text !== undefined) this.kept.push([`@${name}`, text]);
  }
}

const isPrinted = (text: string | undefined): text is string => text !== undefined && text.trim() !== '';

const eventAttributes = new Set(['type', 'date', 'duration', 'durationUnit']);

/** `about`: the workout's sport, for remarks. */
export function eventsOf(node: ElementNode, about: string, problems: Problems): WorkoutEvent[] {
  return childrenOf(node, 'WorkoutEvent').map((child) => {
    const type = attributeOf(child, 'type') ?? '';
    const figures = new FigureReader(`${about} ${type}`.trimEnd(), problems);
    return {
      type,
      at: figures.instant(child, 'date') ?? 0,
      duration: figures.duration(child),
      metadata: [...metadataOf(child, eventAttributes), ...figures.kept],
    };
  });
}

const activityAttributes = new Set(['uuid', 'startDate', 'endDate', 'duration', 'durationUnit']);

export function activitiesOf(node: ElementNode, about: string, problems: Problems): WorkoutActivity[] {
  return childrenOf(node, 'WorkoutActivity').map((child) => {
    const figures = new FigureReader(`${about} WorkoutActivity`, problems);
    return {
      uuid: attributeOf(child, 'uuid') ?? null,
      start: figures.instant(child, 'startDate') ?? 0,
      end: figures.instant(child, 'endDate'),
      duration: figures.duration(child),
      statistics: figures.statistics(child),
      metadata: [...metadataOf(child, activityAttributes), ...figures.kept],
      events: eventsOf(child, about, problems),
    };
  });
}

const zoneGroupAttributes = new Set(['type', 'unit', 'source']);
const zoneAttributes = new Set(['minimum', 'maximum', 'duration', 'durationUnit']);

export function zonesOf(node: ElementNode, about: string, problems: Problems): ZoneGroup[] {
  return childrenOf(node, 'WorkoutZoneGroup').map((group) => ({
    type: attributeOf(group, 'type') ?? '',
    unit: attributeOf(group, 'unit') ?? null,
    source: attributeOf(group, 'source') ?? null,
    metadata: metadataOf(group, zoneGroupAttributes),
    zones: childrenOf(group, 'WorkoutZone').map((zone) => {
      const figures = new FigureReader(`${about} WorkoutZone`, problems);
      return {
        minimum: figures.number(zone, 'minimum'),
        maximum: figures.number(zone, 'maximum'),
        duration: figures.duration(zone),
        metadata: [...metadataOf(zone, zoneAttributes), ...figures.kept],
      };
    }),
  }));
}

/** Attributes of ActivitySummary that are numbers; a later iOS may add others. */
const summaryFigures = /^(?:activeEnergyBurned|appleMoveTime|appleExerciseTime|appleStandHours)(?:Goal)?$/;

/**
 * Goals included; energy in kcal because its unit follows the region (healthkit/README §1.5), the rest as printed. Energy in an unknown unit,
 * or in none, stays a text: no ring counts it. So does a text that is no number.
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
    if (Number.isNaN(value)) {
      content[name] = text;
      if (summaryFigures.test(name) && isPrinted(text))
        problems.add('record.bad_value', `${date} ${name}: ${text}`);
    } else if (!name.startsWith('activeEnergyBurned')) content[name] = value;
    else if (isEnergy) content[name] = toCanonical(value, energyUnit);
    else {
      content[name] = text;
      problems.add('record.unknown_unit', `${date} ${name}: ${unconvertedKey(value, energyUnit)}`);
    }
  }
  content['activeEnergyBurnedUnit'] = canonicalUnit(energyUnit);
  return { kind: 'summary', date, content };
}

/** An unreadable receivedDate is named in the receipt alone: a clinical record has no metadata. */
export function clinicalItem(node: ElementNode, problems: Problems): Omit<ClinicalItem, 'file'> | null {
  const identifier = attributeOf(node, 'identifier');
  if (identifier === undefined) return null;
  const figures = new FigureReader(node.name, problems);
  return {
    kind: 'clinical',
    identifier,
    sourceUrl: attributeOf(node, 'sourceURL') ?? '',
    type: attributeOf(node, 'type') ?? '',
    sourceName: attributeOf(node, 'sourceName') ?? '',
    fhirVersion: attributeOf(node, 'fhirVersion') ?? null,
    receivedAt: figures.instant(node, 'receivedDate'),
  };
}

/**
 * Audiograms and vision prescriptions: the element without the parts that differ between exports, so equal ones
 * are equal text: instants in UTC seconds, no device, metadata sorted. The source's name is stored separately and may change.
 */
export function documentItem(
  node: ElementNode,
  dictionaries: RunDictionaries,
  problems: Problems,
): DocumentItem | null {
  const isAudiogram = node.name === 'Audiogram';
  const start = instant(attributeOf(node, isAudiogram ? 'startDate' : 'dateIssued'));
  if (start === null) return null;
  remarkFigures(node, problems);
  return {
    kind: 'document',
    class: isAudiogram ? 'audiogram' : 'vision',
    start,
    source: dictionaries.sourceNamed(attributeOf(node, 'sourceName') ?? ''),
    content: JSON.stringify(plain(node)),
  };
}

/** Points of an audiogram and eyes of a prescription with a figure that is no number; the document keeps it as printed. */
function remarkFigures(node: ElementNode, problems: Problems): void {
  for (const child of node.children) {
    const names = new Set(child.attributes.map(([name]) => name));
    for (const [name, text] of child.attributes) {
      const isFigure = /(?:Value|Bound)$/.test(name) || names.has(`${name}Unit`);
      if (!isFigure || !isPrinted(text) || numberOrNull(text) !== null || child.name === 'MetadataEntry')
        continue;
      problems.add('record.bad_value', `${node.name} ${name}: ${text}`);
    }
  }
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
