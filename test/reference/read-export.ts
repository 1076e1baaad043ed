// The plain reference: written from Apple's documents and the reports behind test/fixtures/cases, not from the product. It shares no code
// with src/core, is slow, and says each rule once. This file reads the text of an export.
import { inCanonicalUnit } from './units.ts';

/** A Record. Instants are UTC seconds. */
export interface Sample {
  readonly type: string;
  readonly source: string;
  readonly start: number;
  readonly end: number;
  /** In the canonical unit of its dimension; null for categories, for what is no number, and where the unit is not known. */
  readonly value: number | null;
  /** The dimension's canonical unit; null where `value` is. */
  readonly unit: string | null;
  /** The value as it is printed, renamed enumerations under their newest name. */
  readonly text: string;
  readonly isByHand: boolean;
  /** When it was saved, where that is printed. */
  readonly created: number | null;
  readonly device: Device | null;
  readonly sourceVersion: string | null;
  readonly sync: Sync | null;
  /** A child of a Correlation, of which the same stands at the top level too (Apple's note in the DTD). */
  readonly isChild: boolean;
}

export interface Device {
  readonly manufacturer: string;
  readonly model: string;
  readonly hardware: string;
  readonly software: string;
}

export interface Sync {
  readonly identifier: string;
  readonly version: number;
}

export interface Workout {
  readonly activity: string;
  readonly source: string;
  readonly start: number;
  readonly end: number;
  /** s, m and kcal. */
  readonly duration: number | null;
  readonly distance: number | null;
  readonly energy: number | null;
  readonly isByHand: boolean;
  readonly created: number | null;
  readonly device: Device | null;
  readonly sourceVersion: string | null;
  readonly sync: Sync | null;
}

/** Two or more samples that are one entry, such as both values of a blood pressure. */
export interface Correlation {
  readonly type: string;
  readonly source: string;
  readonly start: number;
  readonly end: number;
  readonly members: readonly Sample[];
  readonly sync: Sync | null;
}

export interface ExportFile {
  readonly exportAt: number;
  readonly samples: readonly Sample[];
  readonly workouts: readonly Workout[];
  readonly correlations: readonly Correlation[];
}

interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
}

/** Reads the whole text of an export. Throws where it is not one: the generator writes nothing that is broken. */
export function readExport(text: string): ExportFile {
  const root = parse(text);
  const exportDate = root.children.find(({ name }) => name === 'ExportDate');
  const samples: Sample[] = [];
  const workouts: Workout[] = [];
  const correlations: Correlation[] = [];
  const printed = exportDate?.attributes.get('value') ?? '';
  ahead = yearsAhead(printed);
  for (const element of root.children) {
    // In no calendar a sample is of before 1800 or after 2200.
    const year = new Date(instantOf(element.attributes.get('startDate') ?? printed) * 1000).getUTCFullYear();
    if (year < 1800 || year > 2200) continue;
    if (element.name === 'Record') samples.push(sampleOf(element, false));
    if (element.name === 'Correlation') {
      const { attributes, children } = element;
      const members = children.filter(({ name }) => name === 'Record').map((child) => sampleOf(child, true));
      samples.push(...members);
      correlations.push({
        type: attributes.get('type') ?? '',
        source: nameOf(attributes),
        start: instantOf(attributes.get('startDate') ?? ''),
        end: instantOf(attributes.get('endDate') ?? ''),
        members,
        sync: syncOf(metadataOf(children)),
      });
    }
    if (element.name === 'StateOfMind' || element.name === 'MedicationDoseEvent')
      samples.push({ ...sampleOf(element, false), type: element.name, text: ownText(element) });
    if (element.name === 'Workout') {
      workouts.push(workoutOf(element));
      for (const child of element.children) if (child.name === 'Record') samples.push(sampleOf(child, false));
    }
  }
  return { exportAt: instantOf(printed), samples, workouts, correlations };
}

