import type { CallInput, CallName, CallOutput } from '../../../src/shared/contract/index.ts';
import { eventCategories } from '../../../src/shared/domain/event-category.ts';
import type { RecordRow, WorkoutRow } from '../../../src/shared/domain/history.ts';
import { fakeCards, fakeRings } from './fake-cards.ts';
import { fakeRecord, fakeRoute, fakeWorkout } from './fake-details.ts';
import { fakeHeartAndDocuments, sdnnOf } from './fake-documents.ts';
import { eventAt, eventDetail } from './fake-events.ts';
import { fakeFigures, isSum } from './fake-figures.ts';
import { fakeNight, fakeNights } from './fake-nights.ts';
import { fakePressures, fakeTypes, kindNames, kindOf } from './fake-types.ts';
import { fakeTotals, fakeTrack } from './fake-workouts.ts';

const end = Math.floor(Date.now() / 1000) - 3 * 86_400;
const sources = ['Anna’s Apple Watch', 'Anna’s iPhone', 'Withings', 'MyFitnessPal'];
const sleep = ['AsleepCore', 'AsleepDeep', 'AsleepREM', 'Awake', 'InBed'];
const activities = [
  'Running',
  'Walking',
  'Cycling',
  'TraditionalStrengthTraining',
  'HighIntensityIntervalTraining',
  'Yoga',
];

export function rowAt(index: number, type = kindNames[index % kindNames.length] ?? ''): RecordRow {
  const [, , unit, usual] = kindOf(type) ?? ['', 0, null, 0];
  const start = end - index * 613;
  const isCategory = unit === null;
  return {
    id: index + 1,
    type,
    start,
    end: start + (isCategory ? 1_860 : index % 3 === 0 ? 0 : 300),
    value: isCategory ? null : Math.round(usual * (1 + Math.sin(index) * 0.2) * 1000) / 1000,
    text: !isCategory
      ? null
      : type.endsWith('SleepAnalysis')
        ? `HKCategoryValueSleepAnalysis${sleep[index % 5]}`
        : type.endsWith('StandHour')
          ? 'HKCategoryValueAppleStandHourStood'
          : null,
    unit,
    source: sources[index % 4] ?? '',
    removed: null,
  };
}

export function workoutAt(
  index: number,
  activity = `HKWorkoutActivityType${activities[index % 6]}`,
): WorkoutRow {
  const start = end - index * 150_000;
  return {
    id: index + 1,
    activity,
    start,
    end: start + 3_120,
    duration: 2_891,
    distance: index % 3 === 2 ? null : 5_230 + index * 10,
    energy: index % 5 === 4 ? null : 412,
    source: sources[index % 2] ?? '',
    hasRoute: index % 3 === 0,
    removed: null,
    // The fifth is the fourth again, by another app.
    twinOf: index === 4 ? { id: 4, source: sources[1] ?? '' } : null,
    twins: index === 3 ? [{ id: 5, source: sources[0] ?? '' }] : [],
  };
}

export interface Paged {
  readonly cursor?: string | undefined;
  readonly until?: string | undefined;
  readonly limit: number;
}

export function page<T>(total: number, { cursor, until, limit }: Paged, row: (index: number) => T) {
  const from = Number(cursor ?? 0);
  const end = until === undefined ? total : Number(until);
  const to = Math.min(end, from + limit);
  return {
    rows: Array.from({ length: Math.max(0, to - from) }, (_, step) => row(from + step)),
    next: to < end ? String(to) : null,
  };
}

export type HistoryAnswers = {
  [N in CallName as N extends `history.${string}` ? N : never]: (input: CallInput<N>) => CallOutput<N>;
};

export function fakeHistory(hasHistory: boolean, hasEvents: boolean): HistoryAnswers {
  const counts = {
    records: 2_757_589,
    workouts: 171,
    correlations: 96,
    ecg: 4,
    summaries: 2_140,
    routes: 57,
    routePoints: 181_220,
    clinical: 0,
    documents: 0,
    types: kindNames.length,
    removedRecords: 59,
    removedWorkouts: 0,
    firstAt: 1_551_398_400,
    lastAt: end,
  };
  return {
    ...fakeHeartAndDocuments(hasHistory),
    'history.overview': () =>
      hasHistory ? counts : { ...counts, records: 0, workouts: 0, ecg: 0, firstAt: null, lastAt: null },
    'history.types': () => (hasHistory ? fakeTypes() : []),
    'history.sources': () =>
      sources.map((name, index) => ({
        id: index + 1,
        name,
        count: 90_000 - index * 20_000,
        firstAt: 1_551_398_400,
        lastAt: end,
      })),
    'history.recordsPage': ({ type, to, isRemoved, ...paged }) =>
      isRemoved === true
        ? page(59, paged, (index) => ({ ...rowAt(index, type), id: 100_000 + index, removed: 'gone' }))
        : page(to !== undefined && to < 1_400_000_000 ? 0 : 5_000, paged, (index) => rowAt(index, type)),
    'history.record': ({ id }) =>
      fakeRecord(sdnnOf(id) ?? { ...rowAt(id - 1), removed: id < 100_000 ? null : 'gone' }),
    'history.figures': fakeFigures,
    'history.figureShares': ({ type }) => ({
      shares: sources.map((name, index) => {
        const whole = 90_000 - index * 20_000;
        return {
          source: index + 1,
          name,
          count: whole / 10,
          // As the data program answers: a mean has no part for each source.
          ...(isSum(type)
            ? { whole, counted: index === 0 ? whole : Math.round(whole / 9) }
            : { whole: null, counted: null }),
        };
      }),
    }),
    'history.recordCount': () => ({ count: 0, from: 1_400_000_000, to: 1_400_000_000 }),
    'history.activities': () =>
      activities.map((name, index) => ({ activity: `HKWorkoutActivityType${name}`, count: 60 - index * 9 })),
    'history.workoutsPage': ({ activity, ...paged }) =>
      page(171, paged, (index) => workoutAt(index, activity)),
    'history.workout': ({ id }) => fakeWorkout(workoutAt(id - 1)),
    'history.route': () => fakeRoute(),
    'history.workoutTotals': ({ by }) => fakeTotals(by, end),
    'history.workoutTrack': ({ id, unit }) => fakeTrack(workoutAt(id - 1), unit),
    'history.eventsPage': ({ category, text, ...paged }) =>
      page(hasEvents && text !== 'nothing' ? 1_800 : 0, paged, (index) => eventAt(index, category)),
    'history.event': ({ id }) => eventDetail(id),
    'history.pressureSummary': () => (hasHistory ? fakePressures() : null),
    'history.bloodPressures': (paged) =>
      page(96, paged, (index) => ({
        id: index + 1,
        start: end - index * 90_000,
        source: sources[2] ?? '',
        systolic: 121 + (index % 9),
        diastolic: 78 + (index % 5),
        unit: 'mmHg',
        record: index + 1,
      })),
    'history.nights': fakeNights,
    'history.night': fakeNight,
    'history.eventCounts': () =>
      hasEvents ? eventCategories.map((category, index) => ({ category, count: 2_380 - index * 310 })) : [],
    'history.cards': () => fakeCards(hasHistory, hasEvents),
    'history.rings': ({ from, to }) => fakeRings(hasHistory, from, to),
  };
}
