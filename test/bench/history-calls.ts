import type { Reader } from '../../src/core/db/open.ts';
import { encodeCursor } from '../../src/core/history/cursor.ts';
import type { History } from '../../src/core/history/history.ts';
import { type Random, whole } from '../generator/random.ts';
import { benchTypes } from './history-census.ts';
import { benchEnd, benchStart } from './history-database.ts';

/** Chooses its input before the clock starts; what it gives back is timed. */
type BenchCall = (random: Random) => () => unknown;

const limit = 100;
const watch = 1;
const rare = 8;
const huge = 'HKQuantityTypeIdentifierActiveEnergyBurned';

/** Every kind of question that the History page asks, by name. `stored` is the largest record id. */
export function benchCalls(reader: Reader, history: History, stored: number): Record<string, BenchCall> {
  const names = benchTypes().map(({ name }) => name);
  const anyType = (random: Random): string => names[whole(random, 0, names.length - 1)] ?? huge;
  const anyAt = (random: Random): number => whole(random, benchStart, benchEnd);
  const anyOrder = (random: Random) => (random() < 0.5 ? 'newest' : 'oldest');
  const anyRange = (random: Random) => {
    const from = anyAt(random);
    return { from, to: from + whole(random, 1, 400) * 86_400 };
  };
  const page =
    (filter: (random: Random) => Partial<Parameters<History['recordsPage']>[0]>): BenchCall =>
    (random) => {
      const input = { order: anyOrder(random), limit, ...filter(random) } as const;
      return () => history.recordsPage(input);
    };
  /** Some page far behind the first: as if the row before it stood anywhere in the ten years. */
  const later = (filter: (random: Random) => Partial<Parameters<History['recordsPage']>[0]>): BenchCall =>
    page((random) => {
      const order = anyOrder(random);
      const last = { start: anyAt(random), id: whole(random, 1, stored) };
      return { ...filter(random), order, cursor: encodeCursor('records', order, last) };
    });
  const anySource = (random: Random) => ({ source: whole(random, 1, 8) });
  const byId = reader.prepare<[number], unknown>('SELECT * FROM record WHERE id = ?');

  return {
    floor: (random) => {
      const id = whole(random, 1, stored);
      return () => byId.get(id);
    },
    'first page, a type': page((random) => ({ type: anyType(random) })),
    'first page, the largest type': page(() => ({ type: huge, order: 'newest' })),
    'first page, all types': page(() => ({})),
    'first page, all types, a source': page(anySource),
    'first page, all types, the rare source': page(() => ({ source: rare })),
    'first page, the largest type, a source': page((random) => ({ type: huge, ...anySource(random) })),
    'first page, the largest type, the rare source': page(() => ({ type: huge, source: rare })),
    'first page, a type, a range': page((random) => ({ type: anyType(random), ...anyRange(random) })),
    'first page, all types, a range': page(anyRange),
    'first page, all types, a source, a range': page((random) => ({
      ...anySource(random),
      ...anyRange(random),
    })),
    'first page, the largest type, the rare source, a range': page((random) => ({
      type: huge,
      source: rare,
      ...anyRange(random),
    })),
    'later page, a type': later((random) => ({ type: anyType(random) })),
    'later page, the largest type': later(() => ({ type: huge })),
    'later page, all types': later(() => ({})),
    'later page, all types, a source': later(anySource),
    'later page, all types, the rare source': later(() => ({ source: rare })),
    'later page, the largest type, the rare source': later(() => ({ type: huge, source: rare })),
    'later page, 500 rows, all types': later(() => ({ limit: 500 })),
    types: () => () => history.types({}),
    sources: () => () => history.sources({}),
    'sources of a type': (random) => {
      const type = anyType(random);
      return () => history.sources({ type });
    },
    overview: () => () => history.overview({}),
    record: (random) => {
      const id = whole(random, 1, stored);
      return () => history.record({ id });
    },
    'figures by day, ten years': () => () => history.figures({ type: huge, by: 'day', weekStart: 1 }),
    'figures by month, a source': (random) => {
      const type = anyType(random);
      return () => history.figures({ type, source: watch, by: 'month', weekStart: 1 });
    },
    'figures by week': (random) => {
      const type = anyType(random);
      return () => history.figures({ type, by: 'week', weekStart: 1 });
    },
    'shares of the sources, ten years': () => () => history.figureShares({ type: huge }),
    'cards of Overview': () => () => history.cards({}),
    activities: () => () => history.activities({}),
    'first page, workouts': () => () => history.workoutsPage({ limit }),
    'first page, workouts of the rare source': () => () => history.workoutsPage({ source: rare, limit }),
    'later page, workouts of an activity': (random) => {
      const cursor = encodeCursor('workouts', 'newest', { start: anyAt(random), id: 1 });
      return () => history.workoutsPage({ activity: 'HKWorkoutActivityTypeRunning', cursor, limit });
    },
    workout: (random) => {
      const id = whole(random, 1, 4000);
      return () => history.workout({ id });
    },
    route: (random) => {
      const id = whole(random, 1, 1000);
      return () => history.route({ id });
    },
    'workout from point to point': (random) => {
      const id = whole(random, 1, 1000);
      return () => history.workoutTrack({ id, unit: 'km' });
    },
    'workout totals by week': () => () => history.workoutTotals({ by: 'week', weekStart: 1 }),
  };
}
