import { describe, expect, test } from 'vitest';
import type { History } from '../../../../src/core/history/history.ts';
import { eventCategories } from '../../../../src/shared/domain/event-category.ts';
import { randomFor, whole } from '../../../generator/random.ts';
import { addDestination, addEvents, addFarEvent, addMutation, type SeedEvent } from './event-seed.ts';
import { historyFile } from './history-file.ts';

const historyOf = (events: readonly SeedEvent[]) =>
  historyFile(({ database }) => addEvents(database, events));

function everyPage(history: History, filter: object, limit: number): number[] {
  const ids: number[] = [];
  let cursor: string | undefined;
  do {
    const page = history.eventsPage({ ...filter, cursor, limit });
    ids.push(...page.rows.map(({ id }) => id));
    // Read again up to where the next begins, it is the same page, however much an answer may hold.
    if (page.next !== null)
      expect(history.eventsPage({ ...filter, cursor, until: page.next, limit: 2 * limit })).toEqual({
        ...page,
        next: null,
      });
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return ids;
}

const typed = (type: string) => ({ 'Workout Type': { type: 'text', value: type } });

describe('eventsPage', () => {
  test.each([1, 2, 3])('pages make the sorted list, seed %i', (seed) => {
    const random = randomFor(seed, 'events');
    const taken = new Set<string>();
    const events = Array.from({ length: whole(random, 1, 200) }, (_, i): SeedEvent => {
      const category = eventCategories[whole(random, 0, 5)] ?? 'water';
      // A night may begin on the day after the one that it belongs to.
      const day = `1970-01-0${whole(random, 1, 4)}`;
      return { id: i + 1, category, start: whole(random, -40, 40), day };
    }).filter(({ category, start }) => !taken.has(`${category}${start}`) && taken.add(`${category}${start}`));
    const history = historyOf(events);
    const chance = <T>(value: T): T | undefined => (random() < 0.5 ? value : undefined);
    for (let i = 0; i < 60; i += 1) {
      const category = chance(eventCategories[whole(random, 0, 5)] ?? 'water');
      const from = chance(whole(random, -45, 45));
      const to = chance(whole(random, -45, 45));
      const fromDay = chance(`1970-01-0${whole(random, 1, 4)}`);
      const toDay = chance(`1970-01-0${whole(random, 1, 4)}`);
      const expected = events
        .filter((event) => (category ?? event.category) === event.category)
        .filter(({ start }) => start >= (from ?? -Infinity) && start < (to ?? Infinity))
        .filter(({ day = '' }) => day >= (fromDay ?? '') && day <= (toDay ?? '2'))
        .sort((a, b) => (b.day ?? '').localeCompare(a.day ?? '') || b.start - a.start || b.id - a.id);
      const ids = everyPage(history, { category, from, to, fromDay, toDay }, whole(random, 1, 40));
      expect(ids).toEqual(expected.map(({ id }) => id));
    }
  });

  test('a night that began after midnight stands among what its evening’s day has, after it in time', () => {
    const history = historyOf([
      { id: 1, category: 'steps', start: 0, day: '1970-01-01' },
      { id: 2, category: 'sleep', start: 88_200, day: '1970-01-01' },
      { id: 3, category: 'steps', start: 86_400, day: '1970-01-02' },
      { id: 4, category: 'water', start: 87_000, day: '1970-01-02' },
    ]);
    expect(everyPage(history, {}, 1)).toEqual([4, 3, 2, 1]);
    expect(everyPage(history, { fromDay: '1970-01-01', toDay: '1970-01-01' }, 10)).toEqual([2, 1]);
    expect(everyPage(history, { fromDay: '1970-01-02' }, 10)).toEqual([4, 3]);
  });

  test('text is found in notes and workout types, in any case, taken literally, never in the mark before notes', () => {
    const history = historyOf([
      { id: 1, category: 'workout', start: 1, notes: 'Auto-logged: Running', properties: typed('Running') },
      { id: 2, category: 'workout', start: 2, notes: 'with Ada', properties: typed('Other') },
      { id: 3, category: 'steps', start: 3, notes: 'Auto-logged: 100 steps' },
      { id: 4, category: 'water', start: 4, notes: '100% water' },
      { id: 5, category: 'steps', start: 5, notes: 'x', properties: typed('Running') },
    ]);
    const found = (text: string) => everyPage(history, { text }, 1);
    expect(found('RUN')).toEqual([1]);
    expect(found('other')).toEqual([2]);
    expect(found(' ada ')).toEqual([2]);
    expect(found('100')).toEqual([4, 3]);
    expect(found('100%')).toEqual([4]);
    expect(found('1_0')).toEqual([]);
    expect(found('logged')).toEqual([]);
    expect(found('')).toHaveLength(5);
  });

  test('notes that the page says in another language are found by the English that is stored', () => {
    const history = historyOf([
      { id: 1, category: 'workout', start: 1, notes: 'Auto-logged: Hiking', properties: typed('Hiking') },
      { id: 2, category: 'workout', start: 2, notes: 'with Ada', properties: typed('Hiking') },
      { id: 3, category: 'steps', start: 3, notes: 'Auto-logged: 100 steps' },
      { id: 4, category: 'steps', start: 4, notes: 'many steps' },
      { id: 5, category: 'sleep', start: 5, notes: 'Auto-logged: 7h 20m of sleep' },
      { id: 6, category: 'water', start: 6, notes: 'zum Wandern' },
    ]);
    const found = (text: string, notes: string[]) => everyPage(history, { text, notes }, 1);
    expect(found('wandern', ['Hiking'])).toEqual([6, 2, 1]);
    // A figure as the page groups it.
    expect(found('1.00', ['*100* steps', '*100* ml water'])).toEqual([3]);
    expect(found('100 Schritte', ['*100 steps'])).toEqual([3]);
    expect(found('schritte', ['# steps'])).toEqual([3]);
    expect(found('schlaf', ['#m of sleep'])).toEqual([5]);
    expect(found('nichts', [])).toEqual([]);
  });

  test('events are counted by category', () => {
    const history = historyOf([
      { id: 1, category: 'water', start: 1 },
      { id: 2, category: 'steps', start: 1 },
      { id: 3, category: 'water', start: 2 },
    ]);
    expect(history.eventCounts({})).toEqual([
      { category: 'steps', count: 1 },
      { category: 'water', count: 2 },
    ]);
  });

  test('the cursor of another list is refused', () => {
    const history = historyFile(() => {});
    expect(() => history.eventsPage({ cursor: '1wn.5.6', limit: 10 })).toThrow(
      expect.objectContaining({ code: 'request.invalid' }),
    );
  });

  test('pages of 20,000 events with their deliveries: each event once, no page longer than asked (times: bench history)', () => {
    const count = 20_000;
    const history = historyFile(({ database }) => {
      const properties = { 'Step Count': { type: 'number', value: 8000 } };
      const events = Array.from({ length: count }, (_, i): SeedEvent => {
        const category = eventCategories[i % 6] ?? 'water';
        return { id: i + 1, category, start: i * 3600, notes: `Auto-logged: ${i} steps`, properties };
      });
      addEvents(database, events);
      addDestination(database, { id: 1, kinds: eventCategories });
      for (let id = 1; id <= count; id += 1) {
        addMutation(database, { event: id, state: 'delivered' });
        addFarEvent(database, { id: `far-${id}`, event: id, isOurs: true });
      }
    });
    const pagesOf = (filter: object) => {
      const ids: number[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = history.eventsPage({ ...filter, cursor, limit: 100 });
        expect(page.rows.length).toBeLessThanOrEqual(100);
        ids.push(...page.rows.map(({ id }) => id));
        if (page.next === null) return ids;
        cursor = page.next;
      }
    };
    expect(history.eventsPage({ limit: 100 }).rows[0]?.deliveries).toMatchObject([{ state: 'delivered' }]);
    const all = pagesOf({});
    expect([all.length, new Set(all).size]).toEqual([count, count]);
    expect(pagesOf({ category: 'steps' })).toHaveLength(
      Math.ceil((count - eventCategories.indexOf('steps')) / 6),
    );
    expect(pagesOf({ text: 'nothing such' })).toEqual([]);
  });
});
