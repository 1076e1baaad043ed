import type { ElementCounts } from '../../shared/domain/element-counts.ts';
import type { Problem } from '../../shared/domain/receipt.ts';
import type {
  Metadata,
  Statistic,
  WorkoutActivity,
  WorkoutEvent,
  ZoneGroup,
} from '../../shared/domain/workout.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { DateStyle } from '../healthkit/date.ts';
import type { Electrocardiogram } from '../healthkit/sidecar/ecg.ts';

/** The messages between the import thread and the data program during one import run. */

/** Numbers of dictionary entries are the thread's own, in order of first sight; see NewEntries. */
export interface SampleHead {
  readonly source: number;
  readonly origin: number;
  readonly created: number | null;
  readonly metadata: Metadata;
}

/** A route of a workout: points inline (iOS 12), or a file of the archive with its size, null where it is missing. */
export interface RouteItem {
  readonly file: string;
  readonly size: number | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly metadata: Metadata;
  /** `unreadable`: points left out, and figures that are missing. */
  readonly points: {
    readonly count: number;
    readonly columns: ArrayBuffer;
    readonly unreadable: number;
  } | null;
}

export interface WorkoutItem extends SampleHead {
  readonly kind: 'workout';
  readonly activity: string;
  readonly start: number;
  readonly end: number;
  /** s without pauses, m, kcal. */
  readonly duration: number | null;
  readonly distance: number | null;
  readonly energy: number | null;
  readonly statistics: readonly Statistic[];
  readonly events: readonly WorkoutEvent[];
  readonly activities: readonly WorkoutActivity[];
  readonly zones: readonly ZoneGroup[];
  readonly routes: readonly RouteItem[];
}

export interface CorrelationItem extends SampleHead {
  readonly kind: 'correlation';
  /** As in the `correlation` column of its records. */
  readonly ordinal: number;
  readonly type: number;
  readonly start: number;
  readonly end: number;
}

export interface SummaryItem {
  readonly kind: 'summary';
  /** YYYY-MM-DD as Apple dated it. */
  readonly date: string;
  /** Figures by attribute name, energy in kcal. */
  readonly content: Readonly<Record<string, number | string>>;
}

export interface ClinicalItem {
  readonly kind: 'clinical';
  readonly identifier: string;
  readonly sourceUrl: string;
  readonly type: string;
  readonly sourceName: string;
  readonly fhirVersion: string | null;
  readonly receivedAt: number | null;
  /** File of the archive, null where it names none or it is missing. */
  readonly file: string | null;
}

export interface DocumentItem {
  readonly kind: 'document';
  readonly class: 'audiogram' | 'vision';
  readonly start: number;
  readonly source: number;
  /** JSON, with instants in UTC seconds, so equal documents are equal text in every export. */
  readonly content: string;
}

export interface KeptItem {
  readonly kind: 'kept';
  readonly name: string;
  readonly reason: ErrorCode;
  readonly xml: string;
}

export type Item = WorkoutItem | CorrelationItem | SummaryItem | ClinicalItem | DocumentItem | KeptItem;

/** Dictionary entries first seen since the message before. */
export interface NewEntries {
  readonly types: readonly string[];
  readonly sources: readonly { readonly folded: string; readonly name: string }[];
  readonly origins: readonly {
    readonly unit: string;
    readonly sourceVersion: string;
    readonly device: string;
  }[];
  readonly texts: readonly string[];
}

export interface ArchiveFacts {
  readonly kind: 'zip' | 'folder' | 'xml';
  readonly name: string;
  readonly fingerprint: string;
  readonly totalBytes: number;
  /** As declared by the archive; may be wrong (Finder writes sizes modulo 2^32). */
  readonly declaredXmlBytes: number;
  readonly electrocardiograms: readonly { readonly file: string; readonly size: number }[];
}

export interface HeadFacts {
  readonly locale: string | null;
  readonly exportAt: number | null;
  /** How the file prints dates: those of the files beside the XML too. */
  readonly dates: DateStyle;
  readonly me: Readonly<Record<string, string>>;
}

