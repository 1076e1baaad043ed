import type { Writer } from '../../db/open.ts';
import { DerivedFigures } from '../writer/derived.ts';
import type { FoldedClass } from '../writer/record-store.ts';

type OnRemoved = (itemClass: FoldedClass, run: number) => void;
/** Told the row that stays in the place of one that goes. */
type OnKept = (table: 'workout' | 'correlation' | 'document', id: number) => void;

/**
 * Moves workouts, correlations and documents of source `newer` to `original`; what the original has already goes, and
 * `onRemoved` is told the run that had added it. Inside a transaction, after the records.
 */
export function foldOthers(
  writer: Writer,
  newer: number,
  original: number,
  onRemoved: OnRemoved,
  onKept: OnKept,
): void {
  foldCorrelations(writer, newer, original, onRemoved, onKept);
  foldWorkouts(writer, newer, original, onRemoved, onKept);
  const kept = writer
    .prepare<[number, number], number>(
      `SELECT o.id FROM document n JOIN document o ON o.class = n.class AND o.start = n.start
       AND o.content_hash = n.content_hash AND o.source = ? WHERE n.source = ?`,
    )
    .pluck();
  for (const id of kept.all(original, newer)) onKept('document', id);
  writer
    .prepare<[number, number]>('UPDATE OR IGNORE document SET source = ? WHERE source = ?')
    .run(original, newer);
  const left = writer
    .prepare<[number], { class: 'audiogram' | 'vision'; run: number }>(
      'DELETE FROM document WHERE source = ? RETURNING class, run',
    )
    .all(newer);
  for (const row of left) onRemoved(row.class, row.run);
}

function foldCorrelations(
  writer: Writer,
  newer: number,
  original: number,
  onRemoved: OnRemoved,
  onKept: OnKept,
): void {
  const kept = writer
    .prepare<[number, number], number>(
      `SELECT o.id FROM correlation n JOIN correlation o ON o.type = n.type AND o.start = n.start AND o."end" = n."end"
       AND o.members = n.members AND o.source = ? WHERE n.source = ?`,
    )
    .pluck();
  for (const id of kept.all(original, newer)) onKept('correlation', id);
  writer
    .prepare<[number, number]>('UPDATE OR IGNORE correlation SET source = ? WHERE source = ?')
    .run(original, newer);
  const left = writer
    .prepare<[number], number>('DELETE FROM correlation WHERE source = ? RETURNING run')
    .pluck()
    .all(newer);
  for (const run of left) onRemoved('correlation', run);
}

interface WorkoutTwins {
  readonly id: number;
  readonly kept: number;
  readonly copies: number;
}

/** Workouts that go, and workouts whose source is another now: events of these days are derived anew. */
function touchWorkouts(writer: Writer, source: number): void {
  const derived = new DerivedFigures(writer);
  const spans = writer
    .prepare<[number], [number, number]>('SELECT start, "end" FROM workout WHERE source = ?')
    .raw();
  for (const [start, end] of spans.all(source)) derived.touchWorkout(start, end);
}

function foldWorkouts(
  writer: Writer,
  newer: number,
  original: number,
  onRemoved: OnRemoved,
  onKept: OnKept,
): void {
  touchWorkouts(writer, newer);
  const twins = writer
    .prepare<[number, number], WorkoutTwins>(
      `SELECT n.id, o.id AS kept, n.copies FROM workout n JOIN workout o
       ON o.activity = n.activity AND o.start = n.start AND o."end" = n."end" AND o.source = ? WHERE n.source = ?`,
    )
    .all(original, newer);
  const remove = writer.prepare<[number], number>('DELETE FROM workout WHERE id = ? RETURNING run').pluck();
  const raise = writer.prepare<[number, number]>('UPDATE workout SET copies = max(copies, ?) WHERE id = ?');
  for (const { id, kept, copies } of twins) {
    for (const run of foldRoutes(writer, id, kept)) onRemoved('route', run);
    onKept('workout', kept);
    raise.run(copies, kept);
    onRemoved('workout', remove.get(id) ?? 0);
  }
  writer.prepare<[number, number]>('UPDATE workout SET source = ? WHERE source = ?').run(original, newer);
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
