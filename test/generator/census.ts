/** The `elements` of the CLI's import line: all that stood in the file, nested ones included. */
export interface ElementCounts {
  Record: number;
  Correlation: number;
  Workout: number;
  WorkoutActivity: number;
  WorkoutEvent: number;
  WorkoutStatistics: number;
  WorkoutRoute: number;
  ActivitySummary: number;
  ClinicalRecord: number;
  Audiogram: number;
  VisionPrescription: number;
  HeartRateVariabilityMetadataList: number;
  InstantaneousBeatsPerMinute: number;
  MetadataEntry: number;
  Electrocardiogram: number;
  RoutePoint: number;
  unknown: number;
}

/** What a database holds after this file alone was imported into it. */
export interface ExpectedRows {
  records: number;
  /** Second occurrences in this file: `correlationTwins + copies`. */
  repeated: number;
  /** Records that stand both inside a correlation and at top level. */
  correlationTwins: number;
  /** Exact copies of a record at top level (`duplicateShare`). */
  copies: number;
  correlations: number;
  workouts: number;
  routes: number;
  routePoints: number;
  ecg: number;
  summaries: number;
  clinical: number;
  audiograms: number;
  visions: number;
  /** Stored records by type. */
  types: Record<string, number>;
}

export interface Census {
  /** Bytes of the main XML. */
  readonly bytes: number;
  readonly days: number;
  /** `YYYY-MM-DD` of the first day with data. */
  readonly firstDate: string;
  /** As printed in the file, and the instant in UTC seconds. */
  readonly exportDate: string;
  readonly exportAt: number;
  readonly offsetMinutes: number;
  readonly elements: Readonly<ElementCounts>;
  /** Record elements by type, nested ones included. */
  readonly types: Readonly<Record<string, number>>;
  readonly expected: Readonly<ExpectedRows>;
  /** Records whose sourceName carries a U+000B, or bytes that are not UTF-8. */
  readonly controlRecords: number;
  readonly badUtf8Records: number;
}

/** Counts while the file is written. */
export class Counter {
  readonly elements: ElementCounts = {
    Record: 0,
    Correlation: 0,
    Workout: 0,
    WorkoutActivity: 0,
    WorkoutEvent: 0,
    WorkoutStatistics: 0,
    WorkoutRoute: 0,
    ActivitySummary: 0,
    ClinicalRecord: 0,
    Audiogram: 0,
    VisionPrescription: 0,
    HeartRateVariabilityMetadataList: 0,
    InstantaneousBeatsPerMinute: 0,
    MetadataEntry: 0,
    Electrocardiogram: 0,
    RoutePoint: 0,
    unknown: 0,
  };
  readonly types = new Map<string, number>();
  readonly stored = new Map<string, number>();
  /** Records inside correlations that stand at top level too. */
  twins = 0;
  copies = 0;
  controlRecords = 0;
  badUtf8Records = 0;

  /** A Record element was written; `isNew` when its identity stood nowhere before. */
  record(type: string, isNew: boolean): void {
    this.elements.Record++;
    this.types.set(type, (this.types.get(type) ?? 0) + 1);
    if (isNew) this.stored.set(type, (this.stored.get(type) ?? 0) + 1);
  }

  expected(): ExpectedRows {
    const stored = [...this.stored].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      records: stored.reduce((sum, [, count]) => sum + count, 0),
      repeated: this.twins + this.copies,
      correlationTwins: this.twins,
      copies: this.copies,
      correlations: this.elements.Correlation,
      workouts: this.elements.Workout,
      routes: this.elements.WorkoutRoute,
      routePoints: this.elements.RoutePoint,
      ecg: this.elements.Electrocardiogram,
      summaries: this.elements.ActivitySummary,
      clinical: this.elements.ClinicalRecord,
      audiograms: this.elements.Audiogram,
      visions: this.elements.VisionPrescription,
      types: Object.fromEntries(stored),
    };
  }
}
