import type {
  RecordDetail,
  RecordRow,
  RoutePoints,
  WorkoutDetail,
  WorkoutRow,
} from '../../../src/shared/domain/history.ts';

const device = {
  name: 'Apple Watch',
  manufacturer: 'Apple Inc.',
  model: 'Watch',
  hardware: 'Watch6,7',
  software: '10.3',
};
const origin = {
  sourceVersion: '10.3',
  device,
  importedFrom: 'export.zip',
  importedAt: Math.floor(Date.now() / 1000) - 7_200,
};

export function fakeRecord(row: RecordRow): RecordDetail {
  return {
    ...row,
    ...origin,
    copies: 2,
    createdAt: row.end + 120,
    metadata: [
      ['HKTimeZone', 'Europe/Berlin'],
      ['HKMetadataKeyHeartRateMotionContext', '1'],
      ['Modified Date', '2026-01-12 07:10:00 +0100'],
    ],
    beats: row.type.endsWith('SDNN')
      ? Array.from({ length: 40 }, (_, index) => [58 + (index % 9), `6:14:${10 + index}.94 PM`])
      : [],
    related: row.type.includes('BloodPressure') ? [{ ...row, id: row.id + 1 }] : [],
  };
}

export function fakeWorkout(row: WorkoutRow): WorkoutDetail {
  const q = 'HKQuantityTypeIdentifier';
  const span = { start: row.start, end: row.end };
  const none = { average: null, minimum: null, maximum: null, sum: null };
  return {
    ...row,
    ...origin,
    metadata: [
      ['HKIndoorWorkout', '0'],
      ['HKElevationAscended', '4180 cm'],
      ['HKTimeZone', 'Europe/Berlin'],
    ],
    statistics: [
      {
        ...none,
        ...span,
        type: `${q}HeartRate`,
        average: 148.3,
        minimum: 92,
        maximum: 178,
        unit: 'count/min',
      },
      { ...none, ...span, type: `${q}ActiveEnergyBurned`, sum: 412, unit: 'kcal' },
      { ...none, ...span, type: `${q}DistanceWalkingRunning`, sum: 5.23, unit: 'km' },
    ],
    events: Array.from({ length: 9 }, (_, index) => ({
      type: `HKWorkoutEventType${index === 4 ? 'MotionPaused' : 'Segment'}`,
      at: row.start + index * 330,
      duration: index === 4 ? null : 330,
      metadata: [],
    })),
    activities: [],
    zones: [
      {
        type: `${q}HeartRate`,
        unit: 'count/min',
        source: 'system',
        metadata: [],
        zones: [
          { minimum: null, maximum: 132, duration: 1_325, metadata: [] },
          { minimum: 132, maximum: 146, duration: 605, metadata: [] },
          { minimum: 146, maximum: null, duration: 95, metadata: [] },
        ],
      },
    ],
    routes: row.hasRoute ? [{ id: row.id, file: '/workout-routes/route.gpx', points: 1_880 }] : [],
  };
}

export function fakeRoute(): RoutePoints {
  const steps = Array.from({ length: 600 }, (_, index) => index / 600);
  const turn = (step: number) => step * Math.PI * 2;
  return {
    latitude: steps.map((step) => 52.51 + Math.sin(turn(step)) * 0.008 + Math.sin(turn(step) * 5) * 0.001),
    longitude: steps.map((step) => 13.37 + Math.cos(turn(step)) * 0.02 + Math.cos(turn(step) * 7) * 0.001),
    elevation: steps.map((step) => 38 + Math.sin(turn(step) * 2) * 14),
    at: steps.map((step) => 1_768_000_000 + step * 2_900),
    points: 1_880,
  };
}
