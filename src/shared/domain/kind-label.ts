import type { EventCategory } from './event-category.ts';
import type { ArrivalClass } from './sync.ts';

/** Event categories in the words of trendy/README §3.1. */
const categories: Readonly<Record<EventCategory, string>> = {
  workout: 'Workout',
  steps: 'Steps',
  sleep: 'Sleep',
  active_energy: 'Active energy',
  mindfulness: 'Mindfulness',
  water: 'Water',
};

/** Classes of arrivals (import/README, Arrivals), one and many. */
const classes: Readonly<Record<ArrivalClass, readonly [string, string]>> = {
  record: ['record', 'records'],
  workout: ['workout', 'workouts'],
  correlation: ['correlation', 'correlations'],
  activity_summary: ['activity day', 'activity days'],
  audiogram: ['audiogram', 'audiograms'],
  vision: ['vision prescription', 'vision prescriptions'],
  reproductive: ['reproductive health record', 'reproductive health records'],
  route: ['route', 'routes'],
  ecg: ['ECG', 'ECGs'],
  clinical: ['clinical record', 'clinical records'],
  unknown: ['record of another type', 'records of other types'],
};

const isCategory = (kind: string): kind is EventCategory => kind in categories;
const isClass = (kind: string): kind is ArrivalClass => kind in classes;

/** An event category as a name: `active_energy` → `Active energy`. */
export function categoryLabel(category: string): string {
  return isCategory(category) ? categories[category] : category;
}

/** A class of arrivals in a sentence: `1 workout`, `3 workouts`. */
export function classWord(name: string, count: number): string {
  return isClass(name) ? classes[name][count === 1 ? 0 : 1] : name;
}

/** A class of arrivals as a name: `Clinical records`. */
export function classLabel(name: string): string {
  const word = classWord(name, 2);
  return word.charAt(0).toUpperCase() + word.slice(1);
}
