import type { Writer } from '../../../src/core/db/open.ts';
import type { EventProperties } from '../../../src/shared/domain/event.ts';
import type { EventCategory } from '../../../src/shared/domain/event-category.ts';
import type { TrendySandbox } from '../../sandbox/trendy/start-trendy.ts';

export const startOfTests = Date.UTC(2025, 5, 1);
export const day = 86_400;

export interface EventInput {
  readonly category?: EventCategory;
  readonly start: number;
  readonly end?: number | null;
  readonly figure?: number;
  readonly sampleId?: string;
  /** Local; the UTC day of the start if absent. */
  readonly day?: string;
  readonly notes?: string;
  /** Instead of those of the figure. */
  readonly properties?: EventProperties;
}

const figures: Readonly<Record<EventCategory, readonly [string, 'number' | 'duration']>> = {
  workout: ['Duration', 'duration'],
  steps: ['Step Count', 'number'],
  sleep: ['Total Sleep', 'duration'],
  active_energy: ['Calories', 'number'],
  mindfulness: ['Duration', 'duration'],
  water: ['Amount (ml)', 'number'],
};

export function propertiesOf(category: EventCategory, figure: number): EventProperties {
  const [name, type] = figures[category];
  return { [name]: { type, value: figure } };
}

export type EventRow = {
  readonly id: number;
  readonly category: EventCategory;
  readonly start: number;
  readonly end: number | null;
  readonly day: string;
};

export function eventRow(writer: Writer, id: number): EventRow {
  const row = writer.prepare<[number], EventRow>('SELECT * FROM event WHERE id = ?').get(id);
  if (!row) throw new Error(`no event ${id}`);
  return row;
}

export function insertEvent(writer: Writer, input: EventInput): number {
  const { start, category = 'steps', figure = 8000, end = null } = input;
  const date = new Date(start * 1000).toISOString().slice(0, 10);
  const isDaily = category === 'steps' || category === 'active_energy' || category === 'sleep';
  const sampleId = input.sampleId ?? (isDaily ? `${category}-${date}` : `hkx-${category}-${start}`);
  const { lastInsertRowid } = writer
    .prepare<unknown[]>(
      `INSERT INTO event (category, start, "end", is_all_day, notes, sample_id, properties, day, rules_version, changed_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, 0)`,
    )
    .run(
      category,
      start,
      end,
      isDaily ? 1 : 0,
      input.notes ?? `Auto-logged: ${figure}`,
      sampleId,
      JSON.stringify(input.properties ?? propertiesOf(category, figure)),
      input.day ?? date,
    );
  return Number(lastInsertRowid);
}

/** Midnights of so many days before the clock's first day. */
export function midnights(count: number): number[] {
  return Array.from({ length: count }, (_, index) => startOfTests / 1000 - (count - index) * day);
}

/** The phone made this event itself, of the type that bears the default name. */
export function phoneMakes(
  trendy: TrendySandbox,
  { category = 'steps', start, end = null, figure = 8000, sampleId, notes }: EventInput,
) {
  const names = { steps: 'Steps', water: 'Water', workout: 'Workout' } as Record<string, string>;
  const name = names[category] ?? category;
  const type = trendy.eventTypes().find((each) => each.name === name) ?? trendy.phone.createType({ name });
  return trendy.phone.createEvent({
    eventTypeId: type.id,
    timestamp: start * 1e6,
    endDate: end === null ? null : end * 1e6,
    category,
    notes: notes ?? `Auto-logged: ${figure}`,
    isAllDay: category === 'steps',
    properties: propertiesOf(category, figure),
    ...(sampleId === undefined ? {} : { sampleId }),
  });
}
