import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { classificationLabel } from '../../../../src/shared/domain/ecg.ts';
import { eventCategories } from '../../../../src/shared/domain/event-category.ts';
import { categoryLabel, classLabel } from '../../../../src/shared/domain/kind-label.ts';
import { metadataNames } from '../../../../src/shared/domain/metadata-names.ts';
import { unitName, unitText } from '../../../../src/shared/domain/quantity-text.ts';
import { knownTypes } from '../../../../src/shared/domain/record-class.ts';
import { arrivalClasses } from '../../../../src/shared/domain/sync.ts';
import { typeLabel } from '../../../../src/shared/domain/type-label.ts';
import { typeNames } from '../../../../src/shared/domain/type-names.ts';
import { metadataLabel, valueLabel, workoutEventLabel } from '../../../../src/shared/domain/value-label.ts';
import {
  flowNames,
  pauseNames,
  sleepNames,
  valueNames,
  workoutEventNames,
} from '../../../../src/shared/domain/value-names.ts';
import { workoutName } from '../../../../src/shared/domain/workout-name.ts';
import { sportNames, workoutNames } from '../../../../src/shared/domain/workout-names.ts';
import { textFor } from '../../../../src/shared/error-texts.ts';
import { errorCodes } from '../../../../src/shared/errors.ts';
import { loadLanguage } from '../../../../src/shared/language.ts';

const root = join(import.meta.dirname, '../../../..');
const category = (name: string) => `HKCategoryTypeIdentifier${name}`;

/** Types that the lists of `record-class.ts` leave out (HKTypeIdentifiers.h): about reproduction, and neither quantity nor category. */
const otherTypes = [
  'HKQuantityTypeIdentifierBasalBodyTemperature',
  ...`MenstrualFlow IntermenstrualBleeding OvulationTestResult CervicalMucusQuality SexualActivity Contraceptive Lactation Pregnancy
    PregnancyTestResult ProgesteroneTestResult InfrequentMenstrualCycles IrregularMenstrualCycles
    PersistentIntermenstrualBleeding ProlongedMenstrualPeriods BleedingAfterPregnancy BleedingDuringPregnancy BreastPain
    PelvicPain VaginalDryness`
    .split(/\s+/)
    .map(category),
  'HKCorrelationTypeIdentifierBloodPressure',
  'HKCorrelationTypeIdentifierFood',
  'HKDataTypeIdentifierHeartbeatSeries',
  'HKDataTypeIdentifierAudiogram',
  'HKDataTypeIdentifierElectrocardiogram',
  'HKDataTypeIdentifierMenopausalState',
  'HKDataTypeStateOfMind',
  'HKStateOfMindType',
  'HKScoredAssessmentTypeIdentifierGAD7',
  'HKScoredAssessmentTypeIdentifierPHQ9',
  'HKMedicationDoseEventTypeIdentifierMedicationDoseEvent',
];

/** HKWorkoutActivityType. */
const activities =
  `AmericanFootball Archery AustralianFootball Badminton Barre Baseball Basketball Bowling Boxing CardioDance Climbing Cooldown
  CoreTraining Cricket CrossCountrySkiing CrossTraining Curling Cycling Dance DanceInspiredTraining DiscSports DownhillSkiing
  Elliptical EquestrianSports Fencing Fishing FitnessGaming Flexibility FunctionalStrengthTraining Golf Gymnastics HandCycling
  Handball HighIntensityIntervalTraining Hiking Hockey Hunting JumpRope Kickboxing Lacrosse MartialArts MindAndBody MixedCardio
  MixedMetabolicCardioTraining Other PaddleSports Pickleball Pilates Play PreparationAndRecovery Racquetball Rowing Rugby Running
  Sailing SkatingSports SnowSports Snowboarding Soccer SocialDance Softball Squash StairClimbing Stairs StepTraining
  SurfingSports SwimBikeRun Swimming TableTennis TaiChi Tennis TrackAndField TraditionalStrengthTraining Transition
  UnderwaterDiving Volleyball Walking WaterFitness WaterPolo WaterSports WheelchairRunPace WheelchairWalkPace Wrestling Yoga`.split(
    /\s+/,
  );

