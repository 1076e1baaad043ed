import { t } from '../language.ts';
import { ownTypeNames, typeNames } from './type-names.ts';
import { sentenceCase, wordsOfName } from './workout-name.ts';

const prefix =
  /^HK(?:Quantity|Category|Correlation|Data|ScoredAssessment|MedicationDoseEvent(?=Type))?(?:Type)?(?:Identifier)?/;

/** `HKQuantityTypeIdentifierHeartRate` → `HeartRate`; a name in another form stays as it is. */
export function bareType(type: string): string {
  const bare = type.replace(prefix, '');
  return bare === '' ? type : bare;
}

/**
 * The display name of a record type: `HKQuantityTypeIdentifierHeartRate` → `Heart rate`. Unknown types are
 * split into words, which are English; a foreign identifier (with dots, for example) is shown as it is.
 */
export function typeLabel(type: string): string {
  const bare = bareType(type);
  const own = ownTypeNames[bare];
  if (own !== undefined) return t(own);
  if (bare.startsWith('HK') || !/^[A-Z][A-Za-z0-9]+$/.test(bare)) return bare;
  const words = wordsOfName(bare);
  if (words.length > 1 && (words[0] === 'Dietary' || words[0] === 'Apple')) words.shift();
  if (words.length > 1 && words.at(-1) === 'Event') words.pop();
  const label = sentenceCase(words);
  return typeNames.has(label) ? t(label) : label;
}

/** Types that Apple says are summed (HKQuantityAggregationStyle.cumulative); the others are averaged. */
const summed =
  /^(StepCount|Distance\w+|\w+EnergyBurned|FlightsClimbed|PushCount|SwimmingStrokeCount|Apple(Exercise|Stand|Move)Time|TimeInDaylight|Dietary\w+|NumberOf\w+|InhalerUsage|InsulinDelivery|NikeFuel)$/;

/** true: a span's figure is the sum of its records (steps); false: their average (heart rate; mean-kind.ts says which). */
export function isSummed(type: string): boolean {
  return type.startsWith('HKQuantityType') && summed.test(bareType(type));
}

/** A blood pressure, which is one entry of lists of types and one page: the pairs of the two types below. */
export const pressureType = 'HKCorrelationTypeIdentifierBloodPressure';
export const pressureTypes: readonly string[] = [
  'HKQuantityTypeIdentifierBloodPressureSystolic',
  'HKQuantityTypeIdentifierBloodPressureDiastolic',
];
export const isPressure = (type: string): boolean => type === pressureType || pressureTypes.includes(type);

/** The types whose records a name stands for: those of a blood pressure are of two. */
export const recordTypesOf = (type: string): readonly string[] =>
  type === pressureType ? pressureTypes : [type];
