import { dayText, wireTime } from '../../shared/time.ts';
import { countedValues, dividedAt, type FigureSample } from './daily-figures.ts';
import { type BreakdownPart, type DerivedEvent, dailySampleId, rounded } from './derived-event.ts';
import type { RankOf } from './source-priority.ts';
import type { Zone } from './zone.ts';

export type DailyCategory = 'steps' | 'active_energy';

const texts = {
  steps: { property: 'Step Count', noteOf: (whole: number) => `Auto-logged: ${whole} steps` },
  active_energy: { property: 'Calories', noteOf: (whole: number) => `Auto-logged: ${whole} kcal burned` },
} as const;

/** The part of a source that counts on one day. */
interface DayPart {
  value: number;
  counted: number;
  /** Of `counted`, by samples that start on the day, wherever they end: the phone's rule at Trendy. */
  atStart: number;
}

/**
 * One event for each local day from `first` to `last` on which anything counts. Two figures of a day: HealthKit divides a sample
 * that lasts over midnight pro rata, and so does our own; Trendy's phone takes it whole on the day of its start
 * (trendy/README §3.2, §3.3), and so does the sent event. `samples`, ascending by start, must hold all that start in those days
 * or last into them, and all that overlap one of these.
 */
export function dailyEvents(
  category: DailyCategory,
  samples: readonly FigureSample[],
  days: { readonly first: number; readonly last: number },
  zone: Zone,
  rankOf: RankOf,
): DerivedEvent[] {
  const edges = Array.from({ length: days.last - days.first + 2 }, (_, after) =>
    zone.startOf(days.first + after),
  );
  const parts = dividedAt(samples, edges);
  const counted = countedValues(parts, rankOf);
  const byDay = new Map<number, Map<number, DayPart>>();
  const partOf = (day: number, source: number): DayPart => {
    const sources = byDay.get(day) ?? new Map<number, DayPart>();
    byDay.set(day, sources);
    const part = sources.get(source) ?? { value: 0, counted: 0, atStart: 0 };
    sources.set(source, part);
    return part;
  };
  parts.forEach(({ source, value, span, startSpan }, index) => {
    const own = partOf(days.first + span, source);
    own.value += value;
    own.counted += counted[index] ?? 0;
    partOf(days.first + startSpan, source).atStart += counted[index] ?? 0;
  });
  const events: DerivedEvent[] = [];
  for (let day = days.first; day <= days.last; day++) {
    const sources = byDay.get(day);
    const event = sources && dailyEvent(category, day, zone.startOf(day), sources, rankOf);
    if (event) events.push(event);
  }
  return events;
}

function dailyEvent(
  category: DailyCategory,
  day: number,
  midnight: number,
  sources: ReadonlyMap<number, DayPart>,
  rankOf: RankOf,
): DerivedEvent | null {
  const parts = [...sources].sort(([a], [b]) => rankOf(a) - rankOf(b));
  const breakdown: BreakdownPart[] = parts
    .filter(([, part]) => part.value !== 0 || part.counted !== 0)
    .map(([source, { value, counted }]) => ({ source, value: rounded(value), counted: rounded(counted) }));
  const figure = rounded(breakdown.reduce((sum, { counted }) => sum + counted, 0));
  const sent = rounded(parts.reduce((sum, [, part]) => sum + rounded(part.atStart), 0));
  if (figure <= 0 && sent <= 0) return null;
  const isLocal = sent <= 0;
  const said = isLocal ? figure : sent;
  const { property, noteOf } = texts[category];
  return {
    category,
    start: midnight,
    end: null,
    isAllDay: true,
    notes: noteOf(Math.trunc(said)),
    sampleId: dailySampleId(category, midnight),
    properties: {
      [property]: { type: 'number', value: said },
      Date: { type: 'date', value: wireTime(midnight) },
    },
    day: dayText(day),
    merged: 0,
    breakdown,
    figure: figure === said ? null : figure,
    isLocal,
  };
}
