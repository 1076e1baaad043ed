import { describe, expect, it } from 'vitest';
import { holdOf } from '../../../../src/core/events/hold.ts';
import type { EventCategory } from '../../../../src/shared/domain/event-category.ts';

const at = (text: string): number => Date.parse(text) / 1000;
/** 15 January, 07:00 in Berlin. */
const facts = { exportAt: at('2025-01-15T06:00:00Z'), homeZone: 'Europe/Berlin', phoneUsesTrendy: true };

describe('what is not queued yet', () => {
  it.each<[string, EventCategory, string, string, string | null]>([
    ['the day of the export', 'steps', '2025-01-14T23:00:00Z', '2025-01-15', 'incomplete'],
    ['the day before it', 'active_energy', '2025-01-13T23:00:00Z', '2025-01-14', null],
    ['a day ahead of it', 'steps', '2030-01-14T23:00:00Z', '2030-01-15', 'incomplete'],
    ['the night that is not over at 07:00', 'sleep', '2025-01-14T22:00:00Z', '2025-01-14', 'incomplete'],
    ['the night before that', 'sleep', '2025-01-13T22:00:00Z', '2025-01-13', null],
    ['a workout within 30 days', 'workout', '2024-12-16T06:00:01Z', '2024-12-16', 'held'],
    ['a workout 30 days ago', 'workout', '2024-12-16T06:00:00Z', '2024-12-16', null],
    ['water today', 'water', '2025-01-15T05:00:00Z', '2025-01-15', 'held'],
    ['a session yesterday', 'mindfulness', '2025-01-14T05:00:00Z', '2025-01-14', 'held'],
  ])('%s', (_, category, start, day, hold) => {
    expect(holdOf({ category, start: at(start), day }, facts)).toBe(hold);
  });

  it('holds no samples when the phone does not use Trendy, and the unfinished day all the same', () => {
    const alone = { ...facts, phoneUsesTrendy: false };
    expect(holdOf({ category: 'water', start: facts.exportAt, day: '2025-01-15' }, alone)).toBeNull();
    const steps = { category: 'steps', start: at('2025-01-14T23:00:00Z'), day: '2025-01-15' } as const;
    expect(holdOf(steps, alone)).toBe('incomplete');
    expect(holdOf(steps, { ...facts, exportAt: null })).toBeNull();
  });

  it('takes a night for complete when the export is of noon', () => {
    const night = { category: 'sleep', start: at('2025-01-14T22:00:00Z'), day: '2025-01-14' } as const;
    expect(holdOf(night, { ...facts, exportAt: at('2025-01-15T11:00:00Z') })).toBeNull();
  });
});
