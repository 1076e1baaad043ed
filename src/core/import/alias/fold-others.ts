import type { Writer } from '../../db/open.ts';
import { updateEither } from '../removal/removed-rows.ts';
import type { SyncIdentities } from '../removal/sync-identities.ts';
import { DerivedFigures } from '../writer/derived.ts';
import type { FoldedClass } from '../writer/record-store.ts';

type OnRemoved = (itemClass: FoldedClass, run: number) => void;
type OtherTable = 'correlation' | 'workout' | 'document';
/** Called with the row that replaces a removed one. */
type OnKept = (table: OtherTable, id: number) => void;

/** The identity of rows across sources, and the class that a row arrives under. */
const identities: Readonly<Record<OtherTable, { keys: readonly string[]; itemClass: string }>> = {
  correlation: { keys: ['type', 'start', '"end"', 'members'], itemClass: "'correlation'" },
  workout: { keys: ['activity', 'start', '"end"'], itemClass: "'workout'" },
  document: { keys: ['class', 'start', 'content_hash'], itemClass: 'n.class' },
};

interface Twins {
  readonly id: number;
  readonly kept: number;
  readonly run: number;
  readonly itemClass: FoldedClass;
}

/**
 * Moves workouts, correlations and documents of source `newer` to `original`; rows that the original has already, or had before they were
 * removed, are removed, and `onRemoved` gets the run that had added them. Inside a transaction, after the records.
 */
export function foldOthers(
  writer: Writer,
  newer: number,
  original: number,
  syncs: SyncIdentities,
  onRemoved: OnRemoved,
  onKept: OnKept,
): void {
  touchWorkouts(writer, newer);
  for (const table of ['correlation', 'workout', 'document'] as const) {
    const remove = writer.prepare<[number]>(`DELETE FROM ${table} WHERE id = ?`);
    for (const { id, kept, run, itemClass } of twinsOf(writer, table, newer, original)) {
      if (table === 'workout') foldWorkout(writer, id, kept, onRemoved);
      remove.run(id);
      onKept(table, kept);
      onRemoved(itemClass, run);
      if (table !== 'document') syncs.replace(table, id, kept, original);
    }
    writer.prepare<[number, number]>(`UPDATE ${table} SET source = ? WHERE source = ?`).run(original, newer);
  }
}

function twinsOf(writer: Writer, table: OtherTable, newer: number, original: number): Twins[] {
  const { keys, itemClass } = identities[table];
  const isSame = keys.map((key) => `o.${key} = n.${key}`).join(' AND ');
  const among = (others: string) =>
    `SELECT n.id, o.id AS kept, n.run, ${itemClass} AS itemClass
     FROM ${table} n JOIN ${others} o ON ${isSame} AND o.source = @original WHERE n.source = @newer`;
  return writer
    .prepare<[{ newer: number; original: number }], Twins>(
      `${among(table)} UNION ALL ${among(`removed_${table}`)}`,
    )
    .all({ newer, original });
}

/** Removed workouts, and workouts with a changed source: events of these days are derived again. */
function touchWorkouts(writer: Writer, source: number): void {
  const derived = new DerivedFigures(writer);
  const spans = writer
    .prepare<[number], [number, number]>('SELECT start, "end" FROM workout WHERE source = ?')
    .raw();
  for (const [start, end] of spans.all(source)) derived.touchWorkout(start, end);
}

/** Copies and routes stay with the workout that stays. */
function foldWorkout(writer: Writer, newer: number, kept: number, onRemoved: OnRemoved): void {
  const raise = 'SET copies = max(copies, (SELECT copies FROM workout WHERE id = ?)) WHERE id = ?';
  updateEither<[number, number]>(writer, 'workout', raise).run(newer, kept);
  for (const run of foldRoutes(writer, newer, kept)) onRemoved('route', run);
}

/** Routes that only the newer workout has, or has the points of, stay with the workout that stays. The runs of the others. */
function foldRoutes(writer: Writer, newer: number, kept: number): number[] {
  writer
    .prepare<[number, number]>(
      `DELETE FROM route WHERE workout = ? AND points IS NULL
       AND file IN (SELECT file FROM route WHERE workout = ? AND points IS NOT NULL)`,
    )
    .run(kept, newer);
  writer
    .prepare<[number, number]>('UPDATE OR IGNORE route SET workout = ? WHERE workout = ?')
    .run(kept, newer);
  return writer
    .prepare<[number], number>('DELETE FROM route WHERE workout = ? RETURNING run')
    .pluck()
    .all(newer);
}
