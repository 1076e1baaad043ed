import type Database from 'better-sqlite3';
import { randomFor, whole } from '../generator/random.ts';

const first = 1_451_606_400;
const seconds = 3653 * 86_400;
const workouts = 4000;
const routePoints = 3600;
const correlations = 60_000;
const sports = ['Running', 'Walking', 'Cycling', 'Swimming', 'Yoga', 'Hiking', 'Rowing', 'Elliptical'];

/** Workouts, each fourth with an hour's route; a food diary's correlations; 3,600 activity summaries. */
export function seedOthers(database: Database.Database): void {
  const random = randomFor(1, 'others');
  const insertWorkout = database.prepare(`INSERT INTO workout
    (activity, start, "end", source, duration, distance, energy, origin, metadata, statistics, events, activities, run)
    VALUES (?, ?, ?, ?, 3600, 10000, 600, 1, '[["HKIndoorWorkout","0"]]', ?, ?, '[]', 1)`);
  const insertRoute = database.prepare(
    'INSERT INTO route (workout, file, start, "end", point_count, points, run) VALUES (?, ?, ?, ?, ?, ?, 1)',
  );
  const points = Buffer.from(Float64Array.from({ length: routePoints * 8 }, (_, i) => (i % 900) / 10).buffer);
  for (let i = 0; i < workouts; i += 1) {
    const start = first + Math.floor((seconds / workouts) * i) + whole(random, 0, 3600);
    const activity = `HKWorkoutActivityType${sports[whole(random, 0, sports.length - 1)]}`;
    const source = i % 400 === 0 ? 8 : 1;
    const { lastInsertRowid } = insertWorkout.run(activity, start, start + 3600, source, statistics, events);
    if (i % 4 !== 0) continue;
    insertRoute.run(lastInsertRowid, `/workout-routes/${i}.gpx`, start, start + 3600, routePoints, points);
  }
  const foodType = database.prepare(
    "INSERT INTO record_type (name) VALUES ('HKCorrelationTypeIdentifierFood')",
  );
  const food = foodType.run().lastInsertRowid;
  const insertCorrelation = database.prepare(
    'INSERT INTO correlation (type, start, "end", source, members, origin, run) VALUES (?, ?, ?, 6, ?, 1, 1)',
  );
  for (let i = 0; i < correlations; i += 1) {
    const start = first + Math.floor((seconds / correlations) * i);
    const members = Array.from({ length: 20 }, (_, n) => i * 20 + n + 1);
    insertCorrelation.run(food, start, start, JSON.stringify(members));
  }
  const insertSummary = database.prepare('INSERT INTO activity_summary VALUES (?, 0, ?, 1)');
  for (let day = 0; day < 3600; day += 1) {
    const date = new Date((first + day * 86_400) * 1000).toISOString().slice(0, 10);
    insertSummary.run(
      date,
      JSON.stringify({ activeEnergyBurned: '500', appleExerciseTime: '30', goal: 'x'.repeat(150) }),
    );
  }
}

const events = JSON.stringify(
  Array.from({ length: 20 }, () => ({
    type: 'HKWorkoutEventTypeLap',
    at: first,
    duration: 60,
    metadata: [],
  })),
);
const statistics = JSON.stringify(
  Array.from({ length: 6 }, (_, i) => ({
    type: `HKQuantityTypeIdentifierBench${i}`,
    start: first,
    end: first,
    average: 1,
    minimum: 1,
    maximum: 1,
    sum: 1,
    unit: 'count',
  })),
);
