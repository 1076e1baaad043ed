import type { ExportRequest } from '../../shared/contract/profiles.ts';
import type { Cell } from '../../shared/domain/csv.ts';
import { asFiled, shownUnit, shownValue, type Units } from '../../shared/domain/display-units.ts';
import { type DocumentDate, type DocumentRow, documentText } from '../../shared/domain/documents.ts';
import { type BeatsRow, classificationInEnglish, type EcgRow } from '../../shared/domain/ecg.ts';
import type { EventRow } from '../../shared/domain/event.ts';
import { eventAmount, plainNotes, shownEventUnit } from '../../shared/domain/event-words.ts';
import type { PressurePair, RecordRow, WorkoutRow } from '../../shared/domain/history.ts';
import { filedValue, unitText } from '../../shared/domain/quantity-text.ts';
import { typeLabel } from '../../shared/domain/type-label.ts';
import { valueLabel } from '../../shared/domain/value-label.ts';
import { workoutName } from '../../shared/domain/workout-name.ts';
import { utcDate } from '../../shared/time.ts';
import { zonedIso } from '../events/zone.ts';
import { kindOfGroup } from '../history/documents.ts';
import type { History } from '../history/history.ts';

/** A table that is read in pages, so that its length costs no memory. */
export interface ExportedTable {
  readonly columns: readonly string[];
  /** Pages of rows, each row as long as `columns`; may be walked once. */
  pages(): Iterable<readonly (readonly Cell[])[]>;
}

type Lists = Pick<
  History,
  'recordsPage' | 'workoutsPage' | 'eventsPage' | 'bloodPressures' | 'documentsPage' | 'ecgPage' | 'beatsPage'
>;
type Of<K extends ExportRequest['kind']> = Extract<ExportRequest, { kind: K }>;

const pageSize = 500;

/**
 * The rows of a list with its filters, in the order of the list, or the table that the page made. Times are of the home zone with
 * their offset, of UTC while it is not known. Values are those of the list in their full
 * precision, units those that the user reads.
 */
export function exportedTable(history: Lists, zone: string | null, request: ExportRequest): ExportedTable {
  switch (request.kind) {
    case 'records':
      return recordsTable(history, zone, request);
    case 'workouts':
      return workoutsTable(history, zone, request);
    case 'events':
      return eventsTable(history, zone, request);
    case 'blood-pressures':
      return pairsTable(history, zone, request);
    case 'documents':
      return documentsTable(history, zone, request);
    case 'ecgs':
      return ecgsTable(history, zone, request);
    case 'beats':
      return beatSeriesTable(history, zone, request);
    case 'table': {
      const { columns, rows } = request;
      return { columns, pages: () => [rows.map((row) => columns.map((_, index) => row[index] ?? null))] };
    }
  }
}