/** HKCategoryValues.h, a line each: a type that has the values, what the values begin with, and the values. */
const values = `
  SleepAnalysis SleepAnalysis InBed Asleep AsleepUnspecified AsleepCore AsleepDeep AsleepREM Awake
  AppleStandHour AppleStandHour Stood Idle
  AppleWalkingSteadinessEvent AppleWalkingSteadinessEvent InitialLow InitialVeryLow RepeatLow RepeatVeryLow
  AppetiteChanges AppetiteChanges Unspecified NoChange Decreased Increased
  CervicalMucusQuality CervicalMucusQuality Dry Sticky Creamy Watery EggWhite
  Contraceptive Contraceptive Unspecified Implant Injection IntrauterineDevice IntravaginalRing Oral Patch
  AudioExposureEvent AudioExposureEvent LoudEnvironment
  AudioExposureEvent EnvironmentalAudioExposureEvent MomentaryLimit
  EnvironmentalAudioExposureEvent AudioExposureEvent LoudEnvironment
  EnvironmentalAudioExposureEvent EnvironmentalAudioExposureEvent MomentaryLimit
  HeadphoneAudioExposureEvent HeadphoneAudioExposureEvent SevenDayLimit
  LowCardioFitnessEvent LowCardioFitnessEvent LowFitness
  MenstrualFlow MenstrualFlow Unspecified Light Medium Heavy None
  MenstrualFlow VaginalBleeding Unspecified Light Medium Heavy None
  OvulationTestResult OvulationTestResult Negative Positive LuteinizingHormoneSurge EstrogenSurge Indeterminate
  PregnancyTestResult PregnancyTestResult Negative Positive Indeterminate
  ProgesteroneTestResult ProgesteroneTestResult Negative Positive Indeterminate
  MoodChanges Presence Present NotPresent
  Headache Severity Unspecified NotPresent Mild Moderate Severe
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(' '));

const workoutEvents = [
  'Pause',
  'Resume',
  'Lap',
  'Marker',
  'MotionPaused',
  'MotionResumed',
  'Segment',
  'PauseOrResumeRequest',
];

test('every type that is known has a name that can be translated', () => {
  const all = [...knownTypes, ...otherTypes];
  expect(all.length).toBeGreaterThan(200);
  expect(all.filter((type) => !typeNames.has(typeLabel(type)))).toEqual([]);
});

test('every activity, value and event of a workout has one, too', () => {
  const named = (names: Readonly<Record<string, unknown>>) => Object.keys(names);
  const sports = new Set([...workoutNames, ...named(sportNames)]);
  expect(activities.filter((name) => !sports.has(workoutName(`HKWorkoutActivityType${name}`)))).toEqual([]);
  const texts = new Set([...valueNames, ...named(flowNames), ...Object.values(sleepNames)]);
  const shown = values.flatMap(([type = '', prefix = '', ...all]) =>
    all.map((value) => valueLabel(category(type), `HKCategoryValue${prefix}${value}`)),
  );
  expect(shown.filter((text) => !texts.has(text))).toEqual([]);
  const events = new Set([...workoutEventNames, ...named(pauseNames)]);
  const unnamed = workoutEvents.filter((name) => !events.has(workoutEventLabel(`HKWorkoutEventType${name}`)));
  expect(unnamed).toEqual([]);
});

/** Files of the repository whose text is about what Apple has. */
const sources = ['src', 'test/generator', 'test/demo'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join(root, folder, name), 'utf8')),
);
const mentioned = (pattern: RegExp) => [...new Set(sources.flatMap((text) => text.match(pattern) ?? []))];

test('every identifier that the repository names has one', () => {
  const types = mentioned(/\bHK(?:Quantity|Category|Correlation)TypeIdentifier[A-Z]\w+/g).filter(
    // Beginnings of identifiers, which regular expressions and templates have.
    (type) => !/(?:Distance|Dietary|BloodPressure)$/.test(type) || type.startsWith('HKCorrelation'),
  );
  expect(types.length).toBeGreaterThan(20);
  expect(types.filter((type) => !typeNames.has(typeLabel(type)))).toEqual([]);
  const keys = mentioned(
    /(?<=')HK(?:MetadataKey|TimeZone|WasUserEntered|Weather|Elevation|Average)\w*(?=')/g,
  );
  expect(keys.length).toBeGreaterThan(4);
  expect(keys.filter((key) => !metadataNames.has(metadataLabel(key)))).toEqual([]);
});

afterEach(() => loadLanguage('en', 'en-US'));

test('names are those of the language; what is unknown stays English', async () => {
  const labels = () => [
    typeLabel('HKQuantityTypeIdentifierHeartRate'),
    typeLabel('HKQuantityTypeIdentifierStepCount'),
    workoutName('HKWorkoutActivityTypeRunning'),
    workoutName('HKWorkoutActivityTypePlay'),
    workoutName('HKWorkoutActivityTypeSwimBikeRun'),
    valueLabel(category('SleepAnalysis'), 'HKCategoryValueSleepAnalysisAwake'),
    valueLabel(category('MenstrualFlow'), 'HKCategoryValueMenstrualFlowLight'),
    valueLabel(category('AppleStandHour'), 'HKCategoryValueAppleStandHourIdle'),
    workoutEventLabel('HKWorkoutEventTypePause'),
    workoutEventLabel('HKWorkoutEventTypeSegment'),
    metadataLabel('HKTimeZone'),
    ...eventCategories.map(categoryLabel),
    ...arrivalClasses.map(classLabel),
    unitText('HKQuantityTypeIdentifierStepCount', 'count'),
    unitText('HKQuantityTypeIdentifierHeartRate', 'count/min'),
    unitText('HKQuantityTypeIdentifierCyclingCadence', 'count/min'),
    ...errorCodes.map((code) => textFor(code).title),
  ];
  const english = labels();
  await loadLanguage('en', 'en-US', 'ltr');
  expect(labels().filter((label) => !label.includes('~'))).toEqual([]);
  expect(english.filter((label) => label.includes('~'))).toEqual([]);
  expect(unitName('HKQuantityTypeIdentifierStepCount', 'count')).toBe('steps');
  const foreign = '{name, of, nothing';
  expect(typeLabel('HKQuantityTypeIdentifierBarometricPressure')).toBe('Barometric pressure');
  expect(typeLabel(foreign)).toBe(foreign);
  expect(workoutName(`HKWorkoutActivityType${foreign}`)).not.toContain('~');
  expect(workoutName('HKWorkoutActivityTypeConstructor')).toBe('Constructor');
  expect(valueLabel(category('New'), 'HKCategoryValueNew{x')).not.toContain('~');
});

test('an ECG’s classification has no label where the file has the same word', async () => {
  expect(classificationLabel('Sinusrhythmus')).toBe('Sinus rhythm');
  expect(classificationLabel('Sinus Rhythm')).toBeNull();
  expect(classificationLabel('toString')).toBeNull();
  await loadLanguage('de', 'de-DE');
  expect(classificationLabel('Sinusrhythmus')).toBeNull();
  expect(classificationLabel('Sinus Rhythm')).toBe('Sinusrhythmus');
  expect(classificationLabel('洞調律')).toBe('Sinusrhythmus');
  await loadLanguage('en', 'en-US', 'ltr');
  expect(classificationLabel('Sinusrhythmus')).toContain('~');
});
