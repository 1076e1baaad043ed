import { m, t } from '../language.ts';
import { lookup } from '../lookup.ts';

/** HKCategoryValueSleepAnalysis…; phones wrote `Asleep` before iOS 16 (healthkit/README §1.5). */
export const sleepNames: Readonly<Record<string, string>> = lookup({
  InBed: m('In bed'),
  Asleep: m('Asleep'),
  AsleepUnspecified: m('Asleep, no stage'),
  AsleepCore: m('Core sleep'),
  AsleepDeep: m('Deep sleep'),
  AsleepREM: m('REM sleep'),
  Awake: m('Awake'),
});

/** Values whose words mean something else when they don't describe how heavy a bleeding is. */
export const flowNames: Readonly<Record<string, () => string>> = lookup({
  Light: () => t('Light', {}, 'flow'),
  Medium: () => t('Medium', {}, 'flow'),
  Heavy: () => t('Heavy', {}, 'flow'),
  None: () => t('None', {}, 'flow'),
});

/** Category values (HKCategoryValues.h, HKMenopausalState), as `valueLabel` writes them in English. */
export const valueNames: ReadonlySet<string> = new Set([
  m('Audio exposure event loud environment'),
  m('Creamy'),
  m('Decreased'),
  m('Dry'),
  m('Egg white'),
  m('Environmental audio exposure event momentary limit'),
  m('Estrogen surge'),
  m('Idle'),
  m('Implant'),
  m('Increased'),
  m('Indeterminate'),
  m('Initial low'),
  m('Initial very low'),
  m('Injection'),
  m('Intrauterine device'),
  m('Intravaginal ring'),
  m('Loud environment'),
  m('Low fitness'),
  m('Luteinizing hormone surge'),
  m('Menopause'),
  m('Mild'),
  m('Moderate'),
  m('Momentary limit'),
  m('Negative'),
  m('No change'),
  m('Not present'),
  m('Not set'),
  m('Oral'),
  m('Patch'),
  m('Perimenopause'),
  m('Positive'),
  m('Postmenopause'),
  m('Premenopause'),
  m('Present'),
  m('Repeat low'),
  m('Repeat very low'),
  'Seven-day limit',
  m('Severe'),
  m('Sticky'),
  m('Stood'),
  m('Unknown'),
  m('Unspecified'),
  m('Vaginal bleeding heavy'),
  m('Vaginal bleeding light'),
  m('Vaginal bleeding medium'),
  m('Vaginal bleeding none'),
  m('Vaginal bleeding unspecified'),
  m('Watery'),
]);

/** The same words are commands elsewhere. */
export const pauseNames: Readonly<Record<string, () => string>> = lookup({
  Pause: () => t('Pause', {}, 'noun'),
  Resume: () => t('Resume', {}, 'noun'),
});

/** HKWorkoutEventType, as `workoutEventLabel` writes them in English. */
export const workoutEventNames: ReadonlySet<string> = new Set([
  m('Lap'),
  m('Marker'),
  m('Motion paused'),
  m('Motion resumed'),
  m('Pause or resume request'),
  m('Segment'),
]);
