import { describe, expect, test } from 'vitest';
import type { History } from '../../../../src/core/history/history.ts';
import type { RecordRow } from '../../../../src/shared/domain/history.ts';
import { randomFor, whole } from '../../../generator/random.ts';
import { addOrigin, addSource, addType, type SeedRecord } from '../../../support/seed-history.ts';
import { historyFile } from './history-file.ts';

type Input = Parameters<History['recordsPage']>[0];
type Filter = Omit<Input, 'cursor' | 'limit'>;

const day = 86_400;
const typeNames = ['A', 'B', 'C', 'D', 'E', 'F', 'Empty'];

/** Uneven types and sources, equal starts in plenty, both sides of 1970, one source rare. */
function randomRecords(seed: number): SeedRecord[] {
  const random = randomFor(seed, 'records');
  const days = whole(random, 1, 60);
  const count = whole(random, 1, 1200);
  const first = (whole(random, 0, 40) - 20) * day;
  return Array.from({ length: count }, () => {
    const type = 1 + Math.floor(random() ** 3 * 6);
    const rare = random() < 0.02;
    // A step of many seconds makes equal starts; a step of a day puts them at midnight.
    const step = [1, 600, day][whole(random, 0, 2)] ?? 1;
    return {
      type,
      start: first + Math.floor((random() * days * day) / step) * step,
      // Some last over midnight, and some longer than what counts in the next day.
      duration: random() < 0.1 ? whole(random, 1, 27) * 3600 : whole(random, 0, 2) * 60,
      source: rare ? 4 : 1 + Math.floor(random() ** 2 * 3),
      valueKey: whole(random, 1, 4),
      value: whole(random, 1, 4),
      origin: 1,
    };
  });
}

function filled(records: readonly SeedRecord[]): History {
  return historyFile(({ database, addRecord }) => {
    for (const name of typeNames) addType(database, name);
    for (let i = 1; i <= 5; i += 1) addSource(database, `source ${i}`);
    for (const record of records) addRecord(record);
  });
}

