import { t } from '../language.ts';
import { metadataNames, ownMetadataNames } from './metadata-names.ts';
import { bareType } from './type-label.ts';
import { flowNames, pauseNames, sleepNames, valueNames, workoutEventNames } from './value-names.ts';
import { sentenceCase, wordsOfName } from './workout-name.ts';

/**
 * The text of a category record in words: `HKCategoryValueSleepAnalysisAsleepREM` → `REM sleep`,
 * `HKCategoryValueAppleStandHourStood` → `Stood`, `HKMenopausalStatePerimenopause` → `Perimenopause`.
 * Bare integers and foreign texts stay as they are; '' if it says nothing.
 */
export function valueLabel(type: string, text: string): string {
  if (text === 'HKCategoryValueNotApplicable') return '';
  const bare = bareType(type);
  if (!text.startsWith('HKCategoryValue')) {
    const own = text.startsWith(`HK${bare}`) ? text.slice(bare.length + 2) : '';
    return own === '' ? text : valueName(own);
  }
  let rest = text.slice('HKCategoryValue'.length);
  if (bare === 'SleepAnalysis') {
    const name = sleepNames[rest.replace('SleepAnalysis', '')];
    return name === undefined ? valueName(rest) : t(name);
  }
  if (rest.startsWith(bare) && rest.length > bare.length) rest = rest.slice(bare.length);
  return valueName(rest);
}

/** The words of a name, translated if they are in `known`. */
function splitWords(name: string, known: ReadonlySet<string>): string {
  const words = sentenceCase(wordsOfName(name));
  return known.has(words) ? t(words) : words;
}

function valueName(name: string): string {
  // Those of symptoms say what they are of in their first word: `SeverityMild`, `PresencePresent`.
  const bare = name.replace(/^(?:Severity|Presence)(?=[A-Z])/, '');
  if (bare === 'SevenDayLimit') return t('Seven-day limit');
  return flowNames[bare]?.() ?? splitWords(bare, valueNames);
}

/** `HKWorkoutEventTypeMotionPaused` → `Motion paused`. */
export function workoutEventLabel(type: string): string {
  const name = type.replace(/^HKWorkoutEventType/, '');
  return pauseNames[name]?.() ?? splitWords(name, workoutEventNames);
}

/**
 * `HKMetadataKeySyncVersion` → `Sync version`, `HKTimeZone` → `Time zone`; an attribute or child that
 * none of our tables has, `@associatedEvent` → `Associated event`; an app's own key stays as it is.
 */
export function metadataLabel(key: string): string {
  if (/^@[A-Za-z0-9]+$/.test(key)) return splitWords(key.slice(1), metadataNames);
  const bare = key.replace(/^_?HK(?:MetadataKey|PrivateMetadataKey|PrivateMetadata|Private)?(?=[A-Z])/, '');
  if (bare === key || !/^[A-Za-z0-9]+$/.test(bare)) return key;
  const own = ownMetadataNames[bare];
  return own === undefined ? splitWords(bare, metadataNames) : t(own);
}