function parse(text: string): Element {
  const root: Element = { name: '', attributes: new Map(), children: [] };
  const open = [root];
  for (const [, end, name = '', attributes = '', empty] of text
    .replace(/<!DOCTYPE[\s\S]*?\]>/, '')
    .matchAll(/<(\/?)([A-Za-z]+)((?:\s+[\w:]+="[^"]*")*)\s*(\/?)>/g)) {
    if (end) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> ends what did not begin`);
      continue;
    }
    const pairs = [...attributes.matchAll(/([\w:]+)="([^"]*)"/g)];
    const element: Element = {
      name,
      attributes: new Map(pairs.map(([, key = '', value = '']) => [key, decoded(value)])),
      children: [],
    };
    open.at(-1)?.children.push(element);
    if (!empty) open.push(element);
  }
  const data = root.children.find(({ name }) => name === 'HealthData');
  if (data === undefined || open.length !== 1) throw new Error('not a whole export');
  return data;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.replace(/&(#x?)?(\w+);/g, (_, number: string | undefined, name: string) =>
    number === undefined
      ? (entities[name] ?? '')
      : String.fromCodePoint(Number.parseInt(name, number === '#x' ? 16 : 10)),
  );
}

/** Of the file that is read. */
let ahead = 0;

/**
 * How many years the calendar of a phone is ahead of the Gregorian one. Health has exported since 2014: which calendar a file has is told
 * by its ExportDate (Thai solar calendar 543 years, Republic of China -1911, years of the Reiwa era -2018).
 */
function yearsAhead(exportDate: string): number {
  ahead = 0;
  const year = new Date(instantOf(exportDate) * 1000).getUTCFullYear();
  if (year >= 2014 + 543) return 543;
  if (year >= 2014) return 0;
  return year >= 2014 - 1911 ? -1911 : -2018;
}

/**
 * UTC seconds of a date as exports print it: `2025-05-10 18:00:00 +0200`, with a clock of 12 hours, a colon in the offset, Arabic
 * digits, as ISO 8601, or in the form of 2014 (`20140104084300-0800`).
 */
export function instantOf(printed: string): number {
  const text = printed
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u00a0\u202f\u2009]/g, ' ');
  const found =
    /^(\d{4})-(\d\d)-(\d\d)[ T](\d{1,2}):(\d\d):(\d\d) ?([AaPp][Mm])? ?(Z|[+-]\d\d:?\d\d)$/.exec(text) ??
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)()([+-]\d{4})$/.exec(text);
  if (found === null) throw new Error(`no date: ${printed}`);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  const half = found[7]?.toLowerCase();
  const hours = half ? (hour % 12) + (half === 'pm' ? 12 : 0) : hour;
  const zone = found[8] ?? 'Z';
  const digits = zone.replace(/\D/g, '');
  const offset = zone === 'Z' ? 0 : Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60;
  const date = new Date(0);
  date.setUTCFullYear(year - ahead, month - 1, day);
  date.setUTCHours(hours, minute, second);
  return date.getTime() / 1000 - (zone.startsWith('-') ? -offset : offset);
}

/** Enumerations that Apple renamed: the older name and the newer one are one value. */
function currentName(value: string): string {
  // HKCategoryValueSleepAnalysis.asleep is deprecated since iOS 16: "use asleepUnspecified".
  if (value === 'HKCategoryValueSleepAnalysisAsleep') return `${value}Unspecified`;
  // HKCategoryValueMenstrualFlow is deprecated since iOS 18: "use HKCategoryValueVaginalBleeding".
  return value.replace(
    /^HKCategoryValueMenstrualFlow(?=(?:Unspecified|Light|Medium|Heavy|None)$)/,
    'HKCategoryValueVaginalBleeding',
  );
}

function sampleOf({ attributes, children }: Element, isChild: boolean): Sample {
  const text = attributes.get('value') ?? '';
  const isNumber = /^[+-]?\d+([.,]\d+)?$/.test(text);
  const canonical = isNumber
    ? inCanonicalUnit(Number(text.replace(',', '.')), attributes.get('unit') ?? '')
    : null;
  const metadata = metadataOf(children);
  const source = nameOf(attributes);
  return {
    type: attributes.get('type') ?? '',
    source,
    start: instantOf(attributes.get('startDate') ?? ''),
    end: instantOf(attributes.get('endDate') ?? ''),
    value: canonical?.value ?? null,
    unit: canonical?.unit ?? null,
    text: currentName(text),
    isByHand: metadata.get('HKWasUserEntered') === '1',
    ...origin(attributes),
    sync: syncOf(metadata),
    isChild,
  };
}

/** What a mood or a dose says in attributes of its own. */
const ownText = ({ attributes }: Element): string =>
  ['kind', 'valence', 'medication', 'status'].map((name) => attributes.get(name) ?? '').join();

/** The distance that belongs to a sport, where an app collected others too. */
const distanceOfSport: Readonly<Record<string, string>> = {
  HKWorkoutActivityTypeCycling: 'HKQuantityTypeIdentifierDistanceCycling',
  HKWorkoutActivityTypeSwimming: 'HKQuantityTypeIdentifierDistanceSwimming',
  HKWorkoutActivityTypeRunning: 'HKQuantityTypeIdentifierDistanceWalkingRunning',
  HKWorkoutActivityTypeWalking: 'HKQuantityTypeIdentifierDistanceWalkingRunning',
};

function workoutOf({ attributes, children }: Element): Workout {
  const activity = attributes.get('workoutActivityType') ?? '';
  const statistic = (type: string | undefined) =>
    children.find(({ name, attributes: given }) => name === 'WorkoutStatistics' && given.get('type') === type)
      ?.attributes;
  const amount = (value: string | undefined, unit: string | undefined) =>
    value === undefined ? null : (inCanonicalUnit(Number(value), unit ?? '')?.value ?? null);
  const of = (type: string | undefined) => amount(statistic(type)?.get('sum'), statistic(type)?.get('unit'));
  const joule =
    of('HKQuantityTypeIdentifierActiveEnergyBurned') ??
    amount(attributes.get('totalEnergyBurned'), attributes.get('totalEnergyBurnedUnit'));
  return {
    activity,
    source: nameOf(attributes),
    start: instantOf(attributes.get('startDate') ?? ''),
    end: instantOf(attributes.get('endDate') ?? ''),
    duration: amount(attributes.get('duration'), attributes.get('durationUnit')),
    distance:
      // A sport without a distance of its own has what was collected.
      of(distanceOfSport[activity]) ??
      of('HKQuantityTypeIdentifierDistanceWalkingRunning') ??
      amount(attributes.get('totalDistance'), attributes.get('totalDistanceUnit')),
    energy: joule === null ? null : joule / 4184,
    isByHand: metadataOf(children).get('HKWasUserEntered') === '1',
    ...origin(attributes),
    sync: syncOf(metadataOf(children)),
  };
}

/** Names of devices come with other apostrophes and spaces from one export to the next. */
function nameOf(attributes: ReadonlyMap<string, string>): string {
  return (attributes.get('sourceName') ?? '').replaceAll('\u2019', "'").replaceAll('\u00a0', ' ');
}

function origin(
  attributes: ReadonlyMap<string, string>,
): Pick<Sample, 'device' | 'sourceVersion' | 'created'> {
  const created = attributes.get('creationDate');
  const printed = attributes.get('device');
  const field = (key: string) =>
    new RegExp(`(?:^|, )${key}:(.*?)(?=, [a-zA-Z ]+:|>?$)`).exec(printed ?? '')?.[1] ?? '';
  return {
    device:
      printed === undefined
        ? null
        : {
            manufacturer: field('manufacturer'),
            model: field('model'),
            hardware: field('hardware'),
            software: field('software'),
          },
    sourceVersion: attributes.get('sourceVersion') ?? null,
    created: created === undefined ? null : instantOf(created),
  };
}

function metadataOf(children: readonly Element[]): ReadonlyMap<string, string> {
  const entries = children.filter(({ name }) => name === 'MetadataEntry');
  return new Map(
    entries.map(({ attributes }) => [attributes.get('key') ?? '', attributes.get('value') ?? '']),
  );
}

function syncOf(metadata: ReadonlyMap<string, string>): Sync | null {
  const identifier = metadata.get('HKMetadataKeySyncIdentifier');
  const version = metadata.get('HKMetadataKeySyncVersion');
  return identifier === undefined || version === undefined ? null : { identifier, version: Number(version) };
}
