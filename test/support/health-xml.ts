import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printWithOffset } from '../generator/calendar.ts';

/** A Record of a hand-made export. Instants are UTC seconds; `end` is `start` where it is left out. */
export interface XmlRecord {
  readonly type: string;
  readonly source: string;
  readonly start: number;
  readonly end?: number;
  /** When it was saved; half a minute after its end where it is left out. */
  readonly created?: number;
  readonly unit?: string;
  readonly value?: string;
  readonly device?: string;
  readonly version?: string;
  readonly metadata?: readonly (readonly [string, string])[];
}

/** How a hand-made export prints what it holds. */
export interface XmlStyle {
  readonly exportAt: number;
  readonly offsetMinutes?: number;
  /** Attributes of Me by their short name (`DateOfBirth`); none: no Me. */
  readonly me?: Readonly<Record<string, string>>;
}

/** An element by its instants: the style prints them. */
export type XmlElement = (print: (at: number) => string) => string;

const attributes = (pairs: readonly (readonly [string, string | undefined])[]): string =>
  pairs
    .flatMap(([name, value]) =>
      value === undefined
        ? []
        : [` ${name}="${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')}"`],
    )
    .join('');

export const metadataXml = (entries: XmlRecord['metadata'] = []): string =>
  entries
    .map(
      (entry) =>
        `<MetadataEntry${attributes([
          ['key', entry[0]],
          ['value', entry[1]],
        ])}/>`,
    )
    .join('');

export function recordXml(record: XmlRecord): XmlElement {
  const {
    type,
    source,
    start,
    end = start,
    created = end + 30,
    unit,
    value,
    device,
    version,
    metadata,
  } = record;
  return (print) => {
    const head = attributes([
      ['type', type],
      ['sourceName', source],
      ['sourceVersion', version],
      ['device', device],
      ['unit', unit],
      ['creationDate', print(created)],
      ['startDate', print(start)],
      ['endDate', print(end)],
      ['value', value],
    ]);
    return metadata ? `<Record${head}>${metadataXml(metadata)}</Record>\n` : `<Record${head}/>\n`;
  };
}

export function correlationXml(
  type: string,
  source: string,
  at: number,
  members: readonly XmlRecord[],
  metadata: XmlRecord['metadata'] = [],
): XmlElement {
  return (print) => {
    const head = attributes([
      ['type', type],
      ['sourceName', source],
      ['creationDate', print(at + 30)],
      ['startDate', print(at)],
      ['endDate', print(at)],
    ]);
    return `<Correlation${head}>${metadataXml(metadata)}${members.map((one) => recordXml(one)(print)).join('')}</Correlation>\n`;
  };
}

/** The metadata of one version of what an app keeps under a sync identifier. */
export const versionEntries = (identifier: string, number: number | string) =>
  [
    ['HKMetadataKeySyncIdentifier', identifier],
    ['HKMetadataKeySyncVersion', String(number)],
  ] as const;

/** A blood pressure: its correlation, and both of its records, which Apple's exports have at top level too. */
export function pressureXml(
  start: number,
  systolic: number,
  diastolic: number,
  metadata: XmlRecord['metadata'],
): { readonly correlation: XmlElement; readonly records: readonly XmlElement[] } {
  const one = (kind: string, value: number): XmlRecord => ({
    type: `HKQuantityTypeIdentifierBloodPressure${kind}`,
    source: 'Cuff',
    start,
    unit: 'mmHg',
    value: String(value),
  });
  const records = [one('Systolic', systolic), one('Diastolic', diastolic)];
  const type = 'HKCorrelationTypeIdentifierBloodPressure';
  return {
    correlation: correlationXml(type, 'Cuff', start, records, metadata),
    records: records.map(recordXml),
  };
}

/** A run of half an hour; `inner` is what stands inside, statistics for example. */
export function workoutXml(source: string, at: number, inner: XmlElement = () => '', more = ''): XmlElement {
  return (print) => {
    const head = attributes([
      ['workoutActivityType', 'HKWorkoutActivityTypeRunning'],
      ['duration', '30'],
      ['durationUnit', 'min'],
      ['sourceName', source],
      ['startDate', print(at)],
      ['endDate', print(at + 1800)],
    ]);
    return `<Workout${head}${more}>${inner(print)}</Workout>\n`;
  };
}

export function statisticXml(type: string, at: number, sum: string, unit: string): XmlElement {
  return (print) =>
    `<WorkoutStatistics type="${type}" startDate="${print(at)}" endDate="${print(at + 1800)}" sum="${sum}" unit="${unit}"/>`;
}

export function audiogramXml(source: string, at: number): XmlElement {
  return (print) =>
    `<Audiogram type="HKDataTypeIdentifierAudiogram" sourceName="${source}" startDate="${print(at)}" endDate="${print(at)}"><SensitivityPoint frequencyValue="500" frequencyUnit="Hz" leftEarValue="10" leftEarUnit="dBHL"/></Audiogram>\n`;
}

export function summaryXml(date: string, energy: string, unit = 'kcal'): XmlElement {
  return () =>
    `<ActivitySummary dateComponents="${date}" activeEnergyBurned="${energy}" activeEnergyBurnedGoal="${energy}" activeEnergyBurnedUnit="${unit}" appleStandHours="9" appleStandHoursGoal="12"/>\n`;
}

/** The text of an export of these elements. */
export function exportXml(
  elements: readonly XmlElement[],
  { exportAt, offsetMinutes = 120, me }: XmlStyle,
): string {
  const print = printWithOffset(offsetMinutes);
  const owner = Object.entries(me ?? {}).map(
    ([key, value]) => [`HKCharacteristicTypeIdentifier${key}`, value] as const,
  );
  const who = me ? `<Me${attributes(owner)}/>\n` : '';
  const body = elements.map((element) => element(print)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="en_US">\n<ExportDate value="${print(exportAt)}"/>\n${who}${body}</HealthData>\n`;
}

/** Writes `exportXml` as a bare XML file and says where. */
export function writeExport(
  dir: string,
  name: string,
  elements: readonly XmlElement[],
  style: XmlStyle,
): string {
  const path = join(dir, name);
  writeFileSync(path, exportXml(elements, style));
  return path;
}
