import { lookup } from '../lookup.ts';
import { sentenceCase, wordsOfName } from './workout-name.ts';

/** Where splitting the identifier into words does not give what the Health app itself says. */
const ownLabels: Readonly<Record<string, string>> = lookup({
  ActiveEnergyBurned: 'Active energy',
  AppleExerciseTime: 'Exercise',
  AppleMoveTime: 'Move',
  AppleSleepingBreathingDisturbances: 'Breathing disturbances',
  AppleSleepingWristTemperature: 'Wrist temperature in sleep',
  AppleStandHour: 'Stand hours',
  AppleStandTime: 'Stand time',
  AppleWalkingSteadiness: 'Walking steadiness',
  AtrialFibrillationBurden: 'AFib history',
  AudioExposureEvent: 'Noise notifications',
  BasalEnergyBurned: 'Resting energy',
  BloodPressureDiastolic: 'Diastolic blood pressure',
  BloodPressureSystolic: 'Systolic blood pressure',
  BodyMass: 'Weight',
  DietaryEnergyConsumed: 'Dietary energy',
  DistanceCycling: 'Cycling distance',
  DistanceDownhillSnowSports: 'Downhill snow sports distance',
  DistanceSwimming: 'Swimming distance',
  DistanceWalkingRunning: 'Walking and running distance',
  DistanceWheelchair: 'Wheelchair distance',
  EnvironmentalAudioExposure: 'Environmental sound levels',
  EnvironmentalAudioExposureEvent: 'Noise notifications',
  EnvironmentalSoundReduction: 'Sound reduction',
  ForcedExpiratoryVolume1: 'Forced expiratory volume, 1 s',
  HeadphoneAudioExposure: 'Headphone audio levels',
  GAD7: 'Anxiety risk (GAD-7)',
  HeadphoneAudioExposureEvent: 'Headphone notifications',
  HeartRateRecoveryOneMinute: 'Cardio recovery',
  HeartRateVariabilityRMSSD: 'Heart rate variability (RMSSD)',
  HeartRateVariabilitySDNN: 'Heart rate variability',
  HighHeartRateEvent: 'High heart rate',
  IrregularHeartRhythmEvent: 'Irregular rhythm',
  LowCardioFitnessEvent: 'Low cardio fitness',
  LowHeartRateEvent: 'Low heart rate',
  MedicationDoseEvent: 'Medications',
  MenstrualFlow: 'Menstruation',
  MindfulSession: 'Mindfulness',
  NumberOfTimesFallen: 'Falls',
  OxygenSaturation: 'Blood oxygen',
  PHQ9: 'Depression risk (PHQ-9)',
  SixMinuteWalkTestDistance: 'Six-minute walk',
  SleepAnalysis: 'Sleep',
  SleepDurationGoal: 'Sleep goal',
  StairAscentSpeed: 'Stair speed, up',
  StairDescentSpeed: 'Stair speed, down',
  StateOfMind: 'State of Mind',
  StateOfMindType: 'State of Mind',
  StepCount: 'Steps',
  UVExposure: 'UV exposure',
  VO2Max: 'VO₂ max',
  WalkingHeartRateAverage: 'Walking heart rate',
});

const prefix =
  /^HK(?:Quantity|Category|Correlation|Data|ScoredAssessment|MedicationDoseEvent(?=Type))?(?:Type)?(?:Identifier)?/;

/** `HKQuantityTypeIdentifierHeartRate` → `HeartRate`; a name of another form stays as it is. */
export function bareType(type: string): string {
  const bare = type.replace(prefix, '');
  return bare === '' ? type : bare;
}

/**
 * What a person calls a record type: `HKQuantityTypeIdentifierHeartRate` → `Heart rate`. Types that nobody told us of
 * are split into words; a foreign identifier (with dots, say) is shown as it stands.
 */
export function typeLabel(type: string): string {
  const bare = bareType(type);
  const own = ownLabels[bare];
  if (own !== undefined) return own;
  if (bare.startsWith('HK') || !/^[A-Z][A-Za-z0-9]+$/.test(bare)) return bare;
  const words = wordsOfName(bare);
  if (words.length > 1 && (words[0] === 'Dietary' || words[0] === 'Apple')) words.shift();
  if (words.length > 1 && words.at(-1) === 'Event') words.pop();
  return sentenceCase(words);
}

/** Types of which Apple says that they are summed (HKQuantityAggregationStyle.cumulative); the others are averaged. */
const summed =
  /^(StepCount|Distance\w+|\w+EnergyBurned|FlightsClimbed|PushCount|SwimmingStrokeCount|Apple(Exercise|Stand|Move)Time|TimeInDaylight|Dietary\w+|NumberOf\w+|InhalerUsage|InsulinDelivery|NikeFuel)$/;

/** true: the figure of a span is the sum of its records (steps); false: their average (heart rate; mean-kind.ts says which). */
export function isSummed(type: string): boolean {
  return type.startsWith('HKQuantityType') && summed.test(bareType(type));
}
