import type { DoctypeKind } from './options.ts';

type Attributes = string;

/** One ATTLIST as the Health app lays it out. `!` after a name means required. */
function attributeList(element: string, attributes: Attributes): string[] {
  const names = attributes.split(' ');
  const width = Math.max(...names.map((name) => name.replace('!', '').length));
  const lines = names.map((name) => {
    const required = name.endsWith('!');
    return `  ${name.replace('!', '').padEnd(width)} CDATA #${required ? 'REQUIRED' : 'IMPLIED'}`;
  });
  return [`<!ATTLIST ${element}`, ...lines, '>'];
}

function element(name: string, content: string, attributes: Attributes): string[] {
  return [`<!ELEMENT ${name} ${content}>`, ...(attributes === '' ? [] : attributeList(name, attributes))];
}

const sample = 'sourceName! sourceVersion device creationDate startDate! endDate!';
const ring = (move: string) =>
  `dateComponents activeEnergyBurned activeEnergyBurnedGoal activeEnergyBurnedUnit ${move} ${move}Goal appleExerciseTime appleExerciseTimeGoal appleStandHours appleStandHoursGoal`;
const eye =
  'sphere sphereUnit cylinder cylinderUnit axis axisUnit add addUnit vertex vertexUnit prismAmount prismAmountUnit prismAngle prismAngleUnit farPD farPDUnit nearPD nearPDUnit baseCurve baseCurveUnit diameter diameterUnit';

function meAttributes(version: number): Attributes {
  const names = ['DateOfBirth', 'BiologicalSex', 'BloodType', 'FitzpatrickSkinType'];
  if (version >= 13) names.push('CardioFitnessMedicationsUse');
  return names.map((name) => `HKCharacteristicTypeIdentifier${name}!`).join(' ');
}

/** The end of version 12 as the first releases of iOS 16 wrote it: three faults (healthkit/README §1.4). */
const brokenTail = [
  '<!ELEMENT VisionPrescription ((RightEye|LeftEye|Attachment|MetadataEntry)*)>',
  '<!ATTLIST VisionPrescription',
  '  type             CDATA #REQUIRED',
  '  dateIssued       CDATA #REQUIRED',
  '  expirationDate   CDATA #IMPLIED',
  '  brand            CDATA #IMPLIED',
  '<!ELEMENT RightEye EMPTY>',
  '<!ATTLIST RightEye',
  '  sphere           CDATA #IMPLIED',
  '  sphereUnit       CDATA #IMPLIED',
  '>',
  '  device           CDATA #IMPLIED',
  '<!ELEMENT MetadataEntry EMPTY>',
  '<!ATTLIST MetadataEntry',
  '  key              CDATA #IMPLIED',
  '  value            CDATA #IMPLIED',
  '>',
  '>',
];

function visionLines(): string[] {
  return [
    ...element(
      'VisionPrescription',
      '((RightEye|LeftEye|Attachment|MetadataEntry)*)',
      'type! dateIssued! expirationDate brand',
    ),
    ...element('RightEye', 'EMPTY', eye),
    ...element('LeftEye', 'EMPTY', eye),
    ...element('Attachment', 'EMPTY', 'identifier'),
  ];
}

function workoutLines(version: number): string[] {
  const statistics = version >= 12 ? '|WorkoutStatistics' : '';
  const totals =
    'duration durationUnit totalDistance totalDistanceUnit totalEnergyBurned totalEnergyBurnedUnit';
  const lines = [
    ...element(
      'Workout',
      `((MetadataEntry|WorkoutEvent|WorkoutRoute${statistics})*)`,
      `workoutActivityType! ${totals} ${sample}`,
    ),
    ...element('WorkoutEvent', '((MetadataEntry)*)', 'type! date! duration durationUnit'),
    ...element('WorkoutRoute', '((MetadataEntry|FileReference)*)', sample),
    ...element('FileReference', 'EMPTY', 'path!'),
  ];
  if (version < 12) return lines;
  return [
    ...element(
      'WorkoutActivity',
      '((MetadataEntry|WorkoutEvent|WorkoutStatistics)*)',
      'uuid! startDate! endDate duration durationUnit',
    ),
    ...element('WorkoutStatistics', 'EMPTY', 'type! startDate! endDate! average minimum maximum sum unit'),
    ...lines,
  ];
}

/** The DOCTYPE of an export version, '' for none. Version 12 stands here only as it was broken. */
export function doctypeText(kind: DoctypeKind): string {
  if (kind === 'none') return '';
  const version = Number.parseInt(kind, 10);
  const newer = version >= 12 ? '|Audiogram|VisionPrescription' : '|Audiogram';
  const lines = [
    `<!-- HealthKit Export Version: ${version} -->`,
    ...element(
      'HealthData',
      `(ExportDate,Me,(Record|Correlation|Workout|ActivitySummary|ClinicalRecord${newer})*)`,
      'locale!',
    ),
    ...element('ExportDate', 'EMPTY', 'value!'),
    ...element('Me', 'EMPTY', meAttributes(version)),
    ...element(
      'Record',
      '((MetadataEntry|HeartRateVariabilityMetadataList)*)',
      'type! unit value sourceName! sourceVersion device creationDate startDate! endDate!',
    ),
    '<!-- Note: Any Records that appear as children of a correlation also appear as top-level records in this document. -->',
    ...element('Correlation', '((MetadataEntry|Record)*)', `type! ${sample}`),
    ...workoutLines(version),
    ...element('ActivitySummary', 'EMPTY', ring(version < 13 ? 'appleMoveMinutes' : 'appleMoveTime')),
    ...element('MetadataEntry', 'EMPTY', 'key! value!'),
    '<!-- Note: Heart Rate Variability records captured by Apple Watch may include an associated list of instantaneous beats-per-minute readings. -->',
    ...element('HeartRateVariabilityMetadataList', '(InstantaneousBeatsPerMinute*)', ''),
    ...element('InstantaneousBeatsPerMinute', 'EMPTY', 'bpm! time!'),
    ...element(
      'ClinicalRecord',
      'EMPTY',
      'type! identifier! sourceName! sourceURL! fhirVersion! receivedDate! resourceFilePath!',
    ),
    ...element('Audiogram', 'EMPTY', `type! ${sample}`),
    ...element(
      'SensitivityPoint',
      'EMPTY',
      'frequencyValue! frequencyUnit! leftEarValue leftEarUnit rightEarValue rightEarUnit',
    ),
    ...(kind === '12broken' ? brokenTail : version >= 13 ? visionLines() : []),
  ];
  return `<!DOCTYPE HealthData [\n${lines.join('\n')}\n]>\n`;
}
