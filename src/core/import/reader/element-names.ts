import { sampleElementNames } from './sample-elements.ts';

/** Every element of healthkit/README §1.5, and the zones of iOS 27; anything else is unknown, kept and counted. */
export const knownElements = [
  'HealthData',
  'ExportDate',
  'Me',
  'Record',
  'MetadataEntry',
  'HeartRateVariabilityMetadataList',
  'InstantaneousBeatsPerMinute',
  'Correlation',
  'Workout',
  'WorkoutEvent',
  'WorkoutActivity',
  'WorkoutStatistics',
  'WorkoutZoneGroup',
  'WorkoutZone',
  'WorkoutRoute',
  'FileReference',
  'Location',
  'ActivitySummary',
  'ClinicalRecord',
  'Audiogram',
  'SensitivityPoint',
  'VisionPrescription',
  'RightEye',
  'LeftEye',
  'Attachment',
] as const;

/** Those that may be directly below the root and are read as a tree. */
export const treeElements: ReadonlySet<string> = new Set([
  'ExportDate',
  'Me',
  'Workout',
  'ActivitySummary',
  'ClinicalRecord',
  'Audiogram',
  'VisionPrescription',
  ...sampleElementNames,
]);
