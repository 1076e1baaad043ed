import type { CallOutput } from '../../../shared/contract/index.ts';

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
