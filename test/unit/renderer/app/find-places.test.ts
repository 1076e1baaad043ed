import { expect, test } from 'vitest';
import { daysText, type FindFacts, findPlaces } from '../../../../src/renderer/app/find-places.ts';
import { historyTabs } from '../../../../src/renderer/features/history/filters.ts';

const quantity = (name: string, count: number) => ({ type: `HKQuantityTypeIdentifier${name}`, count });
const facts: FindFacts = {
  types: [
    quantity('HeartRate', 900),
    quantity('StepCount', 800),
    quantity('ActiveEnergyBurned', 700),
    quantity('DistanceWalkingRunning', 600),
    quantity('HeartRateVariabilitySDNN', 50),
    quantity('RestingHeartRate', 40),
    quantity('BodyMass', 3),
    { type: 'HKCategoryTypeIdentifierSleepAnalysis', count: 30 },
    { type: 'HKQuantityTypeIdentifierÄpfel', count: 1 },
  ],
  activities: [
    { activity: 'HKWorkoutActivityTypeRunning', count: 12 },
    { activity: 'HKWorkoutActivityTypeCycling', count: 4 },
  ],
  pages: ['import', 'history', 'sync', 'settings'],
  tabs: historyTabs,
  today: '2025-05-14',
  locale: 'en-GB',
  weekStart: 1,
  isDesktop: true,
  syncBarrier: null,
  countText: String,
};
const found = (text: string, own: Partial<FindFacts> = {}) =>
  findPlaces(text, { ...facts, ...own }).map(({ name, places }) => [
    name,
    ...places.map(({ label }) => label.replace(/\s/g, ' ')),
  ]);
/** Where Enter leads. */
const first = (text: string) => findPlaces(text, facts)[0]?.places[0]?.act;

test('nothing typed: everything, pages first', () => {
  expect(found('').map(([name]) => name)).toEqual(['Pages', 'Actions', 'Record types', 'Workouts']);
});

test.each([
  ['heart rate', 'HeartRate'],
  ['pulse', 'HeartRate'],
  ['hr', 'HeartRate'],
  ['hrv', 'HeartRateVariabilitySDNN'],
  ['rate resting', 'RestingHeartRate'],
  ['weight', 'BodyMass'],
  ['Apfel', 'Äpfel'],
  ['steps', 'StepCount'],
  ['StepCount', 'StepCount'],
  ['HKQuantityTypeIdentifierBodyMass', 'BodyMass'],
])('%s finds the type %s first', (text, name) => {
  expect(first(text)).toEqual({
    kind: 'go',
    page: 'history',
    query: { type: `HKQuantityTypeIdentifier${name}` },
  });
});

test('both values of a blood pressure are one place, before each of them', () => {
  const types = [
    { type: 'HKCorrelationTypeIdentifierBloodPressure', count: 8 },
    quantity('BloodPressureSystolic', 7),
    quantity('BloodPressureDiastolic', 7),
  ];
  expect(found('blood pressure', { types })).toEqual([
    ['Record types', 'Blood pressure', 'Systolic blood pressure', 'Diastolic blood pressure'],
  ]);
  expect(findPlaces('bp', { ...facts, types })[0]?.places[0]).toMatchObject({
    label: 'Blood pressure',
    act: { page: 'history', query: { type: 'HKCorrelationTypeIdentifierBloodPressure' } },
  });
});

test.each([
  ['sync now', { kind: 'sync' }],
  ['export', { kind: 'export' }],
  ['csv', { kind: 'export' }],
  ['open the folder', { kind: 'folder' }],
  ['settings', { kind: 'go', page: 'settings', query: {} }],
  ['workouts', { kind: 'go', page: 'history', query: { tab: 'workouts' } }],
  [
    'bike',
    { kind: 'go', page: 'history', query: { tab: 'workouts', activity: 'HKWorkoutActivityTypeCycling' } },
  ],
])('%s', (text, act) => {
  expect(first(text)).toEqual(act);
});

test('“Sync now” syncs, or says why it can’t and leads to Sync', () => {
  const sync = (syncBarrier: FindFacts['syncBarrier']) =>
    findPlaces('sync now', { ...facts, syncBarrier })[0]?.places[0];
  expect(sync(null)).toMatchObject({ note: '', act: { kind: 'sync' } });
  expect(sync('sync.paused_by_you')).toMatchObject({
    note: 'Paused by you',
    act: { kind: 'go', page: 'sync' },
  });
});

