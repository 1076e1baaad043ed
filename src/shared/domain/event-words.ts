import type { EventProperties, EventRow } from './event.ts';
import { durationText, figureText, type QuantityText } from './quantity-text.ts';

type Figured = Pick<EventRow, 'category' | 'properties' | 'start' | 'end'> & {
  readonly figure?: EventRow['figure'];
};

function amount(properties: EventProperties, key: string): number | null {
  const value = properties[key]?.value;
  return typeof value === 'number' ? value : null;
}

/** The property that says most of an event, with its unit (keys of trendy/README §3.2); durations in seconds. */
const mainOf: Readonly<Record<EventRow['category'], readonly [string, string]>> = {
  workout: ['Duration', 's'],
  steps: ['Step Count', 'steps'],
  sleep: ['Total Sleep', 's'],
  active_energy: ['Calories', 'kcal'],
  mindfulness: ['Duration', 's'],
  water: ['Amount (ml)', 'ml'],
};

/** Unit of the figures in an event's breakdown: its category's canonical one. */
export function eventUnit(category: EventRow['category']): string {
  return mainOf[category][1];
}

export function eventAmountText(category: EventRow['category'], value: number): QuantityText {
  const unit = eventUnit(category);
  return unit === 's'
    ? { figure: durationText(value), unit: '' }
    : { figure: figureText(Math.trunc(value)), unit };
}

/** Our own figure of an event: steps of the day, sleep of the night, how long a workout lasted. */
export function eventFigure({ category, properties, start, end, figure }: Figured): QuantityText {
  const value = figure ?? amount(properties, mainOf[category][0]);
  if (value !== null) return eventAmountText(category, value);
  return { figure: end !== null && end > start ? durationText(end - start) : '—', unit: '' };
}

/** What is sent of an event's figure where that is not our own; null where it is. */
export function sentFigure({ figure, ...event }: EventRow): QuantityText | null {
  return figure === null ? null : eventFigure(event);
}

/** Notes without the mark that Trendy's own app puts before them. */
export function plainNotes(notes: string): string {
  return notes.replace(/^Auto-logged: /, '');
}