export interface Progress {
  /** Compressed bytes of the main XML taken in, and bytes of XML that came out. */
  readonly readBytes: number;
  readonly xmlBytes: number;
  readonly reading: string | null;
}

export interface BatchMessage extends Progress {
  readonly kind: 'batch';
  readonly rows: { readonly count: number; readonly capacity: number; readonly buffer: ArrayBuffer };
  /** JSON texts, one a line: one long text crosses faster than many short ones. */
  readonly metadata: string;
  /** Row number and JSON of its beats. */
  readonly beats: readonly (readonly [number, string])[];
  readonly items: readonly Item[];
  readonly entries: NewEntries;
}

export interface SkippedKind {
  readonly kind: string;
  readonly skipped: number;
  readonly read: number;
}

/** Whether more of a kind was skipped than not. */
export const isMostlySkipped = ({ skipped, read }: SkippedKind): boolean => 2 * skipped > read;

export interface XmlSummary {
  readonly elements: ElementCounts;
  readonly types: Readonly<Record<string, number>>;
  readonly skipped: number;
  readonly problems: readonly Problem[];
  readonly offsets: readonly (readonly [number, number])[];
  readonly exportVersion: string | null;
  /** Record types, and elements by name, of which more were skipped than read. */
  readonly mostlySkipped: readonly SkippedKind[];
  /** The same, if any were not read: missing ones may be among them. */
  readonly unreadKinds: readonly string[];
  /** Why reading stopped early, null when the document was whole. */
  readonly cut: { readonly code: ErrorCode; readonly percent: number } | null;
}

export type FromThread =
  | { readonly kind: 'opened'; readonly facts: ArchiveFacts }
  | { readonly kind: 'head'; readonly head: HeadFacts }
  | BatchMessage
  | ({ readonly kind: 'xmlEnd'; readonly summary: XmlSummary } & Progress)
  | {
      readonly kind: 'route';
      readonly file: string;
      readonly size: number;
      readonly count: number;
      readonly startAt: number | null;
      readonly endAt: number | null;
      readonly columns: ArrayBuffer;
      /** Points and figures that could not be read; whether the file breaks off. */
      readonly unreadable: number;
      readonly isCut: boolean;
    }
  | { readonly kind: 'ecg'; readonly file: string; readonly size: number; readonly ecg: EcgFacts }
  | { readonly kind: 'clinical'; readonly file: string; readonly text: string }
  | {
      readonly kind: 'fileProblem';
      readonly file: string;
      readonly code: ErrorCode;
      readonly example: string;
    }
  | { readonly kind: 'end' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'verified'; readonly altered: readonly string[] }
  | {
      readonly kind: 'error';
      readonly code: ErrorCode;
      readonly details: Readonly<Record<string, string | number | boolean | null>>;
      /** Unexpected errors: for the log, never shown to the user. */
      readonly cause?: unknown;
    };

export type EcgFacts = Omit<Electrocardiogram, 'samples' | 'offsetMinutes'> & {
  readonly sampleCount: number;
  /** Float32, this machine's byte order (little endian everywhere we run). */
  readonly samples: ArrayBuffer;
};

/**
 * `open` and `readHead` get one response. `read` sends batches, each for a credit, then `xmlEnd`; `files` the same, then
 * `end`. `stop` ends the current work with only the response `stopped`; another `read` may follow.
 */
export type ToThread =
  /** Prepares for the next run; ends early once another message comes, and gets no response. */
  | { readonly kind: 'warmUp' }
  | { readonly kind: 'open'; readonly path: string }
  | { readonly kind: 'readHead' }
  /** `storedRoutes`: files whose points need not be read ahead; null if no file will be requested. */
  | { readonly kind: 'read'; readonly storedRoutes: readonly string[] | null }
  | { readonly kind: 'credit'; readonly buffer: ArrayBuffer | null }
  | {
      readonly kind: 'files';
      readonly routes: readonly string[];
      readonly electrocardiograms: readonly string[];
      readonly clinical: readonly string[];
    }
  | { readonly kind: 'verify' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'close' };
