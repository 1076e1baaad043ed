import { lookup } from '../lookup.ts';
/** Trendy's categories (trendy/README §3.1), and the record types each is derived from (trendy/README §3.7). */
export const eventCategories = [
  'workout',
  'steps',
  'sleep',
  'active_energy',
  'mindfulness',
  'water',
] as const;
export type EventCategory = (typeof eventCategories)[number];

export const categoryOfType: Readonly<Record<string, EventCategory>> = lookup({
  HKQuantityTypeIdentifierStepCount: 'steps',
  HKCategoryTypeIdentifierSleepAnalysis: 'sleep',
  HKQuantityTypeIdentifierActiveEnergyBurned: 'active_energy',
  HKCategoryTypeIdentifierMindfulSession: 'mindfulness',
  HKQuantityTypeIdentifierDietaryWater: 'water',
});
