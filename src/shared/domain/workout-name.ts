import { t } from '../language.ts';
import { ownWorkoutNames, sportNames, workoutNames } from './workout-names.ts';

/**
 * `HKWorkoutActivityTypeFunctionalStrengthTraining` → `Functional Strength Training`, in the words of
 * trendy/README §3.6. Activities that aren't listed there are also split into words; unknown ones stay in English.
 */
export function workoutName(activity: string): string {
  const bare = activity.replace(/^HKWorkoutActivityType/, '');
  if (bare === '') return activity;
  const name =
    ownWorkoutNames[bare] ??
    wordsOfName(bare)
      .map((word) => (word === 'And' ? 'and' : word.charAt(0).toUpperCase() + word.slice(1)))
      .join(' ');
  return sportText(name);
}

/** A name that `workoutName` gave in English (`Hiking`, `Other`), in the user's language. */
export const sportText = (name: string): string =>
  sportNames[name]?.() ?? (workoutNames.has(name) ? t(name) : name);

/**
 * `HeartRateVariabilitySDNN` → `['Heart', 'Rate', 'Variability', 'SDNN']`: consecutive capitals stay
 * together, and digits stay with the letters before them (`VO2Max` → `VO2`, `Max`).
 */
export function wordsOfName(name: string): string[] {
  return name.match(/[A-Z]+[0-9]*(?![a-z])|[A-Z]?[a-z]+[0-9]*|[0-9]+|[^A-Za-z0-9\s]+/g) ?? [name];
}

const isAcronym = (word: string) => /^[A-Z0-9]{2,}$/.test(word);

/** First word capitalized, the others lowercase; acronyms stay. */
export function sentenceCase(words: readonly string[]): string {
  return words
    .map((word, index) => {
      if (isAcronym(word)) return word;
      const small = word.toLowerCase();
      return index === 0 ? small.charAt(0).toUpperCase() + small.slice(1) : small;
    })
    .join(' ');
}
