/** The class of a type's records: the user agrees by class to what a destination gets (outbox/README, Consent and scope). */
export type RecordClass = 'record' | 'reproductive' | 'unknown';

export const recordClasses: readonly RecordClass[] = ['record', 'reproductive', 'unknown'];

/**
 * Words related to reproduction in Apple's type names: the next such type is likely to contain one of them. An excess word keeps a
 * record here until the user adds the class; a missing word does no harm either, because a type with an unknown name stays here.
 */
const words =
  /abortion|bleeding|breast|cervi|contracep|estrogen|fertil|f(o)?etal|gestation|gyn(a)?ec|intercourse|lactation|libido|menarche|menopaus|menstrua|miscarriage|ovar(y|ian)|ovulat|pelvic|period(?!ic)|pregnan|progesterone|prostate|reproduct|sexual|sperm|testosterone|uter(us|ine)|vagina|vulva/i;

/** Contains none of the words: this temperature is taken to find the day of ovulation. */
const named: ReadonlySet<string> = new Set(['HKQuantityTypeIdentifierBasalBodyTemperature']);

/** `HKTypeIdentifiers.h` up to iOS 27, without those about reproduction (developer.apple.com, "HKQuantityTypeIdentifier"). */
const quantities = `
  StepCount DistanceWalkingRunning RunningGroundContactTime RunningPower RunningSpeed RunningStrideLength
  RunningVerticalOscillation DistanceCycling PushCount DistanceWheelchair SwimmingStrokeCount DistanceSwimming
  DistanceDownhillSnowSports BasalEnergyBurned ActiveEnergyBurned FlightsClimbed NikeFuel AppleExerciseTime
  AppleMoveTime AppleStandTime VO2Max CrossCountrySkiingSpeed CyclingCadence CyclingFunctionalThresholdPower
  CyclingPower CyclingSpeed DistanceCrossCountrySkiing DistancePaddleSports DistanceRowing DistanceSkatingSports
  EstimatedWorkoutEffortScore PaddleSportsSpeed PhysicalEffort RowingSpeed WorkoutEffortScore Height BodyMass
  BodyMassIndex LeanBodyMass BodyFatPercentage WaistCircumference AppleSleepingWristTemperature
  EnvironmentalAudioExposure EnvironmentalSoundReduction HeadphoneAudioExposure HeartRate RestingHeartRate
  WalkingHeartRateAverage HeartRateVariabilitySDNN HeartRateVariabilityRMSSD HeartRateRecoveryOneMinute
  AtrialFibrillationBurden OxygenSaturation BodyTemperature BloodPressureDiastolic BloodPressureSystolic RespiratoryRate
  BloodGlucose ElectrodermalActivity ForcedExpiratoryVolume1 ForcedVitalCapacity InhalerUsage InsulinDelivery
  NumberOfTimesFallen PeakExpiratoryFlowRate PeripheralPerfusionIndex DietaryBiotin DietaryCaffeine DietaryCalcium
  DietaryCarbohydrates DietaryChloride DietaryCholesterol DietaryChromium DietaryCopper DietaryEnergyConsumed
  DietaryFatMonounsaturated DietaryFatPolyunsaturated DietaryFatSaturated DietaryFatTotal DietaryFiber DietaryFolate
  DietaryIodine DietaryIron DietaryMagnesium DietaryManganese DietaryMolybdenum DietaryNiacin DietaryPantothenicAcid
  DietaryPhosphorus DietaryPotassium DietaryProtein DietaryRiboflavin DietarySelenium DietarySodium DietarySugar
  DietaryThiamin DietaryVitaminA DietaryVitaminB12 DietaryVitaminB6 DietaryVitaminC DietaryVitaminD DietaryVitaminE
  DietaryVitaminK DietaryWater DietaryZinc BloodAlcoholContent NumberOfAlcoholicBeverages AppleWalkingSteadiness
  SixMinuteWalkTestDistance WalkingSpeed WalkingStepLength WalkingAsymmetryPercentage WalkingDoubleSupportPercentage
  StairAscentSpeed StairDescentSpeed TimeInDaylight UVExposure UnderwaterDepth WaterTemperature
  AppleSleepingBreathingDisturbances`;

/** As above ("HKCategoryTypeIdentifier"). */
const categories = `
  AppleStandHour LowCardioFitnessEvent EnvironmentalAudioExposureEvent HeadphoneAudioExposureEvent AudioExposureEvent
  LowHeartRateEvent HighHeartRateEvent IrregularHeartRhythmEvent AppleWalkingSteadinessEvent MindfulSession
  SleepAnalysis ToothbrushingEvent HandwashingEvent HypertensionEvent SleepApneaEvent AbdominalCramps Bloating
  Constipation Diarrhea Heartburn Nausea Vomiting AppetiteChanges Chills Dizziness Fainting Fatigue Fever
  GeneralizedBodyAche HotFlashes ChestTightnessOrPain Coughing RapidPoundingOrFlutteringHeartbeat ShortnessOfBreath
  SkippedHeartbeat Wheezing LowerBackPain Headache MemoryLapse MoodChanges LossOfSmell LossOfTaste RunnyNose SoreThroat
  SinusCongestion Acne DrySkin HairLoss NightSweats SleepChanges BladderIncontinence`;

/** The types in the class `record`. */
export const knownTypes: ReadonlySet<string> = new Set([
  ...namesIn(quantities, 'HKQuantityTypeIdentifier'),
  ...namesIn(categories, 'HKCategoryTypeIdentifier'),
  // Written without "Identifier" (healthkit/README §1.5).
  'HKDataTypeSleepDurationGoal',
]);

/**
 * `type` as named in the export, e.g. `HKCategoryTypeIdentifierMenstrualFlow`. An unknown type may be about
 * anything: it stays here until the user adds the class `unknown`, or a later version of this program knows it.
 */
export function recordClassOf(type: string): RecordClass {
  if (named.has(type) || words.test(type)) return 'reproductive';
  return knownTypes.has(type) ? 'record' : 'unknown';
}

function namesIn(list: string, prefix: string): string[] {
  return list
    .trim()
    .split(/\s+/)
    .map((name) => prefix + name);
}