test('the folder is found in the desktop app alone', () => {
  expect(found('open the folder', { isDesktop: false })).toEqual([]);
});

test('a date leads to the lists of its days', () => {
  expect(found('March 2024')).toEqual([
    [
      'Dates',
      ...['Events', 'Records', 'Workouts', 'Sleep', 'Rings'].map((name) => `${name}, 1 – 31 Mar 2024`),
    ],
  ]);
  expect(first('yesterday')).toEqual({
    kind: 'go',
    page: 'history',
    query: { tab: 'events', from: '2025-05-13', to: '2025-05-13' },
  });
});

test.each([
  [
    'runs in May',
    { tab: 'workouts', activity: 'HKWorkoutActivityTypeRunning', from: '2025-05-01', to: '2025-05-31' },
  ],
  ['runs', { tab: 'workouts', activity: 'HKWorkoutActivityTypeRunning' }],
  ['steps last week', { type: 'HKQuantityTypeIdentifierStepCount', from: '2025-05-05', to: '2025-05-11' }],
  ["last week's steps", { type: 'HKQuantityTypeIdentifierStepCount', from: '2025-05-05', to: '2025-05-11' }],
  ['May 2024 sleep', { tab: 'sleep', night: '2024-05-31', range: 'month' }],
  ['sleep last week', { tab: 'sleep', night: '2025-05-11', range: 'week' }],
  ['sleep yesterday', { tab: 'sleep', night: '2025-05-13', range: 'week' }],
  ['sleep this month', { tab: 'sleep', night: '2025-05-14', range: 'month' }],
  ['rings May 2024', { tab: 'rings', at: '2024-05-01' }],
  ['rings yesterday', { tab: 'rings', at: '2025-05-13' }],
  ['workouts since 2024', { tab: 'workouts', from: '2024-01-01', to: undefined }],
])('%s', (text, query) => {
  expect(first(text)).toEqual({ kind: 'go', page: 'history', query });
});

test('a place that shows fewer days than asked for says which', () => {
  const label = (text: string) => found(text)[0]?.[1];
  expect(label('sleep 2024')).toBe('Sleep, 1 Jul – 31 Dec 2024');
  expect(first('sleep 2024')).toMatchObject({ query: { night: '2024-12-31', range: '6-months' } });
  expect(label('sleep since 2024')).toBe('Sleep, 1 Dec 2024 – 31 May 2025');
  expect(label('sleep until March 2024')).toBe('Sleep, 1 – 31 Mar 2024');
  expect(label('rings 2024')).toBe('Rings, 1 – 31 Jan 2024');
  expect(label('rings until March 2024')).toBe('Rings, 1 – 31 Mar 2024');
});

test('what has no days, pages and actions and some tabs, is not narrowed by them', () => {
  expect(found('sync yesterday')).toEqual([]);
  expect(found('documents yesterday')).toEqual([]);
  expect(found('ecg May 2024')).toEqual([]);
  expect(found('zzz')).toEqual([]);
});

test('the section of the likeliest comes first, and most records come first among equals', () => {
  expect(found('run')).toEqual([
    ['Workouts', 'Running'],
    ['Record types', 'Walking and running distance'],
  ]);
  expect(found('heart')).toEqual([
    ['Pages', 'Heart'],
    ['Record types', 'Heart rate', 'Heart rate variability', 'Resting heart rate'],
  ]);
});

test('a long list of types is cut', () => {
  const types = Array.from({ length: 1000 }, (_, index) => ({ type: `some.type.${index}`, count: 1 }));
  expect(found('', { types }).find(([name]) => name === 'Record types')).toHaveLength(61);
  expect(found('some', { types })[0]).toHaveLength(13);
});

test('days are said in the order of the locale, open ends by a word', () => {
  expect(daysText({ from: '2024-03-05', to: '2024-03-05' }, 'en-US')).toBe('Mar 5, 2024');
  expect(daysText({ from: '2024-03-05', to: undefined }, 'en-GB')).toBe('since 5 Mar 2024');
  expect(daysText({ from: undefined, to: '2024-03-05' }, 'de')).toBe('until 05.03.2024');
});
