import { zoneOf } from '../../core/events/zone.ts';
import { dayNumber } from '../../shared/time.ts';

/** A bound given by `--from` or `--to`: a day, which counts whole at both ends, or an instant in UTC seconds. */
export type TimeBound =
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'instant'; readonly at: number };

const form = /^(\d{4})-(\d\d)-(\d\d)$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?$/;

/**
 * Reads a bound as typed. An instant without an offset is in this computer's zone; fractions are
 * rounded up, because records start on whole seconds. Null for anything else, impossible days included.
 */
export function readTimeBound(text: string): TimeBound | null {
  if (form.test(text)) {
    const at = Date.parse(`${text}T00:00:00Z`);
    const isDay = !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
    return isDay ? { kind: 'day', day: text } : null;
  }
  if (!instant.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : { kind: 'instant', at: Math.ceil(at / 1000) };
}

/**
 * UTC seconds at which a bound begins (`from`, inclusive) or ends (`to`, exclusive: the beginning of the
 * day after). Days are in the home zone, as in History, or in this computer's zone while there is none.
 */
export function boundAt(bound: TimeBound, end: 'from' | 'to', homeZone: string | null): number {
  if (bound.kind === 'instant') return bound.at;
  const plus = end === 'to' ? 1 : 0;
  if (homeZone !== null) return zoneOf(homeZone).startOf(dayNumber(bound.day) + plus);
  const [year = 0, month = 1, date = 1] = bound.day.split('-').map(Number);
  return Math.ceil(new Date(year, month - 1, date + plus).getTime() / 1000);
}
