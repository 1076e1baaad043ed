import type { EventDetail, EventRow } from '../../../src/shared/domain/event.ts';
import type { EventCategory } from '../../../src/shared/domain/event-category.ts';
import { eventCategories } from '../../../src/shared/domain/event-category.ts';
import { rowAt } from './fake-history.ts';

const end = Math.floor(Date.now() / 1000 / 86_400) * 86_400;

const figures: Readonly<Record<EventCategory, readonly [string, 'number' | 'duration', number, string]>> = {
  workout: ['Duration', 'duration', 2_891, 'Auto-logged: Running'],
  steps: ['Step Count', 'number', 8_090, 'Auto-logged: 8090 steps'],
  sleep: ['Total Sleep', 'duration', 25_920, 'Auto-logged: 7h 12m of sleep'],
  active_energy: ['Calories', 'number', 512.4, 'Auto-logged: 512 kcal burned'],
  mindfulness: ['Duration', 'duration', 600, 'Auto-logged: Mindfulness session'],
  water: ['Amount (ml)', 'number', 250, 'Auto-logged: 250 ml water'],
};

const isDaily = (category: EventCategory) =>
  category === 'steps' || category === 'active_energy' || category === 'sleep';

function deliveriesOf(index: number): EventRow['deliveries'] {
  const base = {
    destination: 1,
    target: 'trendy' as const,
    host: 'api.trendy.example',
    mutation: index + 1,
    theirs: null,
  };
  if (index < 4) return [{ ...base, state: null, hold: 'incomplete', mutation: null }];
  if (index % 11 === 5) return [{ ...base, state: 'failed', hold: null }];
  if (index % 7 === 6) return [{ ...base, state: 'queued', hold: null }];
  if (index % 9 === 1) return [{ ...base, state: null, hold: 'held', mutation: null }];
  if (index % 13 === 7)
    return [
      {
        ...base,
        state: null,
        hold: 'theirs',
        mutation: null,
        theirs: {
          notes: 'Auto-logged: 9120 steps',
          properties: { 'Step Count': { type: 'number', value: 9_120 } },
        },
      },
    ];
  return [{ ...base, state: 'delivered', hold: null }];
}

export function eventAt(index: number, only?: EventCategory): EventRow {
  const category = only ?? eventCategories[index % eventCategories.length] ?? 'steps';
  const [key, type, value, notes] = figures[category];
  const dayAt = end - Math.floor(index / (only === undefined ? 6 : 1)) * 86_400;
  const start = isDaily(category) ? dayAt - 3_600 : dayAt + 7 * 3_600 + (index % 6) * 1_800;
  return {
    id: index + 1,
    category,
    start,
    end: category === 'workout' || category === 'mindfulness' ? start + value : null,
    isAllDay: isDaily(category),
    day: new Date(dayAt * 1000).toISOString().slice(0, 10),
    notes,
    figure: null,
    properties: {
      [key]: { type, value },
      ...(category === 'workout'
        ? {
            'Workout Type': { type: 'text', value: 'Running' },
            'Distance (m)': { type: 'number', value: 5_230 },
          }
        : {}),
      Date: { type: 'date', value: new Date(dayAt * 1000).toISOString() },
    },
    deliveries: deliveriesOf(index),
  };
}

/** A night that is sent with a nap of its day, and the nap, which History shows apart. */
const sharedNight = 3;
const napId = 2 ** 40;

function partOf({ deliveries: _, notes: __, ...part }: EventRow): EventDetail['shownAs'][number] {
  return part;
}

function napRow(): EventRow {
  const night = eventAt(sharedNight - 1);
  return {
    ...night,
    id: napId,
    start: night.start - 6 * 3_600,
    end: night.start - 6 * 3_600 + 5_400,
    isAllDay: false,
    notes: '1h 30m of sleep',
    properties: { 'Total Sleep': { type: 'duration', value: 5_400 } },
    deliveries: [],
  };
}

export function eventDetail(id: number): EventDetail {
  const row = id === napId ? napRow() : eventAt(id - 1);
  const value = Number(Object.values(row.properties)[0]?.value ?? 0);
  const watch = Math.round(value * 0.77);
  return {
    ...row,
    sampleId: `${row.category}-${row.day}`,
    merged: row.category === 'water' ? 1 : 0,
    breakdown: isDaily(row.category)
      ? [
          { source: 'Anna’s Apple Watch', value: watch, counted: watch },
          { source: 'Anna’s iPhone', value: Math.round(value * 0.6), counted: Math.round(value) - watch },
          { source: 'Pedometer', value: Math.round(value * 0.4), counted: 0 },
        ]
      : [],
    rulesVersion: 1,
    records: Array.from({ length: 12 }, (_, index) => rowAt(index, 'HKQuantityTypeIdentifierStepCount')),
    recordCount: 412,
    workout: row.category === 'workout' ? 1 : null,
    metadata: row.category === 'workout' ? [['HKIndoorWorkout', '0']] : [],
    sentAs: id === napId ? [partOf(eventAt(sharedNight - 1))] : null,
    shownAs: id === sharedNight ? [partOf(napRow())] : [],
  };
}
