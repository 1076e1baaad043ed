import { lookup } from '../../shared/lookup.ts';

/**
 * The integers behind the names that an export prints for categories (HealthKit's HKCategoryValue… enumerations), by the name
 * without `HKCategoryValue`. A name that isn't here keeps only its text.
 */
const byName: Readonly<Record<string, number>> = lookup({
  NotApplicable: 0,
  SleepAnalysisInBed: 0,
  SleepAnalysisAsleepUnspecified: 1,
  SleepAnalysisAwake: 2,
  SleepAnalysisAsleepCore: 3,
  SleepAnalysisAsleepDeep: 4,
  SleepAnalysisAsleepREM: 5,
  AppleStandHourStood: 0,
  AppleStandHourIdle: 1,
  SeverityUnspecified: 0,
  SeverityNotPresent: 1,
  SeverityMild: 2,
  SeverityModerate: 3,
  SeveritySevere: 4,
  PresencePresent: 0,
  PresenceNotPresent: 1,
  AppetiteChangesUnspecified: 0,
  AppetiteChangesNoChange: 1,
  AppetiteChangesDecreased: 2,
  AppetiteChangesIncreased: 3,
  CervicalMucusQualityDry: 1,
  CervicalMucusQualitySticky: 2,
  CervicalMucusQualityCreamy: 3,
  CervicalMucusQualityWatery: 4,
  CervicalMucusQualityEggWhite: 5,
  OvulationTestResultNegative: 1,
  OvulationTestResultLuteinizingHormoneSurge: 2,
  OvulationTestResultIndeterminate: 3,
  OvulationTestResultEstrogenSurge: 4,
  MenstrualFlowUnspecified: 1,
  MenstrualFlowLight: 2,
  MenstrualFlowMedium: 3,
  MenstrualFlowHeavy: 4,
  MenstrualFlowNone: 5,
  VaginalBleedingUnspecified: 1,
  VaginalBleedingLight: 2,
  VaginalBleedingMedium: 3,
  VaginalBleedingHeavy: 4,
  VaginalBleedingNone: 5,
  EnvironmentalAudioExposureEventMomentaryLimit: 1,
  HeadphoneAudioExposureEventSevenDayLimit: 1,
});

const sleepStages: Readonly<Record<string, string>> = lookup({
  InBed: 'inBed',
  AsleepUnspecified: 'asleepUnspecified',
  Awake: 'awake',
  AsleepCore: 'asleepCore',
  AsleepDeep: 'asleepDeep',
  AsleepREM: 'asleepREM',
});

/** The integer of a category's text: a bare integer is its own (healthkit/README §1.5). Null where we do not know it. */
export function categoryInteger(text: string): number | null {
  if (/^-?\d{1,9}$/.test(text)) return Number(text);
  return byName[text.replace(/^HKCategoryValue/, '')] ?? null;
}

/** As the phone's app calls it (atlas/README §5.1, `asleepCore`); null if it's no stage of sleep. */
export function sleepStage(text: string): string | null {
  return sleepStages[text.replace(/^HKCategoryValueSleepAnalysis/, '')] ?? null;
}
