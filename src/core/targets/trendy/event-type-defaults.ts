import type { EventCategory } from '../../../shared/domain/event-category.ts';

export interface EventTypeDefaults {
  readonly name: string;
  readonly color: string;
  /** SF Symbol; stored as it is; our page may draw another icon (trendy/README §2.2). */
  readonly icon: string;
}

/** trendy/README §3.1: the phone's names of its types, and how it finds them. */
export const eventTypeDefaults: Readonly<Record<EventCategory, EventTypeDefaults>> = {
  workout: { name: 'Workout', color: '#FF2D55', icon: 'figure.run' },
  steps: { name: 'Steps', color: '#34C759', icon: 'figure.walk' },
  sleep: { name: 'Sleep', color: '#5856D6', icon: 'bed.double.fill' },
  active_energy: { name: 'Active Energy', color: '#FF9500', icon: 'flame.fill' },
  mindfulness: { name: 'Mindfulness', color: '#AF52DE', icon: 'brain.head.profile' },
  water: { name: 'Water', color: '#007AFF', icon: 'drop.fill' },
};