function* pagesOf<T>(
  read: (cursor: string | undefined) => { readonly rows: readonly T[]; readonly next: string | null },
  cells: (row: T) => readonly Cell[],
): Generator<readonly (readonly Cell[])[]> {
  let cursor: string | undefined;
  do {
    const page = read(cursor);
    yield page.rows.map(cells);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

/** A record's value and its unit, as the user reads them. */
function measuredIn(units: Units, { type, value, unit }: RecordRow): Cell[] {
  if (value === null) return [null, null];
  // Stored as a fraction and shown, here as in the list, as a percentage.
  if (unit === '%') return [filedValue(value, unit), '%'];
  const shown = shownUnit(type, unit, units);
  return [shownValue(value, shown), unitText(type, shown.unit)];
}

const spanAndType = (row: Pick<RecordRow, 'start' | 'end' | 'type'>, zone: string | null): Cell[] => [
  zonedIso(row.start, zone),
  zonedIso(row.end, zone),
  row.type,
  typeLabel(row.type),
];

const wordsOf = ({ type, text }: RecordRow): string | null =>
  text === null ? null : valueLabel(type, text) || text;

function recordsTable(
  history: Lists,
  zone: string | null,
  { kind: _, units = asFiled, ...filters }: Of<'records'>,
): ExportedTable {
  const columns = ['start', 'end', 'type', 'name', 'value', 'unit', 'text', 'source'];
  const cells = (row: RecordRow): Cell[] => [
    ...spanAndType(row, zone),
    ...measuredIn(units, row),
    wordsOf(row),
    row.source,
    ...(filters.isRemoved ? [row.removed] : []),
  ];
  return {
    columns: filters.isRemoved ? [...columns, 'removed'] : columns,
    pages: () => pagesOf((cursor) => history.recordsPage({ ...filters, cursor, limit: pageSize }), cells),
  };
}

function workoutsTable(
  history: Lists,
  zone: string | null,
  { kind: _, units = asFiled, ...filters }: Of<'workouts'>,
): ExportedTable {
  const columns = [
    ...['start', 'end', 'activity', 'name', 'duration', 'duration_unit'],
    ...['distance', 'distance_unit', 'energy', 'energy_unit', 'has_route', 'source'],
    // Of one workout by several apps, one counts; the others are named as the list does.
    ...['is_counted', 'same_workout_by'],
  ];
  const measured = (value: number | null, unit: string, type = ''): Cell[] => {
    if (value === null) return [null, null];
    const shown = shownUnit(type, unit, units);
    return [shownValue(value, shown), type === '' ? unit : unitText(type, shown.unit)];
  };
  const cells = (row: WorkoutRow): Cell[] => [
    zonedIso(row.start, zone),
    zonedIso(row.end, zone),
    row.activity,
    workoutName(row.activity),
    ...measured(row.duration, 's'),
    ...measured(row.distance, 'm', 'HKQuantityTypeIdentifierDistanceWalkingRunning'),
    ...measured(row.energy, 'kcal', 'HKQuantityTypeIdentifierActiveEnergyBurned'),
    row.hasRoute,
    row.source,
    row.twinOf === null,
    orNull((row.twinOf === null ? row.twins : [row.twinOf]).map(({ source }) => source).join('; ')),
    ...(filters.isRemoved ? [row.removed] : []),
  ];
  return {
    columns: filters.isRemoved ? [...columns, 'removed'] : columns,
    pages: () => pagesOf((cursor) => history.workoutsPage({ ...filters, cursor, limit: pageSize }), cells),
  };
}

function eventsTable(
  history: Lists,
  zone: string | null,
  { kind: _, units = asFiled, ...filters }: Of<'events'>,
): ExportedTable {
  const cells = (row: EventRow): Cell[] => {
    const amount = eventAmount(row);
    const shown = shownEventUnit(row.category, units);
    return [
      row.day,
      zonedIso(row.start, zone),
      row.end === null ? null : zonedIso(row.end, zone),
      row.isAllDay,
      row.category,
      amount === null ? null : shownValue(amount, shown),
      amount === null ? null : shown.unit,
      plainNotes(row.notes),
      row.deliveries.map(({ target, state, hold }) => `${target}: ${hold ?? state ?? 'not sent'}`).join('; '),
    ];
  };
  return {
    columns: ['day', 'start', 'end', 'all_day', 'category', 'value', 'unit', 'notes', 'deliveries'],
    pages: () => pagesOf((cursor) => history.eventsPage({ ...filters, cursor, limit: pageSize }), cells),
  };
}

function pairsTable(
  history: Lists,
  zone: string | null,
  { kind: _, ...filters }: Of<'blood-pressures'>,
): ExportedTable {
  const cells = (row: PressurePair): Cell[] => [
    zonedIso(row.start, zone),
    row.systolic,
    row.diastolic,
    row.unit,
    row.source,
  ];
  return {
    columns: ['time', 'systolic', 'diastolic', 'unit', 'source'],
    pages: () => pagesOf((cursor) => history.bloodPressures({ ...filters, cursor, limit: pageSize }), cells),
  };
}

/** As exactly as the document says it: `2024`, `2024-03`, `2024-03-01`, or an instant in the home zone. */
function documentDate({ at, precision }: DocumentDate, zone: string | null): string {
  if (precision === 'time') return zonedIso(at, zone);
  return utcDate(at).slice(0, { year: 4, month: 7, day: 10 }[precision]);
}

const orNull = (text: string | null): string | null => (text === '' ? null : text);

/** A document's own columns (the source and the removal come after them), by the kind of its list. */
const documentColumns = {
  clinical: ['date', 'name', 'value', 'range', 'status'],
  audiogram: ['time', 'frequencies'],
  vision: ['issued', 'type', 'expires'],
  record: ['start', 'end', 'type', 'name', 'value', 'unit', 'text', 'metadata'],
  correlation: ['start', 'end', 'type', 'name', 'records'],
} as const satisfies Record<DocumentRow['kind'], readonly string[]>;

function documentCells(row: DocumentRow, units: Units, zone: string | null): Cell[] {
  switch (row.kind) {
    case 'clinical':
      return [
        row.date === null ? null : documentDate(row.date, zone),
        row.name === null ? null : documentText(row.name),
        row.value === null ? null : documentText(row.value),
        row.range,
        row.status,
      ];
    case 'audiogram':
      return [zonedIso(row.start, zone), row.frequencies];
    case 'vision':
      return [
        zonedIso(row.start, zone),
        row.type,
        row.expiresAt === null ? null : zonedIso(row.expiresAt, zone),
      ];
    case 'record':
      return [
        ...spanAndType(row, zone),
        ...measuredIn(units, row),
        wordsOf(row),
        orNull(row.metadata.map(([key, value]) => `${key}: ${value}`).join('; ')),
      ];
    case 'correlation':
      return [
        ...spanAndType(row, zone),
        orNull(
          row.members
            .map((member) =>
              [typeLabel(member.type), ...measuredIn(units, member), wordsOf(member)]
                .filter((part) => part !== null)
                .join(' '),
            )
            .join('; '),
        ),
      ];
  }
}

function documentsTable(
  history: Lists,
  zone: string | null,
  { kind: _, units = asFiled, ...filters }: Of<'documents'>,
): ExportedTable {
  const cells = (row: DocumentRow): Cell[] => [
    ...documentCells(row, units, zone),
    row.source,
    ...(filters.isRemoved ? [row.removed] : []),
  ];
  return {
    columns: [
      ...documentColumns[kindOfGroup(filters.group)],
      'source',
      ...(filters.isRemoved ? ['removed'] : []),
    ],
    pages: () => pagesOf((cursor) => history.documentsPage({ ...filters, cursor, limit: pageSize }), cells),
  };
}

/** The classification as in the file, with Apple's English name where that is known; the heart rate is ours (shared/domain/ecg.ts). */
function ecgsTable(history: Lists, zone: string | null, { kind: _, ...filters }: Of<'ecgs'>): ExportedTable {
  const columns = [
    ...['recorded', 'classification', 'classification_name'],
    ...['heart_rate_bpm', 'heart_rate_records', 'symptoms', 'length_s'],
  ];
  const cells = (row: EcgRow): Cell[] => [
    zonedIso(row.recordedAt, zone),
    row.classification,
    row.classification === null ? null : classificationInEnglish(row.classification),
    row.heartRate?.mean ?? null,
    row.heartRate?.records ?? null,
    row.symptoms,
    row.seconds,
    ...(filters.isRemoved ? [row.removed] : []),
  ];
  return {
    columns: filters.isRemoved ? [...columns, 'removed'] : columns,
    pages: () => pagesOf((cursor) => history.ecgPage({ ...filters, cursor, limit: pageSize }), cells),
  };
}

function beatSeriesTable(
  history: Lists,
  zone: string | null,
  { kind: _, ...filters }: Of<'beats'>,
): ExportedTable {
  const columns = ['start', 'end', 'type', 'name', 'value', 'unit', 'beats', 'source'];
  const cells = (row: BeatsRow): Cell[] => [
    ...spanAndType(row, zone),
    ...measuredIn(asFiled, row),
    row.beats,
    row.source,
    ...(filters.isRemoved ? [row.removed] : []),
  ];
  return {
    columns: filters.isRemoved ? [...columns, 'removed'] : columns,
    pages: () => pagesOf((cursor) => history.beatsPage({ ...filters, cursor, limit: pageSize }), cells),
  };
}
