import { createHash } from 'node:crypto';
import type { EventCategory } from '../../../shared/domain/event-category.ts';

/** The fields that our PUT may change, and the only ones that are compared (trendy/README §3.3: never the timestamp). */
export interface EventContent {
  readonly notes: string | null;
  readonly is_all_day: boolean;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The same content gives the same text in any key order of Postgres and Go; an absent note is an empty one. */
export function contentHash({ notes, is_all_day, properties }: EventContent): string {
  const text = JSON.stringify(sorted([notes ?? '', is_all_day, properties]));
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return entries.map(([key, part]) => [key, sorted(part)]);
}

/** trendy/README §3.3: smaller differences of a daily figure are not worth a request, and the phone ignores them too. */
const thresholds: Partial<Record<EventCategory, Threshold>> = {
  steps: { property: 'Step Count', least: 1, others: [] },
  active_energy: { property: 'Calories', least: 1, others: [] },
  sleep: {
    property: 'Total Sleep',
    least: 60,
    others: ['Core Sleep', 'Deep Sleep', 'REM Sleep', 'Time Awake', 'Bedtime', 'Wake Time'],
  },
};

interface Threshold {
  readonly property: string;
  readonly least: number;
  /** Figures and instants that may differ while the first is the same; a stage that is absent is none of it. */
  readonly others: readonly string[];
}

/** Whether Trendy's version differs from ours enough to be rewritten. */
export function differsEnough(category: EventCategory, ours: EventContent, theirs: EventContent): boolean {
  const threshold = thresholds[category];
  if (threshold) {
    const [mine, remote] = [ours, theirs].map((content) => figureOf(content, threshold.property));
    if (typeof mine === 'number' && typeof remote === 'number')
      return (
        isOtherDay(ours, theirs) ||
        [threshold.property, ...threshold.others].some(
          (name) => Math.abs(measureOf(ours, name) - measureOf(theirs, name)) >= threshold.least,
        )
      );
  }
  return contentHash(ours) !== contentHash(theirs);
}

/** Another home zone moves the midnight that a daily event names, even if its figure stays the same. */
function isOtherDay(ours: EventContent, theirs: EventContent): boolean {
  const [mine, remote] = [ours, theirs].map((content) => figureOf(content, 'Date'));
  return typeof mine === 'string' && typeof remote === 'string' && Date.parse(mine) !== Date.parse(remote);
}

/** A figure, or an instant in seconds; 0 if absent. */
function measureOf(content: EventContent, name: string): number {
  const value = figureOf(content, name);
  if (typeof value === 'number') return value;
  const at = typeof value === 'string' ? Date.parse(value) / 1000 : 0;
  return Number.isFinite(at) ? at : 0;
}

function figureOf({ properties }: EventContent, name: string): unknown {
  const property = properties[name];
  return typeof property === 'object' && property !== null && 'value' in property
    ? property.value
    : undefined;
}
