import { all, clock, dates, many, record, workout } from './documents.ts';
import { type HostileFile, hostileFileList, times } from './hostile-file.ts';

const { files, read, skipped } = hostileFileList();

/** Harm in what the samples say: a day or a workout of many, dates and figures that are none. */
export const sampleFiles: readonly HostileFile[] = files;

// A day and a workout of many samples.
read('workouts_hr', [], (scale) => ({
  xml: all(
    many(times(5000, scale), (i) => workout('', i, 80_000 + i)),
    many(times(200_000, scale), (i) =>
      record({
        type: 'HKQuantityTypeIdentifierHeartRate',
        unit: 'count/min',
        start: (i * 7) % 86_400,
        value: String(60 + (i % 90)),
      }),
    ),
  ),
}));
// Many long spans at each moment, none longer than what is counted (events/spans.ts).
read('steps_poison_big', [], (scale) => ({
  xml: all(
    many(times(40_000, scale), (i) =>
      record({ source: 'A', start: 2 * i, end: 2 * i + 1, value: String((i % 9) + 1) }),
    ),
    many(times(40_000, scale), (i) => record({ source: 'B', start: i, end: 40_000 + i, value: '3' })),
  ),
}));
read('steps_sources', [], (scale) => ({
  xml: many(times(200_000, scale), (i) =>
    record({ source: `S${i % 9000}`, start: (i * 13) % 86_000, end: ((i * 13) % 86_000) + 7 }),
  ),
}));
/** One source, a Watch and a phone at the same time, each record with a device of its own: `names` of them at the most. */
read('source_devices', [], (scale) => ({
  xml: many(times(9000, scale), (i) => {
    const model = i % 2 === 0 ? 'Watch' : 'iPhone';
    const device = `&lt;&lt;HKDevice: 0x${i}&gt;, name:${model}, manufacturer:Apple Inc., model:${model}, software:${i}&gt;`;
    return record({
      source: 'One',
      start: (i * 13) % 80_000,
      end: ((i * 13) % 80_000) + 600,
      more: ` sourceVersion="${i}" device="${device}"`,
    });
  }),
}));
read('sleep_stages', [], (scale) => ({
  xml: all(
    many(times(60_000, scale), (i) =>
      record({
        type: 'HKCategoryTypeIdentifierSleepAnalysis',
        start: 2 * (i % 20_000),
        end: 2 * (i % 20_000) + 1,
        value: `HKCategoryValueSleepAnalysisAsleep${['Deep', 'REM', 'Core'][i % 3]}`,
      }),
    ),
    many(times(40_000, scale), (i) =>
      record({
        type: 'HKCategoryTypeIdentifierSleepAnalysis',
        start: i,
        end: i + 3,
        value: 'HKCategoryValueSleepAnalysisAsleepUnspecified',
      }),
    ),
  ),
}));
read('one_second', [], (scale) => ({
  xml: many(times(300_000, scale), (i) => record({ value: String(i) })),
}));
read('one_second_units', [], (scale) => ({
  xml: many(times(150_000, scale), (i) =>
    record({
      type: 'HKQuantityTypeIdentifierBodyMass',
      unit: i % 2 ? 'kg' : 'lb',
      value: String(70 + i / 1e6),
    }),
  ),
}));
read('mindful_second', [], (scale) => ({
  xml: many(times(100_000, scale), (i) =>
    record({ type: 'HKCategoryTypeIdentifierMindfulSession', end: 36_000 + i, value: '' }),
  ),
}));
read('water_second', [], (scale) => ({
  xml: many(times(100_000, scale), (i) =>
    record({ type: 'HKQuantityTypeIdentifierDietaryWater', unit: 'mL', value: String(i) }),
  ),
}));
read('sync_versions', [], (scale) => ({
  xml: many(times(60_000, scale), (i) =>
    record({
      value: String(i),
      inner: `<MetadataEntry key="HKMetadataKeySyncIdentifier" value="one"/><MetadataEntry key="HKMetadataKeySyncVersion" value="${i}"/>`,
    }),
  ),
}));
read('correlation_members', ['element.too_large'], (scale) => ({
  xml: all(
    `<Correlation type="HKCorrelationTypeIdentifierFood" sourceName="Phone" ${dates}>`,
    many(times(200_000, scale) + 1001, (i) => record({ start: i })),
    '</Correlation>\n',
  ),
}));
skipped('correlations_incomplete', ['element.incomplete'], (scale) => ({
  xml: many(times(50_000, scale), (i) => `<Correlation type="x">${record({ start: i })}</Correlation>\n`),
}));
read('workouts_same', [], (scale) => ({ xml: many(times(50_000, scale), () => workout('')) }));
read('workout_events_400k', ['element.too_large'], (scale) => ({
  xml: all(
    `<Workout workoutActivityType="HKWorkoutActivityTypeRunning" sourceName="Phone" ${dates}>`,
    many(
      times(400_000, scale) + 60_000,
      (i) =>
        `<WorkoutEvent type="HKWorkoutEventTypeLap" date="${clock(i)}" duration="1" durationUnit="min"/>`,
    ),
    '</Workout>\n',
  ),
}));
read('workout_locations_490k', [], (scale) => ({
  xml: all(
    `<Workout workoutActivityType="HKWorkoutActivityTypeRunning" sourceName="Phone" ${dates}><WorkoutRoute sourceName="Phone" ${dates}>`,
    many(
      times(490_000, scale),
      (i) =>
        `<Location date="${clock(i)}" latitude="1.${i}" longitude="2.${i}" altitude="3" horizontalAccuracy="1" verticalAccuracy="1" course="1" speed="1"/>`,
    ),
    '</WorkoutRoute></Workout>\n',
  ),
}));
read('workout_locations_2m', ['element.too_large'], (scale) => ({
  xml: all(
    `<Workout workoutActivityType="HKWorkoutActivityTypeRunning" sourceName="Phone" ${dates}><WorkoutRoute sourceName="Phone" ${dates}>`,
    many(times(2_000_000, scale) + 530_000, (i) => `<Location latitude="${i % 90}" longitude="2"/>`),
    '</WorkoutRoute></Workout>\n',
  ),
}));

