import type { CallOutput } from '../../../shared/contract/index.ts';
import { t } from '../../../shared/language.ts';

type Settings = CallOutput<'settings.read'>;
export type StepName = Settings['skipped'][number];

/** The open step; null if the rest was postponed, and `resume` is the step to continue with. */
export type FirstRun =
  | { readonly isDone: true }
  | { readonly isDone: false; readonly step: StepName }
  | {
      readonly isDone: false;
      readonly step: null;
      readonly resume: StepName;
      readonly left: readonly StepName[];
    };

/** Done once the zone is confirmed and a target is on; a postponed step doesn't block the next. */
export function firstRunOf({ homeZone, targets, skipped }: Settings): FirstRun {
  const open: StepName[] = [];
  if (homeZone === null) open.push('home_zone');
  if (!targets.some(({ isEnabled }) => isEnabled)) open.push('targets');
  const [first] = open;
  if (first === undefined) return { isDone: true };
  const step = open.find((name) => !skipped.includes(name));
  if (step !== undefined) return { isDone: false, step };
  return { isDone: false, step: null, resume: first, left: open };
}

/** What the postponed steps hold back. A zone alone holds back events; a target that is on gets its records without it. */
export function leftText(left: readonly StepName[]): string {
  if (left.length > 1)
    return t(
      'Left for later: your home time zone and a target. Until then, everything stays on this computer.',
    );
  return left[0] === 'home_zone'
    ? t('Left for later: your home time zone. Until then, no events are created.')
    : t('Left for later: a target. Until then, everything stays on this computer.');
}
