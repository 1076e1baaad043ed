import type { WorkoutRow } from '../../../src/shared/domain/history.ts';
import {
  type LengthUnit,
  metersOf,
  type WorkoutSpan,
  type WorkoutTotals,
  type WorkoutTrack,
} from '../../../src/shared/domain/workout-figures.ts';

const sports = ['Running', 'Walking', 'Cycling', 'TraditionalStrengthTraining', 'Yoga'];

/** Totals of two years, with a gap in them. */
export function fakeTotals(by: WorkoutSpan, end: number): WorkoutTotals {
  const [step, count] = { week: [7, 104] as const, month: [30.44, 24] as const, year: [365.25, 3] as const }[
    by
  ];
  const sumOf = (workouts: number) => ({
    count: workouts,
    seconds: workouts * 2_891,
    distance: workouts * 5_320,
    energy: workouts * 412,
    merged: 0,
  });
  const days = Array.from({ length: count }, (_, index) => {
    const date = new Date((end - index * step * 86_400) * 1000);
    if (by === 'week') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
    else date.setUTCDate(1);
    if (by === 'year') date.setUTCMonth(0);
    return date.toISOString().slice(0, 10);
  });
  return {
    zone: 'Europe/Berlin',
    total: { ...sumOf(168), merged: 3 },
    spans: [...new Set(days)]
      .reverse()
      .filter((_, index) => index !== 4)
      .map((day, index) => ({ day, ...sumOf(2 + Math.round(Math.abs(Math.sin(index)) * 9)) })),
    sports: sports.map((name, index) => ({
      activity: `HKWorkoutActivityType${name}`,
      ...sumOf(60 - index * 12),
    })),
    sources: [
      { id: 1, name: 'Anna’s Apple Watch', count: 120 },
      { id: 2, name: 'Anna’s iPhone', count: 51 },
    ],
  };
}

/** A winding round of five kilometers with one pause; where the workout has no route, distance and heart rate alone. */
export function fakeTrack(row: WorkoutRow, unit: LengthUnit): WorkoutTrack {
  const steps = Array.from({ length: 900 }, (_, index) => index / 900);
  const turn = (step: number) => step * Math.PI * 2;
  const length = row.distance ?? 0;
  const hasDistance = row.distance !== null;
  const meters = metersOf[unit];
  const seconds = row.end - row.start;
  const whole = Math.floor(length / meters);
  const split = (index: number, distance: number) => ({
    distance,
    start: row.start + (index * meters * seconds) / length,
    end: row.start + ((index * meters + distance) * seconds) / length,
    seconds: Math.round((distance / length) * (row.duration ?? seconds) * (1 + Math.sin(index * 2) * 0.06)),
    climb: row.hasRoute ? Math.round(Math.sin(index * 1.7) * 12) : null,
    heartRate: 138 + index * 4,
  });
  const latitude = (step: number) => 52.51 + Math.sin(turn(step)) * 0.006 + Math.sin(turn(step) * 5) * 0.0008;
  const longitude = (step: number) =>
    13.37 + Math.cos(turn(step)) * 0.011 + Math.cos(turn(step) * 7) * 0.0008;
  const none = steps.map(() => null);
  const limits = [114, 133, 152, 171];
  return {
    basis: row.hasRoute ? 'route' : hasDistance ? 'records' : 'none',
    at: steps.map((step) => row.start + step * seconds),
    latitude: row.hasRoute ? steps.map(latitude) : none,
    longitude: row.hasRoute ? steps.map(longitude) : none,
    elevation: row.hasRoute ? steps.map((step) => 38 + Math.sin(turn(step) * 2) * 14) : none,
    distance: hasDistance ? steps.map((step) => step * length) : none,
    speed: hasDistance ? steps.map((step) => 1.9 + Math.sin(turn(step) * 9) * 0.3) : none,
    heartRate: steps.map((step) => Math.round(120 + step * 40 + Math.sin(turn(step) * 13) * 9)),
    breaks: row.hasRoute ? [400] : [],
    points: row.hasRoute ? 2_880 : 0,
    length: hasDistance ? length : null,
    movingSeconds: hasDistance ? 2_790 : null,
    splits: hasDistance
      ? [
          ...Array.from({ length: whole }, (_, index) => split(index, meters)),
          split(whole, length - whole * meters),
        ]
      : [],
    marks: row.hasRoute
      ? Array.from({ length: whole }, (_, index) => {
          const step = ((index + 1) * meters) / length;
          return {
            distance: (index + 1) * meters,
            at: row.start + step * seconds,
            latitude: latitude(step),
            longitude: longitude(step),
          };
        })
      : [],
    pauses: [{ start: row.start + 1_380, end: row.start + 1_609, cause: 'pause' }],
    heart: {
      source: 'Anna’s Apple Watch',
      count: 578,
      average: 148.3,
      lowest: 92,
      highest: 178,
      zones: [null, ...limits].map((from, index) => ({
        from,
        to: limits[index] ?? null,
        seconds: [120, 340, 1_220, 1_010, 201][index] ?? 0,
      })),
      limits,
      rule: { by: 'age', age: 30, highest: 190 },
    },
  };
}
