import { lookup } from '../lookup.ts';
import { bareType } from './type-label.ts';
import { sentenceCase, wordsOfName } from './workout-name.ts';

/** HKCategoryValueSleepAnalysis…; `Asleep` is what phones wrote before iOS 16 (healthkit/README §1.5). */
const sleep: Readonly<Record<string, string>> = lookup({
  InBed: 'In bed',
  Asleep: 'Asleep',
  AsleepUnspecified: 'Asleep',
  AsleepCore: 'Core sleep',
  AsleepDeep: 'Deep sleep',
  AsleepREM: 'REM sleep',
  Awake: 'Awake',
});

/**
 * The text of a category record in words: `HKCategoryValueSleepAnalysisAsleepREM` → `REM sleep`,
 * `HKCategoryValueAppleStandHourStood` → `Stood`, `HKMenopausalStatePerimenopause` → `Perimenopause`. Bare integers and foreign
 * texts stay as they are; '' when it says nothing.
 */
export function valueLabel(type: string, text: string): string {
  if (text === 'HKCategoryValueNotApplicable') return '';
  const bare = bareType(type);
  if (!text.startsWith('HKCategoryValue')) {
    const own = text.startsWith(`HK${bare}`) ? text.slice(bare.length + 2) : '';
    return own === '' ? text : splitWords(own);
  }
  let rest = text.slice('HKCategoryValue'.length);
  if (bare === 'SleepAnalysis') return sleep[rest.replace('SleepAnalysis', '')] ?? splitWords(rest);
  if (rest.startsWith(bare) && rest.length > bare.length) rest = rest.slice(bare.length);
  return splitWords(rest);
}

const splitWords = (name: string) => sentenceCase(wordsOfName(name));

/** `HKWorkoutEventTypeMotionPaused` → `Motion paused`. */
export function workoutEventLabel(type: string): string {
  return splitWords(type.replace(/^HKWorkoutEventType/, ''));
}

/**
 * `HKMetadataKeySyncVersion` → `Sync version`, `HKTimeZone` → `Time zone`; an attribute or child that no table of ours has,
 * `@associatedEvent` → `Associated event`; an app's own key stays as it is.
 */
export function metadataLabel(key: string): string {
  if (/^@[A-Za-z0-9]+$/.test(key)) return splitWords(key.slice(1));
  const bare = key.replace(/^_?HK(?:MetadataKey|PrivateMetadataKey|PrivateMetadata|Private)?(?=[A-Z])/, '');
  return bare === key || !/^[A-Za-z0-9]+$/.test(bare) ? key : splitWords(bare);
}
