import { lookup } from '../lookup.ts';
import { wordsOfName } from './words-of-name.ts';

/** trendy/README §3.6: the two whose text is not their words. */
const ownNames: Readonly<Record<string, string>> = lookup({
  HighIntensityIntervalTraining: 'HIIT',
  SwimBikeRun: 'Triathlon',
});

/**
 * `HKWorkoutActivityTypeFunctionalStrengthTraining` → `Functional Strength Training`, in the words of
 * trendy/README §3.6. Activities that are not listed there are split into words all the same.
 */
export function workoutName(activity: string): string {
  const bare = activity.replace(/^HKWorkoutActivityType/, '');
  if (bare === '') return activity;
  return (
    ownNames[bare] ??
    wordsOfName(bare)
      .map((word) => (word === 'And' ? 'and' : word.charAt(0).toUpperCase() + word.slice(1)))
      .join(' ')
  );
}
