import type { ExportRequest } from '../../shared/contract/profiles.ts';
import type { Cell } from '../../shared/domain/csv.ts';
import { asFiled, shownUnit, shownValue } from '../../shared/domain/display-units.ts';
import type { EventRow } from '../../shared/domain/event.ts';
import { eventAmount, plainNotes, shownEventUnit } from '../../shared/domain/event-words.ts';
import type { RecordRow, WorkoutRow } from '../../shared/domain/history.ts';
import { unitText } from '../../shared/domain/quantity-text.ts';
import { typeLabel } from '../../shared/domain/type-label.ts';
import { valueLabel } from '../../shared/domain/value-label.ts';
import { workoutName } from '../../shared/domain/workout-name.ts';
import { zonedIso } from '../events/zone.ts';
import type { History } from '../history/history.ts';

/** A table that is read in pages, so that its length costs no memory. */
export interface ExportedTable {
  readonly columns: readonly string[];
  /** Pages of rows, each row as long as `columns`; may be walked once. */
  pages(): Iterable<readonly (readonly Cell[])[]>;
}

type Lists = Pick<History, 'recordsPage' | 'workoutsPage' | 'eventsPage'>;
type Of<K extends ExportRequest['kind']> = Extract<ExportRequest, { kind: K }>;

const pageSize = 500;

/**
 * The rows of a list of History with its filters, in the order of the list, or the table that the page made. Times are of the home zone with
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

function recordsTable(
  history: Lists,
  zone: string | null,
  { kind: _, units = asFiled, ...filters }: Of<'records'>,
): ExportedTable {
  const columns = ['start', 'end', 'type', 'name', 'value', 'unit', 'text', 'source'];
  const measured = ({ type, value, unit }: RecordRow): Cell[] => {
    if (value === null) return [null, null];
    // Stored as a fraction and shown, here as in the list, as a percentage.
    if (unit === '%') return [Math.round(value * 1e8) / 1e6, '%'];
    const shown = shownUnit(type, unit, units);
    return [shownValue(value, shown), unitText(type, shown.unit)];
  };
  const cells = (row: RecordRow): Cell[] => [
    zonedIso(row.start, zone),
    zonedIso(row.end, zone),
    row.type,
    typeLabel(row.type),
    ...measured(row),
    row.text === null ? null : valueLabel(row.type, row.text) || row.text,
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
