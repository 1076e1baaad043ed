import type { ErrorCode } from '../../shared/errors.ts';
import { dayNumber, secondsPerDay } from '../../shared/time.ts';
import type { Reader } from '../db/open.ts';
import type { DerivedEvent } from './derived-event.ts';
import { clockSlackSeconds } from './spans.ts';
import { zoneOf } from './zone.ts';

/** trendy/README §3.7: the phone's own window for single samples; it may still send these under its own ids. */
const heldSeconds = 30 * secondsPerDay;
const heldCategories: ReadonlySet<string> = new Set(['workout', 'water', 'mindfulness']);

export interface HoldFacts {
  /** ExportDate of the newest export, UTC seconds; null before the first import. */
  readonly exportAt: number | null;
  readonly homeZone: string;
  /** False once the user said that the phone does not use Trendy. */
  readonly phoneUsesTrendy: boolean;
}

/**
 * Why an event is not queued yet (outbox/README, Holds). incomplete: a figure of the day of ExportDate or
 * later, or a night that had not ended by then: it ends at noon. held: a single sample of the last 30 days.
 * Errors: settings.unknown_zone.
 */
export function holdOf(
  { category, start, day }: Pick<DerivedEvent, 'category' | 'start' | 'day'>,
  { exportAt, homeZone, phoneUsesTrendy }: HoldFacts,
): 'incomplete' | 'held' | null {
  if (exportAt === null) return null;
  if (heldCategories.has(category)) {
    return phoneUsesTrendy && start > exportAt - heldSeconds ? 'held' : null;
  }
  const zone = zoneOf(homeZone);
  if (category === 'sleep') {
    const night = dayNumber(day);
    return exportAt < zone.noonOf(night + 1) ? 'incomplete' : null;
  }
  return zone.dayOf(start) >= zone.dayOf(exportAt) ? 'incomplete' : null;
}

/** SQL: `exportedAt` (spans.ts) of a receipt, where earlier versions wrote the date as printed. */
const ofReceipt = `iif(receipt ->> '$.exportAt' > started_at + ${clockSlackSeconds}, started_at, receipt ->> '$.exportAt')`;
/** A file without ExportDate is as new as its newest record or workout; a date in the future is ignored. */
const exportDate = `max(coalesce(export_at, ${ofReceipt}, min(receipt ->> '$.newestAt', started_at)))`;

/** Of a partial run that was read to its end, and of no other. */
const readToEnd: ErrorCode = 'import.mostly_skipped';
/** Other runs have only some of their records. */
const isWhole = `(state = 'completed' OR (state = 'partial' AND code = '${readToEnd}'))`;

/**
 * ExportDate of the newest export that the history holds: later samples are not counted. Interrupted runs, and runs in progress, decide only
 * while no run has ended.
 */
export function newestExport(reader: Reader): () => number | null {
  return firstDate(
    reader,
    "state IN ('completed', 'partial')",
    "state IN ('cancelled', 'interrupted', 'running')",
  );
}

/**
 * `HoldFacts.exportAt` of what the history holds: the newest export that was read to its end. One that was cut short may lack the rest of
 * what an older one holds back, so it decides only while there is no other; an older date holds back more. If no file gives any date, a
 * whole one is as old as its import.
 */
export function newestWholeExport(reader: Reader): () => number | null {
  const dated = firstDate(reader, isWhole, "state IN ('partial', 'cancelled', 'interrupted', 'running')");
  const undated = reader
    .prepare<[], number | null>(`SELECT max(started_at) FROM import_run WHERE ${isWhole}`)
    .pluck();
  return () => dated() ?? undated.get() ?? null;
}

/** The newest date of the runs that are `decisive`, else of the `others`; null if none has one. */
function firstDate(reader: Reader, decisive: string, others: string): () => number | null {
  const [first, second] = [decisive, others].map((runs) =>
    reader.prepare<[], number | null>(`SELECT ${exportDate} FROM import_run WHERE ${runs}`).pluck(),
  );
  return () => first?.get() ?? second?.get() ?? null;
}
