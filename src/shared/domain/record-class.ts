/** The class under which records of a type arrive: what a destination gets is agreed to by class (outbox/README, Consent and scope). */
export type RecordClass = 'record' | 'reproductive' | 'unknown';

export const recordClasses: readonly RecordClass[] = ['record', 'reproductive', 'unknown'];

/**
 * Words that tell of reproduction, as Apple names types: its next one is likely to have one of them. A word too many keeps a
 * record here until the person adds the class; a word too few is no harm either, because a name that we do not know stays here.
 */
const words =
  /abortion|bleeding|breast|cervi|contracep|estrogen|fertil|f(o)?etal|gestation|gyn(a)?ec|intercourse|lactation|libido|menarche|menopaus|menstrua|miscarriage|ovar(y|ian)|ovulat|pelvic|period(?!ic)|pregnan|progesterone|prostate|reproduct|sexual|sperm|testosterone|uter(us|ine)|vagina|vulva/i;

/** None of the words is in it: this temperature is taken to find the day of ovulation. */
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

/** The types of the class `record`. */
export const knownTypes: ReadonlySet<string> = new Set([
  ...namesIn(quantities, 'HKQuantityTypeIdentifier'),
  ...namesIn(categories, 'HKCategoryTypeIdentifier'),
  // Written without "Identifier" (healthkit/README §1.5).
  'HKDataTypeSleepDurationGoal',
]);

/**
 * `type` as the export names it, e.g. `HKCategoryTypeIdentifierMenstrualFlow`. What nobody has seen may be about anything: it
 * stays here until the person adds the class `unknown`, or a later version of this program knows it.
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
