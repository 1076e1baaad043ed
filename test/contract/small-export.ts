import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const source = 'sourceName="Sam’s Apple&#160;Watch" sourceVersion="10.1"';
const device =
  'device="&lt;&lt;HKDevice: 0x1&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch&gt;"';
const heart = 'type="HKQuantityTypeIdentifierHeartRate" unit="count/min"';
const asleep = 'type="HKCategoryTypeIdentifierSleepAnalysis" value="HKCategoryValueSleepAnalysisAsleepCore"';

/** One heart rate a minute from 2025-03-01 08:00 UTC. */
function heartRates(count: number): string[] {
  return Array.from({ length: count }, (_, minute) => {
    const at = `${stamp(minute)} +0100`;
    return `<Record ${heart} ${source} ${device} creationDate="${at}" startDate="${at}" endDate="${at}" value="${60 + (minute % 40)}"/>`;
  });
}

function stamp(minute: number): string {
  return new Date(Date.UTC(2025, 2, 1, 9, minute)).toISOString().slice(0, 19).replace('T', ' ');
}

/**
 * A bare export.xml of `count` heart rates, one night's sleep stage, a workout with its route inline and a blood pressure:
 * at least one row for every call of the contract. Returns its path.
 */
export function writeSmallExport(dir: string, count = 20, name = 'export.xml'): string {
  const pressure = (kind: string, value: number) =>
    `<Record type="HKQuantityTypeIdentifierBloodPressure${kind}" ${source} unit="mmHg" startDate="${stamp(5)} +0100" endDate="${stamp(5)} +0100" value="${value}"/>`;
  const span = `startDate="${stamp(10)} +0100" endDate="${stamp(40)} +0100"`;
  const location = (minute: number) =>
    `<Location date="${stamp(minute)} +0100" latitude="52.5${minute}" longitude="13.4" altitude="34" horizontalAccuracy="1" verticalAccuracy="1" course="1" speed="1"/>`;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<HealthData locale="en_DE">',
    `<ExportDate value="2025-03-10 10:00:00 +0100"/>`,
    '<Me HKCharacteristicTypeIdentifierDateOfBirth="1980-01-01" HKCharacteristicTypeIdentifierBiologicalSex="HKBiologicalSexNotSet" HKCharacteristicTypeIdentifierBloodType="HKBloodTypeNotSet" HKCharacteristicTypeIdentifierFitzpatrickSkinType="HKFitzpatrickSkinTypeNotSet"/>',
    ...heartRates(count),
    `<Record ${asleep} ${source} startDate="2025-02-28 23:00:00 +0100" endDate="2025-03-01 01:00:00 +0100"><MetadataEntry key="HKTimeZone" value="Europe/Berlin"/></Record>`,
    `<Correlation type="HKCorrelationTypeIdentifierBloodPressure" ${source} startDate="${stamp(5)} +0100" endDate="${stamp(5)} +0100">${pressure('Systolic', 121)}${pressure('Diastolic', 79)}</Correlation>`,
    `<Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="30" durationUnit="min" totalDistance="5" totalDistanceUnit="km" ${source} ${span}><WorkoutRoute ${source} ${span}>${location(10)}${location(20)}</WorkoutRoute></Workout>`,
    '</HealthData>',
  ];
  const path = join(dir, name);
  writeFileSync(path, lines.join('\n'));
  return path;
}

/** What writeSmallExport holds: the heart rates, the sleep stage and the two of the blood pressure. */
export function recordsIn(count = 20): number {
  return count + 3;
}
