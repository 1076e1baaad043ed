/** Elements in a file, nested ones included (healthkit/README §1.5); ECG files and route points are counted, too. */
export const elementNames = [
  'Record',
  'Correlation',
  'Workout',
  'WorkoutActivity',
  'WorkoutEvent',
  'WorkoutStatistics',
  'WorkoutRoute',
  'ActivitySummary',
  'ClinicalRecord',
  'Audiogram',
  'VisionPrescription',
  'HeartRateVariabilityMetadataList',
  'InstantaneousBeatsPerMinute',
  'MetadataEntry',
  'Electrocardiogram',
  'RoutePoint',
  'unknown',
] as const;

export type ElementName = (typeof elementNames)[number];
export type ElementCounts = Record<ElementName, number>;

export function noElements(): ElementCounts {
  return Object.fromEntries(elementNames.map((name) => [name, 0])) as ElementCounts;
}
