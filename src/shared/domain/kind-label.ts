import { m, t } from '../language.ts';
import type { EventCategory } from './event-category.ts';
import type { ArrivalClass } from './sync.ts';

/** Event categories, in the words of trendy/README §3.1. */
const categories: Readonly<Record<EventCategory, string>> = {
  workout: m('Workout'),
  steps: m('Steps'),
  sleep: m('Sleep'),
  active_energy: m('Active energy'),
  mindfulness: m('Mindfulness'),
  water: m('Water'),
};

/** Classes of arrivals (import/README, Arrivals). */
const classNames: Readonly<Record<ArrivalClass, string>> = {
  record: m('Records'),
  workout: m('Workouts'),
  correlation: m('Correlations'),
  activity_summary: m('Activity days'),
  audiogram: m('Audiograms'),
  vision: m('Vision prescriptions'),
  reproductive: m('Reproductive health records'),
  route: m('Routes'),
  ecg: m('ECGs'),
  clinical: m('Clinical records'),
  unknown: m('Records of other types'),
};

const isCategory = (kind: string): kind is EventCategory => kind in categories;
const isClass = (kind: string): kind is ArrivalClass => kind in classNames;

/** An event category as a name: `active_energy` → `Active energy`. */
export function categoryLabel(category: string): string {
  return isCategory(category) ? t(categories[category]) : category;
}

/** A class of arrivals as a name: `Clinical records`. */
export function classLabel(name: string): string {
  return isClass(name) ? t(classNames[name]) : name.charAt(0).toUpperCase() + name.slice(1);
}
