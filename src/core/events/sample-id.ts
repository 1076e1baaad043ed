import { createHash } from 'node:crypto';
import type { EventCategory } from '../../shared/domain/event-category.ts';
import { utcDate } from '../../shared/time.ts';

const dailyPrefixes = { steps: 'steps', active_energy: 'activeEnergy', sleep: 'sleep' } as const;

/** The phone's own id of a day's or night's event: the UTC date of its local midnight (trendy/README §3.2, §3.4). */
export function dailySampleId(category: keyof typeof dailyPrefixes, midnight: number): string {
  return `${dailyPrefixes[category]}-${utcDate(midnight)}`;
}

/**
 * Our own id of a single sample's event, because exports carry no uuid (trendy/README §3.7). Of category, start, end and
 * activity, never the value: a later export may print the value differently. Only `[A-Za-z0-9-]`.
 */
export function ownSampleId(category: EventCategory, start: number, end: number, activity: string): string {
  const hash = createHash('sha256').update(`${category}|${start}|${end}|${activity}`).digest('hex');
  return `hkx-${category}-${hash.slice(0, 32)}`;
}
