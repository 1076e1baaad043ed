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
/** A file without ExportDate is as new as its newest record; a date in the future is ignored. */
const exportDate = `max(coalesce(export_at, ${ofReceipt}, min(receipt ->> '$.newestAt', started_at)))`;

/**
 * `HoldFacts.exportAt` of what the history holds. Interrupted runs, and runs in progress, have only some of their records:
 * they decide only while no run has ended, because an older date holds back more.
 */
export function newestExport(reader: Reader): () => number | null {
  const ended = reader
    .prepare<[], number | null>(
      `SELECT ${exportDate} FROM import_run WHERE state IN ('completed', 'partial')`,
    )
    .pluck();
  const cutShort = reader
    .prepare<[], number | null>(
      `SELECT ${exportDate} FROM import_run WHERE state IN ('cancelled', 'interrupted', 'running')`,
    )
    .pluck();
  return () => ended.get() ?? cutShort.get() ?? null;
}