function everyPage(history: History, filter: Filter, limit: () => number): RecordRow[] {
  const rows: RecordRow[] = [];
  let cursor: string | undefined;
  do {
    const size = limit();
    const page = history.recordsPage({ ...filter, cursor, limit: size });
    // Read again up to where the next begins, it is the same page, however much an answer may hold.
    if (page.next !== null && rows.length < 50)
      expect(history.recordsPage({ ...filter, cursor, until: page.next, limit: 2 * size })).toEqual({
        ...page,
        next: null,
      });
    expect(page.rows.length).toBeLessThanOrEqual(size);
    if (page.next !== null) expect(page.rows).toHaveLength(size);
    rows.push(...page.rows);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return rows;
}

interface Expected extends SeedRecord {
  readonly id: number;
}

/** The same list by plain sorting. */
function expectedIds(records: readonly Expected[], filter: Filter): number[] {
  const sign = filter.order === 'newest' ? -1 : 1;
  const from = filter.from ?? -Infinity;
  const isIn = ({ start, duration }: Expected): boolean =>
    start >= from || (filter.isOverlapping === true && duration <= 25 * 3600 && start + duration > from);
  return records
    .filter((r) => filter.type === undefined || typeNames[r.type - 1] === filter.type)
    .filter((r) => filter.source === undefined || r.source === filter.source)
    .filter((r) => isIn(r) && r.start < (filter.to ?? Infinity))
    .sort((a, b) => sign * (a.start - b.start || a.id - b.id))
    .map((r) => r.id);
}

/** What a unique key keeps, with the ids that SQLite gives. */
function withIds(records: readonly SeedRecord[]): Expected[] {
  const kept = new Map<string, SeedRecord>();
  for (const r of records) {
    const key = [r.type, r.start, r.duration, r.source, r.valueKey].join();
    if (!kept.has(key)) kept.set(key, r);
  }
  return [...kept.values()].map((r, i) => ({ ...r, id: i + 1 }));
}

describe('recordsPage', () => {
  test.each(Array.from({ length: 12 }, (_, i) => i + 1))('pages make the sorted list, seed %i', (seed) => {
    const records = withIds(randomRecords(seed));
    const history = filled(records);
    const random = randomFor(seed, 'filters');
    const starts = records.map((r) => r.start);
    const chance = <T>(share: number, value: T): T | undefined => (random() < share ? value : undefined);
    const someStart = (): number => (starts[whole(random, 0, starts.length - 1)] ?? 0) + whole(random, -1, 1);
    for (let i = 0; i < 60; i += 1) {
      const filter: Filter = {
        order: random() < 0.5 ? 'newest' : 'oldest',
        type: chance(0.5, typeNames[whole(random, 0, typeNames.length - 1)] ?? ''),
        source: chance(0.5, whole(random, 1, 5)),
        from: chance(0.4, someStart()),
        to: chance(0.4, someStart()),
        isOverlapping: chance(0.4, true),
      };
      const largest = random() < 0.5 ? 7 : 500;
      const rows = everyPage(history, filter, () => whole(random, 1, largest));
      expect(
        rows.map((row) => row.id),
        JSON.stringify(filter),
      ).toEqual(expectedIds(records, filter));
    }
  });

  test('what lasts into a span is among its records if asked for: 23:50 to 00:10, not what ends at midnight', () => {
    const steps = { type: 1, source: 1, valueKey: 1, value: 1, origin: 1 };
    const history = filled([
      { ...steps, start: day - 600, duration: 1200 },
      { ...steps, start: day - 1200, duration: 1200 },
      { ...steps, start: day - 3600, duration: 26 * 3600 },
      { ...steps, start: 2 * day, duration: 60 },
    ]);
    const span: Filter = { type: 'A', from: day, to: 2 * day, order: 'newest' };
    const starts = (more: Partial<Filter>) =>
      history.recordsPage({ ...span, ...more, limit: 9 }).rows.map(({ start }) => start);
    expect(starts({})).toEqual([]);
    expect(starts({ isOverlapping: true })).toEqual([day - 600]);
    expect(starts({ isOverlapping: true, source: 1 })).toEqual([day - 600]);
  });

  test('a row says the printed value and unit, or the text of a category', () => {
    const history = historyFile(({ database, addRecord }) => {
      const [quantity, category, bare] = ['Distance', 'Sleep', 'Mindful'].map((n) => addType(database, n));
      const source = addSource(database, 'Ada’s Watch');
      const miles = addOrigin(database, 'mi');
      const row = { start: 100, duration: 60, source, value: null, origin: 1 };
      addRecord({ ...row, type: quantity ?? 0, valueKey: 3218.688, value: 2, origin: miles });
      addRecord({ ...row, type: category ?? 0, valueKey: 'Core' });
      addRecord({ ...row, type: bare ?? 0, valueKey: '' });
    });
    const common = { start: 100, end: 160, source: 'Ada’s Watch', removed: null };
    expect(history.recordsPage({ order: 'oldest', limit: 9 })).toEqual({
      rows: [
        { ...common, id: 1, type: 'Distance', value: 2, text: null, unit: 'mi' },
        { ...common, id: 2, type: 'Sleep', value: null, text: 'Core', unit: null },
        { ...common, id: 3, type: 'Mindful', value: null, text: null, unit: null },
      ],
      next: null,
    });
  });

  test.each(['newest', 'oldest'] as const)('a cursor outside the range begins at its edge, %s', (order) => {
    const records = withIds(
      Array.from({ length: 40 }, (_, i) => {
        return { type: 1, start: 9 - (i >> 2), duration: i & 3, source: 1, valueKey: 1, value: 1, origin: 1 };
      }),
    );
    const history = filled(records);
    const first = history.recordsPage({ order, limit: 2 });
    const filter: Filter = { order, from: 3, to: 6 };
    for (const more of [{}, { type: 'A' }, { type: 'A', source: 1 }]) {
      const page = history.recordsPage({ ...filter, ...more, cursor: first.next ?? '', limit: 50 });
      expect(page.rows.map((row) => row.id)).toEqual(expectedIds(records, filter));
    }
  });

  test('an unknown type or source, and an empty range, are empty pages', () => {
    const history = filled(randomRecords(1));
    const empty = { rows: [], next: null };
    expect(history.recordsPage({ type: 'Nothing', order: 'newest', limit: 10 })).toEqual(empty);
    expect(history.recordsPage({ source: 99, order: 'newest', limit: 10 })).toEqual(empty);
    expect(history.recordsPage({ from: 10, to: 10, order: 'newest', limit: 10 })).toEqual(empty);
  });

  test.each([
    '',
    'x',
    '1rn.5',
    '2rn.5.6',
    '1ro.5.6',
    '1wn.5.6',
    '1rn.5.0',
    '1rn.9999999999999999.1',
    '1rn.5.6 ',
  ])('a cursor that is not ours is refused: %j', (cursor) => {
    const history = filled([]);
    expect(() => history.recordsPage({ order: 'newest', cursor, limit: 10 })).toThrow(
      expect.objectContaining({ code: 'request.invalid' }),
    );
  });
});