// Dates and figures.
skipped('dates_bad', ['record.bad_date'], (scale) => ({
  xml: many(
    times(100_000, scale),
    (i) => `<Record type="T" sourceName="Phone" startDate="2024-99-${i}" endDate="x" value="1"/>\n`,
  ),
}));
skipped('dates_extreme', ['record.bad_date'], (scale) => ({
  xml: many(
    times(3000, scale),
    (i) =>
      `<Record type="HKQuantityTypeIdentifierStepCount" sourceName="Phone" unit="count" startDate="${String(i * 3).padStart(4, '0')}-01-01 00:00:00 +1400" endDate="9999-12-31 23:59:60 -1459" value="1"/>\n`,
  ),
}));
read('durations', [], (scale) => ({
  xml: many(times(30_000, scale), (i) => record({ start: i * 60, end: i % 2 ? i * 60 + 9e6 : i * 60 - 9e6 })),
}));
skipped('values_extreme', ['record.bad_value'], () => ({
  xml: all(
    ...['1e308', '-1e308', '1e-320', 'NaN', 'Infinity', '0x10', '9'.repeat(300), '-0', ''].flatMap(
      (value, i) => [
        record({ value, start: i }),
        record({ value, start: i, type: 'HKQuantityTypeIdentifierActiveEnergyBurned', unit: 'kJ' }),
        record({ value, start: i, type: 'HKQuantityTypeIdentifierHeartRate', unit: 'count/min' }),
      ],
    ),
    workout('', 0, 100).replace('duration="1"', 'duration="1e308"'),
  ),
}));
// Sums beyond the greatest number, and their differences, which are none.
skipped('values_overflow', ['record.bad_value'], () => ({
  xml: all(
    ...['1.7e308', '1e308', '-1.7e308', '-1e308', `1${'0'.repeat(308)}`].flatMap((value, i) => [
      record({ value, start: i * 60, end: i * 60 + 30 }),
      record({ value, start: i * 60 + 86_400, end: i * 60 + 86_430, source: 'Other' }),
      record({ value, start: i, type: 'HKQuantityTypeIdentifierDistanceWalkingRunning', unit: 'Ym^9/m^8' }),
      record({ value, start: i, type: 'HKQuantityTypeIdentifierHeartRate', unit: 'count/min' }),
      workout('', i * 900, i * 900 + 600).replace('duration="1"', `duration="${value}"`),
    ]),
  ),
}));
read('summaries_same', [], (scale) => ({
  xml: many(
    times(50_000, scale),
    (i) => `<ActivitySummary dateComponents="2024-03-01" appleExerciseTime="${i}"/>\n`,
  ),
}));
read('metadata_equal_records', [], (scale) => ({
  xml: many(times(100_000, scale), () => record({ inner: '<MetadataEntry key="a" value="b"/>' })),
}));
