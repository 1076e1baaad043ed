import { countedValues, type FigureSample } from './daily-figures.ts';
import type { BreakdownPart, DerivedEvent } from './derived-event.ts';
import { rounded } from './rounded.ts';
import { dailySampleId } from './sample-id.ts';
import type { RankOf } from './source-priority.ts';
import { dayText, wireTime } from './wire-time.ts';
import type { Zone } from './zone.ts';

export type DailyCategory = 'steps' | 'active_energy';

const texts = {
  steps: { property: 'Step Count', noteOf: (whole: number) => `Auto-logged: ${whole} steps` },
  active_energy: { property: 'Calories', noteOf: (whole: number) => `Auto-logged: ${whole} kcal burned` },
} as const;

/**
 * One event for each local day from `first` to `last` whose figure is above zero (trendy-backend §3.2, §3.3). A sample
 * belongs whole to the local day of its start. `samples`, ascending by start, must hold all that start in those days and
 * all that overlap one of these.
 */
export function dailyEvents(
  category: DailyCategory,
  samples: readonly FigureSample[],
  days: { readonly first: number; readonly last: number },
  zone: Zone,
  rankOf: RankOf,
): DerivedEvent[] {
  const counted = countedValues(samples, rankOf);
  const events: DerivedEvent[] = [];
  let index = 0;
  for (let day = days.first; day <= days.last; day++) {
    const midnight = zone.startOf(day);
    const end = zone.startOf(day + 1);
    while (index < samples.length && (samples[index]?.start ?? 0) < midnight) index++;
    const parts = new Map<number, { value: number; counted: number }>();
    for (; index < samples.length; index++) {
      const sample = samples[index];
      if (sample === undefined || sample.start >= end) break;
      const part = parts.get(sample.source) ?? { value: 0, counted: 0 };
      part.value += sample.value;
      part.counted += counted[index] ?? 0;
      parts.set(sample.source, part);
    }
    const breakdown = [...parts]
      .sort(([a], [b]) => rankOf(a) - rankOf(b))
      .map(([source, part]) => ({ source, value: rounded(part.value), counted: rounded(part.counted) }));
    const event = dailyEvent(category, day, midnight, breakdown);
    if (event !== null) events.push(event);
  }
  return events;
}

function dailyEvent(
  category: DailyCategory,
  day: number,
  midnight: number,
  breakdown: readonly BreakdownPart[],
): DerivedEvent | null {
  const total = rounded(breakdown.reduce((sum, part) => sum + part.counted, 0));
  if (total <= 0) return null;
  const { property, noteOf } = texts[category];
  return {
    category,
    start: midnight,
    end: null,
    isAllDay: true,
    notes: noteOf(Math.trunc(total)),
    sampleId: dailySampleId(category, midnight),
    properties: {
      [property]: { type: 'number', value: total },
      Date: { type: 'date', value: wireTime(midnight) },
    },
    day: dayText(day),
    merged: 0,
    breakdown,
  };
}
